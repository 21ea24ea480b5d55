"""Our own exact sentences in the other language: known, so that no model is asked.

The builder's questions, greetings and closing lines, the sentences around an end, the answer to abuse, fillers. Whole lines only: what
was cut by the learner is a line of its own.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Final

from contract.scenario import Scenario
from contract.words import FIELDS, Locale
from lesson.abuse import abuse_line
from lesson.builder_lines import OFFER_TYPING, RESUMED, closing_line, greeting
from lesson.fillers import APOLOGY_LINE, FIRST_LINES, STILL_LINES
from lesson.guardrail import REDIRECT_LINES
from lesson.questions import Line, default_question

GOODBYE: Final = Line(ko="이야기해서 즐거웠어요. 안녕히 가세요!", en="It was nice talking with you. Goodbye!")
TIME_IS_UP: Final = Line(
    ko="시간이 다 됐어요. 이야기해서 즐거웠어요. 안녕히 가세요!",
    en="Our time is up. It was nice talking with you. Goodbye!",
)
ASK_TO_END: Final = Line(ko="수업을 여기서 마칠까요?", en="Shall we finish the lesson here?")
LOST_REPLY: Final = Line(
    ko="죄송해요, 잠깐 생각이 끊겼어요. 다시 말해 주시겠어요?",
    en="I am sorry, I lost my thread for a moment. Could you say that again?",
)
ABUSE: Final = Line(ko=abuse_line(), en="This is something I cannot talk about with you.")

_CLOSING: Final[Mapping[Locale, re.Pattern[str]]] = {
    "en": re.compile(
        r"Here is our scene: (?P<place>.+), with (?P<partner>.+), and your goal: (?P<goal>.+)\.$"
    ),
    "ko": re.compile(r"장소: (?P<place>.+), 상대: (?P<partner>.+), 할 일: (?P<goal>.+)\.$"),
}
_SUBSETS: Final = [chosen for size in range(len(FIELDS) + 1) for chosen in combinations(FIELDS, size)]


def own_translation(text: str, target: Locale) -> str | None:
    """None: not one of ours."""
    source: Locale = "ko" if target == "en" else "en"
    line = _fixed(source).get(text) or _closing(text, source)
    return line.said(target) if line is not None else None


@cache
def _fixed(source: Locale) -> Mapping[str, Line]:
    return {line.said(source): line for line in _lines()}


def _lines() -> Iterator[Line]:
    yield from (RESUMED, OFFER_TYPING, GOODBYE, TIME_IS_UP, ASK_TO_END, LOST_REPLY, ABUSE)
    yield from (*FIRST_LINES, *STILL_LINES, APOLOGY_LINE, *REDIRECT_LINES)
    for field in FIELDS:
        yield default_question(field)
        yield default_question(field, again=True)
    for known in _SUBSETS[:-1]:
        yield greeting(Scenario(**dict.fromkeys(known, "-")))


def _closing(text: str, source: Locale) -> Line | None:
    """Made again from the values that stand in it; it counts only if the same text comes of them."""
    if (found := _CLOSING[source].search(text)) is None:
        return None
    values = found.groupdict()
    if source == "en":
        for name in ("place", "partner"):  # an article was put before them
            values[name] = values[name].removeprefix("the ")
    lines = (closing_line(Scenario(**values), filled=filled) for filled in _SUBSETS)
    return next((line for line in lines if line.said(source) == text), None)
