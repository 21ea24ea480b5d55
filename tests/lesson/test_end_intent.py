import pytest

from contract.words import Stage
from lesson.end_intent import EndIntent, confirms_end, end_intent


@pytest.mark.parametrize("stage", ["scenario", "roleplay", "closing"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("대화 종료할게요", id="E1 1"),
        pytest.param("이제 그만할게요", id="E1 2"),
        pytest.param("전화 끊을게요", id="E1 3"),
        pytest.param("오늘은 여기까지 할게요", id="E1 4"),
        pytest.param("I want to end the call", id="E1 5"),
        pytest.param("Please hang up", id="E1 6"),
        "Okay, let's stop here.",
        "That's all for today, thank you.",
        "Can we finish the lesson now?",
        "그만하고 싶어요",
        "수업 끝내 주세요",
        "네, 여기까지 하죠",
        "이제 마칠까요?",
    ],
)
def test_an_explicit_wish_ends(text: str, stage: Stage) -> None:
    assert end_intent(text, stage, earlier_turns=0) == "end"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("안녕하세요", id="E2 1"),
        pytest.param("수업이 끝나고 뭐 해요?", id="E2 3"),
        pytest.param("그만큼 좋아요", id="E2 4"),
        pytest.param("일 끝났어요", id="E2 5"),
        pytest.param("끊지 마세요", id="E2 6"),
        pytest.param("아직 그만하지 마세요", id="E2 7"),
        pytest.param("Don't hang up", id="E2 8"),
        pytest.param("How do I say goodbye in English?", id="E2 9"),
        pytest.param("종료가 영어로 뭐예요?", id="E2 10"),
        pytest.param("That's all, thank you.", id="the end of an order"),
        pytest.param("Stop here, please.", id="to a taxi driver"),
        pytest.param("He said, hang up", id="reported"),
        pytest.param('I said "goodbye"', id="quoted"),
        pytest.param("If it rings, hang up", id="a condition"),
        pytest.param("Please don't, hang up", id="negated before"),
        pytest.param("담배 끊을게요", id="quitting something else"),
        pytest.param("일을 그만두고 싶어요", id="quitting a job"),
        pytest.param("", id="blank"),
    ],
)
def test_what_only_looks_like_an_end_continues(text: str) -> None:
    assert end_intent(text, "roleplay", earlier_turns=3) == "continue"


@pytest.mark.parametrize(
    ("text", "stage", "earlier_turns", "intent"),
    [
        pytest.param("안녕", "roleplay", 0, "continue", id="E2 2 a greeting"),
        pytest.param("안녕", "roleplay", 3, "confirm", id="E3 안녕"),
        pytest.param("그만", "roleplay", 3, "confirm", id="E3 그만"),
        pytest.param("끝", "scenario", 3, "confirm", id="E3 끝"),
        pytest.param("Goodbye", "roleplay", 3, "confirm", id="E3 Goodbye"),
        pytest.param("Thank you, goodbye!", "roleplay", 3, "confirm", id="E4 to the partner"),
        pytest.param("thank you goodbye", "roleplay", 3, "confirm", id="without its comma"),
        pytest.param("감사합니다, 안녕히 계세요", "roleplay", 3, "confirm", id="Korean, last clause"),
        pytest.param("See you tomorrow!", "roleplay", 3, "confirm", id="see you"),
        pytest.param("Goodbye", "closing", 3, "end", id="asked already"),
        pytest.param("Goodbye", "ended", 3, "continue", id="over already"),
    ],
)
def test_a_bare_farewell_is_confirmed_once(
    text: str, stage: Stage, earlier_turns: int, intent: EndIntent
) -> None:
    assert end_intent(text, stage, earlier_turns=earlier_turns) == intent


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("네", True, id="E3 네"),
        pytest.param("Yes", True, id="E3 yes"),
        pytest.param("Yes, please.", True, id="yes please"),
        pytest.param("네, 끝낼게요", True, id="yes and the wish"),
        pytest.param("goodbye", True, id="the farewell again"),
        pytest.param("아니요", False, id="no in Korean"),
        pytest.param("no", False, id="no"),
        pytest.param("yes but one more thing", False, id="yes, but"),
        pytest.param("Can I have a coffee?", False, id="something else"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_confirms_end(text: str, ends: bool) -> None:
    assert confirms_end(text) == ends
