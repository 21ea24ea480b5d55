"""Pace through the whole audio path: ten words in a known time of voice, whatever the patience, and what follows."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from lesson.language import count_words
from tests.e2e.caller import Caller
from tests.e2e.lines import TEN_WORDS
from tests.e2e.speech import Line, say

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TEN_WORDS_SECONDS = 4.0


def _spoken_in(seconds: float) -> Line:
    """Ten words at the rate whose voiced time comes nearest to `seconds`."""
    lines = [say(TEN_WORDS, wpm=wpm) for wpm in range(90, 260, 4)]
    return min(lines, key=lambda line: abs(line.voiced_seconds - seconds))


@pytest.mark.parametrize("patience", ["1", pytest.param("3", marks=pytest.mark.slow)])
async def test_ten_words_in_four_seconds_are_150_a_minute(caller: Caller, patience: str) -> None:
    assert count_words(TEN_WORDS) == 10
    line = _spoken_in(TEN_WORDS_SECONDS)
    await caller.start(mode="free", patience=patience)
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.room.speak(line.samples)
    await caller.said(TEN_WORDS)
    await caller.hears_tutor(since=time.monotonic() - 0.5)
    report = await caller.end()
    true_wpm = 10 * 60 / line.voiced_seconds
    print(f"patience {patience}: {report['wpm']} words a minute, true {true_wpm:.1f}")
    assert true_wpm == pytest.approx(150, rel=0.05)
    assert report["wpm"] == pytest.approx(true_wpm, rel=0.05)


@pytest.mark.slow
async def test_the_instructions_change_exactly_when_the_band_does(caller: Caller, stack_folder: Path) -> None:
    """Bands: fast, fast, then the mean falls to normal, then slow. The wire log of the engine says what it was told."""
    began = time.time()
    await caller.start(mode="free")
    await caller.hears_tutor()
    for seconds in (3.3, 3.3, 6.8, 9.5):
        await caller.hears_silence()
        before = len(caller.turns("learner"))
        await caller.room.speak(_spoken_in(seconds).samples)
        await caller.has("a turn", lambda n=before: len(caller.turns("learner")) > n, seconds=30)  # type: ignore[misc]
        await caller.hears_tutor(since=time.monotonic() - 0.3)
    await caller.end()

    bands = [event["band"] for event in caller.room.of_type("pace.changed")]
    told = _instructions(stack_folder / "wire.jsonl", since=began)
    assert bands[0] == "fast"
    assert len(bands) == len(set(zip(bands, [None, *bands], strict=False)))  # no band is told twice in a row
    assert len(told) == 1 + len(bands)  # the persona at the start, then once a change
    for text, event in zip(told[1:], caller.room.of_type("pace.changed"), strict=True):
        assert event["guidance"] in text
    assert not any(
        "The learner speaks" in item for item in _learner_items(stack_folder / "wire.jsonl", began)
    )


@pytest.mark.slow
async def test_a_pace_that_was_chosen_before_the_lesson_is_the_voices_from_its_first_line(
    caller: Caller, stack_folder: Path
) -> None:
    began = time.time()
    await caller.start(mode="free", pace="slower")
    await caller.hears_tutor()
    await caller.end()
    sessions = [
        event["session"] for event in _events(stack_folder / "wire.jsonl", began) if "session" in event
    ]
    speeds = [
        audio["output"].get("speed")
        for session in sessions
        if "output" in (audio := session.get("audio", {}))
    ]
    assert speeds[:1] == [0.85]


def _events(log: Path, since: float) -> list[dict[str, Any]]:
    rows = [json.loads(row) for row in log.read_text().splitlines()]
    return [row["event"] for row in rows if row["time"] > since and row["from"] == "client"]


def _instructions(log: Path, *, since: float) -> list[str]:
    """What the engine was told, each time it changed."""
    told: list[str] = []
    for event in _events(log, since):
        session = event.get("session")
        if isinstance(session, dict) and "You are the partner" in str(session.get("instructions", "")):
            told.append(str(session["instructions"]))
    return told


def _learner_items(log: Path, since: float) -> list[str]:
    return [
        json.dumps(event)
        for event in _events(log, since)
        if event.get("type") == "conversation.item.create" and '"user"' in json.dumps(event)
    ]
