"""The learner wants to hear it again: the tutor's own last line, or the same in other words."""

from typing import Final

from lesson.phrases import english, korean, made_of

_SOFT_EN: Final = """
    sorry | pardon | pardon me | excuse me | i'm sorry | oh | um | uh | hm | hmm | well | ok | okay | wait | please | no | but | hi
    hello | hey | can you | could you | would you | will you | can you please | could you please | would you mind | you | again
    once more | once again | one more time | for me | more slowly | slowly | more clearly | louder | a bit slower
    a little slower | sir | madam | ma'am | miss | doctor | officer | tutor | teacher | and | just | thank you | thanks
    """
_SOFT_KO: Final = """
    죄송해요 죄송합니다 죄송하지만 미안해요 미안하지만 네 어 아 음 저기 저기요 잠깐만요 잠시만요 좀 잘 선생님 튜터님 방금 지금 아까
    다시 한번 한번더 한번만 한번만더 천천히 크게 더 조금 조금만 조금더
    """
_REPEAT: Final = english(
    """
    repeat | repeat that | repeat it | repeat this | repeat please | repeat the question | repeat your question | repeat that line
    repeat your last line | repeat the last line | repeat the last part | repeat the last sentence | repeat your last sentence
    repeat what you said | repeat what you just said | repeating that | repeating the question | say that again | say it again
    say this again | say the last part again | say that once more | say it once more | say that one more time
    say it one more time | saying that again | tell me again | tell me that again | say again | come again | once more
    once more please | one more time | one more time please | again please
    what did you say | what did you just say | what did you say just now | what was that | what was that again
    sorry what | pardon | pardon me | i beg your pardon | beg your pardon | excuse me what | what | huh
    i didn't hear you | i didn't hear that | i didn't hear it | i didn't hear what you said | i couldn't hear you
    i couldn't hear that | i can't hear you | i cannot hear you | i did not hear you | i didn't catch that | i didn't catch it
    i didn't catch what you said | i couldn't catch that | i didn't get that | i did not catch that | i missed that
    """,
    _SOFT_EN,
)
_REPEAT_KO: Final = korean(
    """
    다시말해주세요 다시말해줘요 다시말해줘 다시말해주실래요 다시말해주시겠어요 다시말해주실수있어요 다시말해줄래요 다시말해줄수있어요
    다시말씀해주세요 다시말씀해주시겠어요 다시말씀해주실래요 다시말씀해주실수있어요 다시한번말해주세요 다시한번말씀해주세요
    다시한번말씀해주시겠어요 다시한번말해줘요 한번더말해주세요 한번더말씀해주세요 한번더말해줘요 한번만더말해주세요
    한번만더말씀해주세요 다시한번만말해주세요 다시얘기해주세요 다시이야기해주세요 다시들려주세요 반복해주세요 다시요 다시해주세요 다시좀말해주세요
    한번더요 다시한번요 한번더부탁해요 다시부탁해요 다시부탁드려요 다시한번부탁드려요 다시한번부탁드립니다
    뭐라고했어요 뭐라고요 뭐라고하셨어요 뭐라고하셨죠 뭐라고하셨나요 뭐라고말했어요 뭐라고말씀하셨어요 뭐라하셨어요 뭐라고
    못들었어요 못들었어 못들었습니다 안들려요 안들렸어요 안들립니다 뭐요
    """,
    _SOFT_KO,
)
_CLARIFY: Final = english(
    """
    what do you mean | what do you mean by that | what do you mean by this | what do you mean exactly | what does that mean
    what does this mean | what does it mean | i don't understand | i don't understand you | i don't understand that
    i don't understand it | i don't understand what you said | i don't understand what you mean | i don't understand the question
    i didn't understand | i didn't understand you | i didn't understand that | i didn't understand what you said
    i can't understand | i can't understand you | i cannot understand | i cannot understand you | i do not understand
    speak slowly | speak more slowly | speak slower | speak a bit slower | speak a little slower | speak up | speak louder
    speak a little more slowly | speak more clearly | talk slowly | talk more slowly | talk slower | say that more slowly
    say it more slowly | say that slowly | say it slowly | slow down | slow down please | not so fast | more slowly please
    slower please | explain that | explain it | explain that again | explain it again | say that in other words
    say it in other words | say that in easier words | say it in easier words | say that in easy words | say it in easy words
    say it in simple words | say that in simple words | say it in easier english | say that in simple english
    say it in simple english | say it another way | say that another way | say it differently
    """,
    _SOFT_EN,
)
_CLARIFY_KO: Final = korean(
    """
    무슨말이에요 무슨뜻이에요 무슨말인가요 무슨뜻인가요 무슨말씀이세요 그게무슨말이에요 그게무슨뜻이에요 그건무슨뜻이에요
    이게무슨뜻이에요 그말이무슨뜻이에요 방금그말이무슨뜻이에요 모르겠어요 잘모르겠어요 이해가안돼요 이해가안가요 이해못했어요
    이해가안됩니다 못알아들었어요 천천히말해주세요 천천히말씀해주세요 천천히말해줘요 천천히얘기해주세요 천천히요 천천히해주세요
    크게말해주세요 크게말씀해주세요 쉽게말해주세요 쉽게말씀해주세요 쉽게설명해주세요
    """,
    _SOFT_KO,
)


def asks_to_repeat(text: str) -> bool:
    return made_of(text, _REPEAT, _REPEAT_KO)


def asks_to_clarify(text: str) -> bool:
    return made_of(text, _CLARIFY, _CLARIFY_KO)
