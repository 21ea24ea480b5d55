"""Greetings, thanks and chit-chat: what a tutor answers without thinking. With a question beside it, it is none."""

import re
from typing import Final

from lesson.phrases import english, korean, made_of

_ENGLISH: Final = english(
    """
    hi | hello | hey | hiya | howdy | good morning | good afternoon | good evening | good day | greetings | welcome back
    nice to meet you | nice to see you | good to meet you | good to see you | great to see you | great to meet you
    pleased to meet you | glad to meet you | it's nice to meet you | long time no see
    how are you | how are you doing | how are you feeling | how r u | how are things | how is it going | how's it going
    how is everything | how's everything | how do you do | how have you been | what's up | how is your day | how's your day
    how was your day | how about you | what about you | and you | and yourself | did you sleep well | can you hear me
    do you hear me | are you there | are you still there | are you ready | who are you | what are you | what's your name
    what is your name | are you a robot | are you a bot | are you human | are you a human | are you real | are you ai
    are you an ai | are you a real person | are you a person | are you a computer
    thank you | thanks | thank u | many thanks | cheers | i appreciate it | i really appreciate it | you're welcome
    you are welcome | you are very kind | you're very kind | you're so kind | that's very kind | that's kind of you
    no problem | no worries | my pleasure | no thanks | no thank you | not at all
    i'm fine | i am fine | i'm good | i am good | i'm great | i'm ok | i'm okay | i am okay | i'm well | i'm tired | i'm happy
    i'm doing well | i'm doing good | i'm doing great | fine | great | good | not bad | not so bad | pretty good | very good
    very well | very nice | so so | all good | it's good | it's fine | me too | same here
    yes | yeah | yep | yup | no | nope | ok | okay | sure | of course | right | all right | alright | nice | cool | perfect
    wonderful | excellent | oh | ah | um | uh | hm | hmm | mm | mhm | mm hm | uh huh | wow | haha | hahaha
    really | i see | got it | i got it | sorry | i'm sorry | please | i understand | that's right | that's good | that's great
    that's fine | that's ok | that's okay | sounds good | let's go | let's start | let's begin | let's continue | let's go on
    go on | go ahead | please go on | i'm ready
    goodbye | good bye | bye | bye bye | good night | take care | see you | see you later | see you soon | see you tomorrow
    see you next time | see you again | have a nice day | have a good day | have a great day | have a good one
    have a nice evening | have a good evening | have a nice weekend | have a good weekend
    """,
    """
    there | again | too | as well | today | now | then | well | so | just | and | but | very much | so much | a lot
    for your help | for the help | for everything | for your time | for that | everyone | everybody | all | tutor | teacher
    sir | madam | ma'am | miss | mister | doctor | officer | my friend | this morning | this evening | these days
    """,
)
_KOREAN: Final = korean(
    """
    안녕 안녕하세요 안녕하십니까 반가워요 반가워 반갑습니다 만나서반가워요 만나서반갑습니다 오랜만이에요 오랜만입니다
    좋은아침이에요 좋은아침입니다 좋은아침 잘지냈어요 잘지내셨어요 잘지내요 잘지내세요 어떻게지내요 어떻게지내세요
    어떻게지냈어요 기분이어때요 기분어때요 오늘어때요 오늘기분이어때요 식사하셨어요 밥먹었어요
    고마워 고마워요 고맙습니다 감사해요 감사합니다 천만에요 별말씀을요 수고하셨습니다 수고하세요 수고하셨어요
    네 예 넵 응 그래 그래요 좋아요 좋습니다 좋네요 알겠어요 알겠습니다 알았어요 아니요 아니오 아뇨 괜찮아요 괜찮습니다 그렇군요
    그렇구나 맞아요 맞습니다 진짜요 정말요 와 우와 하하 하하하 ㅎㅎ ㅋㅋ ㅋㅋㅋ 음 글쎄요 아하
    안녕히계세요 안녕히가세요 잘가요 다음에봐요 다음에또봐요 또봐요 내일봐요 바이바이
    이름이뭐예요 누구예요 누구세요 사람이에요 사람이세요 ai예요 로봇이에요 들려요 들리세요 제말들려요 제말들리세요 미안해요
    죄송해요 죄송합니다 시작해요 시작할게요 시작하죠 계속해요 준비됐어요
    """,
    """
    튜터 튜터님 선생님 저기 저기요 저는 저도 아 어 정말 진짜 너무 많이 오늘 오늘도 오늘은 도와주셔서 도와줘서 가르쳐주셔서
    그럼 이제 다시 여러분 아주 참
    """,
)
# "Hello, Mr. Kim!": a name after a greeting, told by its capital letter.
_GREETS_BY_NAME: Final = re.compile(
    r"(?i:hi|hello|hey|good (?:morning|afternoon|evening)),? "
    r"(?!(?:Why|What|Who|When|Where|Which|Whose|How|Is|Are|Am|Do|Does|Did|Can|Could|Will|Would|Should|Help|Please|Tell|Show|"
    r"Explain)\b)(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)?[.!]*"
)


def is_courtesy(text: str) -> bool:
    return made_of(text, _ENGLISH, _KOREAN) or _GREETS_BY_NAME.fullmatch(" ".join(text.split())) is not None
