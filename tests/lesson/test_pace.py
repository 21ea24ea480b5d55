import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.words import Band, Pace, Source
from lesson.pace import (
    FASTEST_SPEED,
    GUIDANCE,
    SLOWEST_SPEED,
    TOLERANCE,
    WINDOW_SAMPLES,
    PaceState,
    band_of,
    change_between,
    guidance_for,
    sample_wpm,
    tuned_speed,
)


def words(count: int) -> str:
    return " ".join(["word"] * count)


def heard(*samples: float | None, choice: Pace = "auto") -> PaceState:
    state = PaceState(choice=choice)
    for sample in samples:
        state = state.heard(sample)
    return state


@pytest.mark.parametrize(
    ("wpm", "band"),
    [
        pytest.param(69, "super_slow", id="T1 69"),
        pytest.param(69.99, "super_slow", id="T1 69.99"),
        pytest.param(70, "slow", id="T1 70"),
        pytest.param(89, "slow", id="T1 89"),
        pytest.param(89.99, "slow", id="T1 89.99"),
        pytest.param(90, "normal", id="T1 90"),
        pytest.param(140, "normal", id="T1 140"),
        pytest.param(140.01, "fast", id="T1 140.01"),
        pytest.param(141, "fast", id="T1 141"),
        pytest.param(None, "normal", id="T1 no sample"),
    ],
)
def test_band_of(wpm: float | None, band: Band) -> None:
    assert band_of(wpm) == band


@pytest.mark.parametrize(
    ("text", "seconds", "source", "wpm"),
    [
        pytest.param(words(4), 2.0, "voice", None, id="T2 too few words"),
        pytest.param(words(5), 0.5, "voice", None, id="T2 too little speech"),
        pytest.param(words(5), 0.51, "voice", 5 / 0.51 * 60, id="T2 just enough"),
        pytest.param(words(8), 3.0 + 1.0, "voice", 120, id="T3 two segments are summed"),
        pytest.param(words(10), 4.0, "voice", 150, id="T3 silence does not count, 4 s"),
        pytest.param(words(10), 5.0, "push_to_talk", 120, id="T3 silence does not count, 5 s"),
        pytest.param("나는 coffee 주세요 please and thank you", 4.0, "voice", None, id="T6 Hangul"),
        pytest.param(words(12), 0.0, "text", None, id="T6 typed"),
        pytest.param(words(12), 6.0, "text", None, id="typed, whatever its seconds"),
    ],
)
def test_sample_wpm(text: str, seconds: float, source: Source, wpm: float | None) -> None:
    assert sample_wpm(text, speech_seconds=seconds, source=source) == pytest.approx(wpm)


def test_a_badly_heard_turn_gives_no_sample() -> None:
    assert sample_wpm(words(10), speech_seconds=4.0, low_confidence=True) is None


def test_the_mean_of_the_last_five_decides_the_band() -> None:  # T4
    state = heard(60, 60, 60, 60, 60, 200)
    assert list(state.samples) == [60, 60, 60, 60, 200]
    assert state.wpm == pytest.approx(88)
    assert state.band == "slow"


def test_a_turn_without_sample_changes_nothing() -> None:
    state = heard(100)
    assert state.heard(None) == state


def changes(samples: list[float | None], choice: Pace = "auto") -> list[Band]:
    state, told = PaceState(choice=choice), []
    for sample in samples:
        before, state = state, state.heard(sample)
        if change := change_between(before, state):
            assert change.wpm == state.wpm
            told.append(change.guidance.band)
    return told


@pytest.mark.parametrize(
    ("samples", "choice", "told"),
    [
        pytest.param([100, 100, 60, 85], "auto", ["slow"], id="T5 normal, normal, slow, slow"),
        pytest.param([100, None, 100], "auto", [], id="never leaves normal"),
        pytest.param([60, 120, 240], "auto", ["super_slow", "normal"], id="down and up again"),
        pytest.param([60, 240, 240], "faster", [], id="the learner's choice wins"),
        pytest.param([60, 240, 240], "normal", [], id="normal is a choice too"),
        pytest.param([200, 200], "slower", [], id="slower holds for a fast learner"),
    ],
)
def test_one_change_is_told_for_each_change_of_guidance(
    samples: list[float | None], choice: Pace, told: list[Band]
) -> None:
    assert changes(samples, choice) == told


