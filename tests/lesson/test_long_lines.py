"""2000 characters may be typed: no rule may take its time over a line that is made to confuse it."""

from collections.abc import Callable

import pytest

from contract.scenario import Scenario
from contract.words import MAX_TEXT_CHARACTERS
from lesson.abuse import abuse_in
from lesson.clauses import clauses
from lesson.end_intent import confirms_end, end_intent
from lesson.questions import checked_question
from lesson.routing import certain_route
from lesson.sanitise import parse_extraction
from lesson.utterances import corrected_fields, is_unheard, leaves_choice

RULES: dict[str, Callable[[str], object]] = {
    "abuse": abuse_in,
    "clauses": clauses,
    "confirms_end": confirms_end,
    "corrected_fields": lambda text: corrected_fields(text, Scenario(place="hotel", partner="clerk")),
    "end_intent": lambda text: end_intent(text, "roleplay", earlier_turns=1),
    "is_unheard": is_unheard,
    "leaves_choice": leaves_choice,
    "parse_extraction": parse_extraction,
    # Longer ones are not looked at: as long as they may be.
    "route": lambda text: [certain_route(text[-length:]) for length in (160, 300)],
    "question": lambda text: checked_question(text, "place", "en"),
}
PIECES = [
    "음", "네", "네 ", "저는", "나는 ", "이제", "그럼 ", "well ", "um", "thank you ", "so ", "you ", "you are a ", "i will ",
    "not the ", "not ", "what ", "what is ", "the man ", "a.", "a. ", "[", "{", '{"', "[music", "아무", "다", "너 ", "make it ",
    "change the ", "(", " ", ".", "?", "'", "no", "no ", "the word ", "word ", "give me ", "can you ", "please ", "what does ", "past ",
    "is it ", "hello ", "my ", "영어로", "제가", "문법", "왜", "a ", "뜻", "'a' ", "how many lessons ", "last lesson ", "the ", "관사", "관사는 ", "랑 ", "☆", "say ", "라고", "doctor, ",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_line_of_one_piece_repeated_is_judged(rule: str) -> None:
    for piece in PIECES:
        RULES[rule]((piece * MAX_TEXT_CHARACTERS)[: MAX_TEXT_CHARACTERS - 1] + "x")
