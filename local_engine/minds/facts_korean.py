"""Place, partner and goal in a Korean sentence, in English words. There is no translator here: the lists are all it knows."""

import re
from typing import Final

from local_engine.minds.facts import Facts, Field
from local_engine.minds.words_korean import COMPANIONS, GOALS, PARTNERS, PLACES

_PLACE: Final = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
_PARTNER: Final = "|".join(sorted(map(re.escape, PARTNERS), key=len, reverse=True))
_COMPANION: Final = "|".join(sorted(map(re.escape, COMPANIONS), key=len, reverse=True))

# 에서, 에 있다/왔다/가다; "공항 체크인 상황": a place right before what is done there; 장소는 …; the place alone.
_PLACE_SAID: Final = re.compile(
    rf"(?:^|\s)(?P<place>{_PLACE})(?:\s?(?:안|내부|카운터|프런트|프론트))?(?:에서|에(?=\s|$)|으로|로(?=\s)|이고|이에요|예요|입니다|이요|요|\s(?=\S+\s?(?:연습|상황|장면|역할극|롤플레이|하고|하는)))"
)
_PLACE_ALONE: Final = re.compile(
    rf"^(?:장소는 |음 |그럼 |어 )?(?P<place>{_PLACE})(?:이요|요|이에요|예요|입니다|이야|야|로 할게요|으로 할게요)?$"
)
_SPOKEN_TO: Final = re.compile(
    rf"(?:^|\s)(?:(?:{_PLACE})\s?)?(?P<partner>{_PARTNER})(?:님)?(?:이랑|랑|와|과|하고|한테|에게|께|을 상대로|를 상대로|\s역할)(?=\s|$)"
)
_PARTNER_ALONE: Final = re.compile(
    rf"^(?:상대는 |음 |그럼 )?(?:(?:{_PLACE})\s?)?(?P<partner>{_PARTNER})(?:님)?(?:이요|요|이에요|예요|입니다|이랑요|랑요|하고요|이랑|랑|하고)?$"
)
_TALKS: Final = re.compile(r"얘기|이야기|대화|말하|말을|통화|역할")
_COMPANY: Final = re.compile(rf"(?:{_COMPANION})(?:이랑|랑|와|과|하고)")
_WISH: Final = re.compile(
    r"연습|하고\s?싶|싶어|하려고|할래|할게|해야|하러|상황|장면|역할극|해\s?보|목표|하는\s?거|하기|려고|주세요|할\s?거"
)
_CORRECTION: Final = re.compile(
    r"(?P<old>\S+?)(?:은|는|이|가)?\s?(?:말고|아니고|아니라|대신)(?:에)?\s(?P<new>.+)$|^(?:아니요?|아뇨|아),?\s(?P<denied>.+)$"
    r"|^(?P<changed>.+?)(?:으로|로)\s?(?:바꿔|변경|바꿀)"
)
_YOU_CHOOSE: Final = re.compile(
    r"아무\s?거나|아무\s?데나|아무나|아무\s?곳|알아서|상관\s?없|마음대로|맘대로|맡길|맡겨|정해\s?(?:주|줘)|골라\s?(?:주|줘)|추천해\s?(?:주|줘)"
)
_END: Final = re.compile(r"[.!?。！？~,]+")


def korean_facts(text: str, *, asked: Field | None) -> Facts:
    said = re.sub(r"\s+", " ", _END.sub(" ", text)).strip()
    if _YOU_CHOOSE.search(said):
        return Facts(you_choose=True)
    if found := _CORRECTION.search(said):
        new = next(part for part in (found["new"], found["denied"], found["changed"]) if part)
        facts = _read(new.strip(), asked)
        if facts != Facts():
            return Facts(facts.place, facts.partner, facts.goal, correction=True)
    return _read(said, asked)


def _read(said: str, asked: Field | None) -> Facts:
    return Facts(place=_place(said), partner=_partner(said), goal=_goal(said, asked))


def _place(said: str) -> str | None:
    found = _PLACE_ALONE.search(said) or _PLACE_SAID.search(said)
    return PLACES[found["place"]] if found else None


def _partner(said: str) -> str | None:
    if found := _PARTNER_ALONE.search(said):
        return PARTNERS[found["partner"]]
    for found in _SPOKEN_TO.finditer(said):
        # 친구랑 is company unless they talk; a clerk is never company.
        if found["partner"] not in COMPANIONS or _TALKS.search(said[found.end() :]):
            return PARTNERS[found["partner"]]
    return None


def _goal(said: str, asked: Field | None) -> str | None:
    """The longest goal that is named, where the sentence wishes for something or stands alone."""
    said = _COMPANY.sub(" ", said)
    named = [(len(found[0]), english) for pattern, english in GOALS if (found := re.search(pattern, said))]
    if not named:
        return None
    alone = len(said) <= max(length for length, _ in named) + 5
    return max(named)[1] if asked == "goal" or alone or _WISH.search(said) else None