@pytest.mark.parametrize(
    ("band", "choice", "guidance"),
    [
        pytest.param("normal", "auto", "normal", id="auto follows the band"),
        pytest.param("fast", "slower", "slow", id="slower"),
        pytest.param("super_slow", "slower", "super_slow", id="slower is never faster than the band"),
        pytest.param("super_slow", "normal", "normal", id="normal"),
        pytest.param("slow", "faster", "fast", id="faster"),
    ],
)
def test_guidance_for(band: Band, choice: Pace, guidance: Band) -> None:
    assert guidance_for(band, choice) == GUIDANCE[guidance]


def test_a_choice_is_a_change_to_tell_even_before_any_sample() -> None:
    change = change_between(PaceState(), PaceState().chosen("slower"))
    assert change is not None
    assert (change.wpm, change.band, change.guidance.band) == (None, "normal", "slow")


@pytest.mark.parametrize(
    ("band", "wpm", "speed"),
    [("super_slow", 70, 0.75), ("slow", 100, 0.85), ("normal", 130, 1.0), ("fast", 160, 1.1)],
)
def test_guidance_names_its_words_a_minute(band: Band, wpm: int, speed: float) -> None:
    guidance = GUIDANCE[band]
    assert (guidance.wpm, guidance.speed) == (wpm, speed)
    assert f"about {wpm} words per minute" in guidance.text


@pytest.mark.parametrize(
    ("speed", "measured", "target", "tuned"),
    [
        pytest.param(1.0, 149.5, 130, 1.0, id="15 % off is near enough"),
        pytest.param(1.0, 150, 130, 0.9, id="too fast, one step"),
        pytest.param(0.85, 70, 100, 0.95, id="too slow, one step"),
        pytest.param(1.1, 135, 160, 1.2, id="fast band"),
        pytest.param(1.45, 80, 160, FASTEST_SPEED, id="no faster than engines go"),
        pytest.param(0.3, 300, 70, SLOWEST_SPEED, id="no slower than engines go"),
        pytest.param(1.0, 0, 130, 1.0, id="nothing measured"),
    ],
)
def test_tuned_speed(speed: float, measured: float, target: float, tuned: float) -> None:
    assert tuned_speed(speed, measured_wpm=measured, target_wpm=target) == tuned


@given(natural=st.floats(min_value=100, max_value=240))
def test_tuning_arrives_within_tolerance_and_stays(natural: float) -> None:
    """`natural`: the voice's wpm at speed 1.0. For each band that an engine speed can reach."""
    for guidance in GUIDANCE.values():
        speed = guidance.speed
        for _ in range(30):
            speed = tuned_speed(speed, measured_wpm=natural * speed, target_wpm=guidance.wpm)
        reachable = natural * SLOWEST_SPEED <= guidance.wpm <= natural * FASTEST_SPEED
        if reachable:
            assert abs(natural * speed - guidance.wpm) <= TOLERANCE * guidance.wpm
            assert tuned_speed(speed, measured_wpm=natural * speed, target_wpm=guidance.wpm) == speed


@given(text=st.text(), seconds=st.floats(min_value=0, allow_nan=False))
def test_pace_never_divides_by_zero(text: str, seconds: float) -> None:
    wpm = sample_wpm(text, speech_seconds=seconds)
    assert wpm is None or wpm >= 0


@given(st.lists(st.none() | st.floats(min_value=1, max_value=600)))
def test_pace_state_keeps_its_promises(samples: list[float | None]) -> None:
    state = heard(*samples)
    assert len(state.samples) <= WINDOW_SAMPLES
    assert state.samples == tuple(s for s in samples if s is not None)[-WINDOW_SAMPLES:]
    assert state.guidance.band == state.band
