import asyncio

import pytest

from local_engine.realtime.pacing import MAX_AHEAD_SECONDS, Captions, Pacer


def test_captions_keep_step_and_lose_nothing() -> None:
    captions = Captions("May I have your name, please?", " ", seconds=3.0)
    given = [captions.until(seconds) for seconds in (0.0, 0.1, 1.5, 3.0)] + [captions.rest()]
    assert given[0] == " May"
    assert given[1] == ""
    assert "".join(given) == " May I have your name, please?"
    assert len(given[0] + given[1] + given[2]) == pytest.approx(15, abs=6)


def test_what_a_wrong_estimate_left_comes_at_the_end() -> None:
    captions = Captions("one two three", "", seconds=100.0)
    assert captions.until(0.5) == "one"
    assert captions.shown == "one"
    assert captions.rest() == " two three"
    assert captions.rest() == ""


@pytest.mark.parametrize(
    ("sent_seconds", "played_seconds", "waits"),
    [
        pytest.param(2.0, 0.0, 0.0, id="not far ahead"),
        pytest.param(MAX_AHEAD_SECONDS, 0.0, 0.0, id="at the limit"),
        pytest.param(5.0, 1.5, 5.0 - 1.5 - MAX_AHEAD_SECONDS, id="too far"),
        pytest.param(5.0, 9.0, 0.0, id="late"),
    ],
)
async def test_pacer(
    monkeypatch: pytest.MonkeyPatch, sent_seconds: float, played_seconds: float, waits: float
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    now = 100.0
    pacer = Pacer(lambda: now)
    await pacer.wait(0.0)
    now += played_seconds
    await pacer.wait(sent_seconds)
    assert sum(slept) == pytest.approx(waits)
