"""Whether a learner's line asks to end the lesson: end, confirm once, or continue (docs/behaviours.md, E1-E4).

Read as a whole or by its last clause, never by substring: "안녕" is not in "안녕하세요". An explicit wish ends; a bare
farewell is confirmed; what is negated, quoted, reported or asked about goes on.
"""

import re
from typing import Final, Literal

from contract.words import Stage
from lesson.clauses import clauses, plain, quotes_something

EndIntent = Literal["end", "confirm", "continue"]

_POLITE: Final = r"(?:(?:thank you(?: (?:so|very) much)?|thanks(?: a lot)?|ok|okay|well|alright|all right|so|great|sorry|now|then|please|tutor|and|yes|yeah) )*"
_TALK: Final = r"(?:the|this|our) (?:call|phone call|lesson|conversation|session|practice|class|chat|talk)"
_WISH: Final = (
    r"(?:i (?:want|would like|need|have) to|i'd like to|i wanna|i will|i'll|i'm going to|let's|let us|can we|could we|"
    r"can you|could you)"
)
# Explicit: they name the talk, or cannot mean anything in the scene. "That's all" is not here: it ends an order.
_END_EN: Final = re.compile(
    rf"{_POLITE}(?:"
    rf"(?:{_WISH} )?(?:please )?(?:end|finish|stop|quit|close) {_TALK}"
    rf"|(?:{_WISH} )?(?:please )?hang up(?: the phone)?"
    r"|let's (?:stop|finish|end|call it a day)(?: (?:here|it here|now|for today|there))?"
    r"|(?:i want to|i'd like to|i would like to) (?:stop|finish|end)(?: (?:here|now|for today))?"
    r"|(?:that's|that is|that will be) (?:all|enough|it) for today|(?:i'm|i am) (?:done|finished) for today"
    r")(?: (?:now|please|here|today|for today|thank you|thanks|bye|goodbye))*"
)
_FAREWELL_EN: Final = re.compile(
    rf"{_POLITE}(?:bye|bye bye|good ?bye|see you(?: (?:later|soon|tomorrow|again|next time))?|see ya|good night|"
    r"farewell|finish|the end|talk to you later|take care)"
    r"(?: (?:now|then|everyone|tutor|bye|goodbye|thank you|thanks))*"
)

# Korean is compared without spaces.
_LEAD_KO: Final = (
    r"(?:네|예|음|자|그럼|그러면|이제|이만|오늘은|저는|전|나는|난|저|나|감사합니다|고마워요|고맙습니다|"
    r"수고하셨습니다|튜터님?|선생님?)*"
)
_TALK_KO: Final = r"(?:(?:대화|통화|전화|수업|레슨|연습|회화|이야기|얘기|오늘수업)(?:를|을|는|은)?)?(?:이제|이만|그만|여기서)?"
_END_KO: Final = re.compile(
    rf"{_LEAD_KO}{_TALK_KO}(?:"
    r"(?:종료|중단|마무리|그만|여기까지|여기까지만|이만)"
    r"(?:할게요?|할래요?|할까요|할거예요|할겁니다|하고싶어요?|하고싶습니다|하겠습니다|하겠어요|합시다|하죠|하자|해주세요|해줘요?)"
    r"|(?:끝낼|끊을|마칠|그만둘|멈출)(?:게요?|래요?|까요|거예요|겁니다)"
    r"|(?:끝내|끊|마치|그만두|멈추)(?:고싶어요?|고싶습니다|겠습니다|겠어요|죠|자)"
    r"|(?:끝냅|끊읍|마칩|멈춥)시다|(?:끝내|끊어|마쳐|멈춰)(?:주세요|주실래요|주시겠어요|줘요?)"
    r")"
)
_FAREWELL_KO: Final = re.compile(
    rf"{_LEAD_KO}(?:안녕|안녕히계세요|안녕히가세요|잘있어요?|잘가요?|그만|그만요|그만해요?|끝|끝이에요|끝이야|이만|"
    r"다음에봐요|다음에또봐요|내일봐요|또봐요|바이바이|바이|굿바이|들어가세요|여기까지|여기까지요)"
)

_REPORTS: Final = re.compile(
    r"\b(?:said|says|say|told|tell|tells|asked|means?)(?: (?:me|us|him|her|them|you|that|to \w+))*$"
)
_CONDITION: Final = re.compile(r"(?:if|when|before|after|unless|until|don't|do not|never|please don't)\b")
_YES: Final = re.compile(
    r"(?:(?:yes|yeah|yep|yup|sure|ok|okay|of course|right|correct|please|please do|that's right|i am|i do|do it|end it|"
    r"네|예|응|넵|맞아요?|그래요?|그럴게요|좋아요|끝낼게요|끝내요|끝내 ?주세요|종료해 ?주세요|그만할게요)\s*)+"
)


def end_intent(text: str, stage: Stage, *, earlier_turns: int) -> EndIntent:
    """`earlier_turns`: the learner's turns before this one in the sitting: a first "안녕" is a greeting.

    In `roleplay` a "goodbye" may be said to the partner: on `confirm` the tutor closes the scene in character first and
    then asks, once. In `closing` it has asked already, so a farewell ends.
    """
    parts = clauses(text)
    if stage == "ended" or not parts or quotes_something(text):
        return "continue"
    whole, last = plain(text), parts[-1]
    before = parts[-2] if len(parts) > 1 else ""
    if before and (_REPORTS.search(before) or _CONDITION.match(before)):
        return "continue"
    if _matches(_END_EN, _END_KO, whole, last):
        return "end"
    if not _matches(_FAREWELL_EN, _FAREWELL_KO, whole, last):
        return "continue"
    if stage == "closing":
        return "end"
    return "confirm" if earlier_turns else "continue"


def confirms_end(text: str) -> bool:
    """The learner's answer to "shall we finish?": a yes, or the wish once more, ends; anything else goes on."""
    said = plain(text)
    return bool(_YES.fullmatch(said)) or end_intent(text, "closing", earlier_turns=1) == "end"


def _matches(english: re.Pattern[str], korean: re.Pattern[str], *parts: str) -> bool:
    return any(english.fullmatch(part) or korean.fullmatch(part.replace(" ", "")) for part in parts)
