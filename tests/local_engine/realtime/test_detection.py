import pytest

from local_engine.realtime.detection import Detection, Eagerness, Onset, Quiet, SpeechGate, reads_as_finished


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        pytest.param("can i have a window seat", True, id="a sentence without its mark"),
        pytest.param("Can I have a window seat?", True, id="with its mark"),
        pytest.param("i would like to", False, id="leads on"),
        pytest.param("I would like to, and", False, id="and what"),
        pytest.param("i want a room because", False, id="a reason to come"),
        pytest.param("i want to check in", True, id="a word that may end one"),
        pytest.param("um", False, id="a hesitation"),
        pytest.param("two nights", False, id="two words may go on"),
        pytest.param("yes", True, id="stands alone"),
        pytest.param("thank you", True, id="two words that stand alone"),
        pytest.param("What is it for?", True, id="a mark decides"),
        pytest.param("", False, id="nothing"),
        pytest.param("...", False, id="marks only"),
    ],
)
def test_reads_as_finished(text: str, *, finished: bool) -> None:
    assert reads_as_finished(text) is finished


@pytest.mark.parametrize(
    ("eagerness", "text", "needed_ms"),
    [
        pytest.param("high", "my name is", 800, id="high, open"),
        pytest.param("high", "i want a room please", 300, id="high, finished"),
        pytest.param("medium", "i want a room please", 500, id="medium, finished"),
        pytest.param("auto", "i want a room please", 500, id="auto is medium"),
        pytest.param("low", "i want a room please", 800, id="low, finished"),
        pytest.param("low", "i want", 2500, id="low, open"),
        pytest.param("medium", None, 1500, id="not known yet"),
        pytest.param("medium", "", 1500, id="nothing recognised"),
    ],
)
def test_semantic_silence(eagerness: Eagerness, text: str | None, needed_ms: int) -> None:
    assert Detection(mode="semantic_vad", eagerness=eagerness).silence_needed_ms(text) == needed_ms


def test_server_vad_waits_as_told_whatever_was_said() -> None:
    assert Detection(mode="server_vad", silence_duration_ms=1200).silence_needed_ms("yes.") == 1200


def follow(probabilities: list[float], *, threshold: float = 0.5) -> list[Onset | Quiet]:
    """Windows of 32 ms."""
    gate = SpeechGate(threshold)
    found = [
        gate.window(probability, begin_ms=at * 32, end_ms=(at + 1) * 32)
        for at, probability in enumerate(probabilities)
    ]
    return [event for event in found if event is not None]


@pytest.mark.parametrize(
    ("probabilities", "events"),
    [
        pytest.param([0.1, 0.9, 0.1, 0.1], [], id="one window is a click"),
        pytest.param([0.1, 0.9, 0.9], [Onset(32)], id="two windows are speech, since the first"),
        pytest.param([0.9, 0.2, 0.9, 0.9], [Onset(64)], id="two in a row"),
        pytest.param([0.9, 0.9, 0.4, 0.9], [Onset(0)], id="a little below the threshold goes on"),
        pytest.param([0.9, 0.9, 0.1, 0.1], [Onset(0), Quiet(32), Quiet(64)], id="silence grows"),
        pytest.param(
            [0.9, 0.9, 0.1, 0.9, 0.1], [Onset(0), Quiet(32), Quiet(32)], id="silence begins anew after speech"
        ),
    ],
)
def test_speech_gate(probabilities: list[float], events: list[Onset | Quiet]) -> None:
    assert follow(probabilities) == events


def test_a_higher_threshold_hears_less() -> None:
    assert follow([0.6, 0.6, 0.6], threshold=0.7) == []
