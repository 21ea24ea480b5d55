"""Presses of the talk button, in any order they may come, against the parts that they drive."""

import asyncio
from dataclasses import dataclass, field

import pytest

from agent.push_to_talk import PushToTalk


@dataclass
class Parts:
    """Engine, session and tracker: what they were told, in order. `voiced`: the detector found speech."""

    told: list[str] = field(default_factory=list)
    voiced: bool = True
    at: float = 100.0
    builder: bool = False

    def listen_by_button(self) -> None:
        self.told.append("by button")

    def listen_freely(self) -> None:
        self.told.append("freely")

    def clear_user_turn(self) -> None:
        self.told.append("clear")

    def commit_user_turn(self, *, skip_reply: bool = False) -> None:
        self.told.append("commit" if skip_reply else "commit and answer")

    def forget_open_speech(self) -> None:
        self.told.append("forget")

    def voiced_since(self, at: float) -> bool:
        return self.voiced and at <= self.at

    def button_let_go(self, *, pressed: float, let_go: float) -> None:
        self.told.append(f"press {let_go - pressed:g}")

    async def interrupt(self) -> None:
        self.told.append("interrupt")


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def talk(parts: Parts) -> PushToTalk:
    return PushToTalk(
        engine=parts,
        heard=parts,
        log=parts,
        interrupt=parts.interrupt,
        answers=lambda: not parts.builder,
        on_unheard=lambda: parts.told.append("unheard"),
        wall=lambda: parts.at,
        tail_seconds=0.01,
    )


FIRST_START = ["by button", "forget", "clear", "interrupt"]
START = FIRST_START[1:]


async def _press(talk: PushToTalk, parts: Parts, seconds: float) -> None:
    await talk.start()
    parts.at += seconds
    await talk.stop()


async def test_a_press_is_one_turn_and_answered(talk: PushToTalk, parts: Parts) -> None:
    await _press(talk, parts, 5.0)
    assert parts.told == [*FIRST_START, "press 5", "commit and answer"]
    assert not talk.held


async def test_in_the_builder_a_press_is_not_answered_by_the_engine(talk: PushToTalk, parts: Parts) -> None:
    parts.builder = True
    await _press(talk, parts, 5.0)
    assert parts.told[-1] == "commit"


async def test_the_engine_is_told_of_the_button_once(talk: PushToTalk, parts: Parts) -> None:
    await _press(talk, parts, 1.0)
    await _press(talk, parts, 1.0)
    assert parts.told.count("by button") == 1


async def test_cancel_throws_the_press_away(talk: PushToTalk, parts: Parts) -> None:
    await talk.start()
    parts.at += 2.0
    await talk.cancel()
    await talk.stop()
    assert parts.told == [*FIRST_START, "clear"]


async def test_cancel_while_the_last_sounds_are_waited_for(talk: PushToTalk, parts: Parts) -> None:
    await talk.start()
    parts.at += 2.0
    stopping = asyncio.create_task(talk.stop())
    await asyncio.sleep(0)
    await talk.cancel()
    await stopping
    assert parts.told == [*FIRST_START, "clear"]


async def test_a_slip_is_ignored_without_a_word(talk: PushToTalk, parts: Parts) -> None:
    await _press(talk, parts, 0.05)
    assert parts.told == [*FIRST_START, "clear"]


async def test_a_press_without_speech_is_said_and_not_answered(talk: PushToTalk, parts: Parts) -> None:
    parts.voiced = False
    await _press(talk, parts, 3.0)
    assert parts.told == [*FIRST_START, "clear", "unheard"]


@pytest.mark.parametrize("action", ["stop", "cancel"])
async def test_without_a_press_nothing_happens(talk: PushToTalk, parts: Parts, action: str) -> None:
    await getattr(talk, action)()
    assert parts.told == []


async def test_a_second_start_of_a_held_button_changes_nothing(talk: PushToTalk, parts: Parts) -> None:
    await talk.start()
    await talk.start()
    assert parts.told == FIRST_START


async def test_pressing_again_at_once_keeps_both_presses(talk: PushToTalk, parts: Parts) -> None:
    await talk.start()
    parts.at += 2.0
    stopping = asyncio.create_task(talk.stop())
    await asyncio.sleep(0)
    await talk.start()
    await stopping
    parts.at += 1.0
    await talk.stop()
    assert parts.told == [
        *FIRST_START,
        "press 2",
        "commit and answer",
        *START,
        "press 1",
        "commit and answer",
    ]


async def test_open_gives_the_turns_back_and_cancels_a_press(talk: PushToTalk, parts: Parts) -> None:
    await talk.start()
    await talk.open()
    await talk.open()
    assert parts.told == [*FIRST_START, "clear", "clear", "freely"]
    assert not talk.held
    await talk.start()
    assert parts.told[-4:] == FIRST_START


async def test_nobody_is_spoken_over_until_the_press_is_over(talk: PushToTalk, parts: Parts) -> None:
    await talk.start()
    free = asyncio.create_task(talk.until_free())
    await asyncio.sleep(0)
    assert not free.done()
    parts.at += 1.0
    await talk.stop()
    await free


async def test_once_closed_no_press_begins_and_nothing_is_thrown_away(talk: PushToTalk, parts: Parts) -> None:
    await _press(talk, parts, 2.0)
    talk.close()
    told = list(parts.told)
    await talk.start()
    await talk.open()
    assert not talk.held
    assert parts.told == told


async def test_a_button_that_is_never_let_go_is_a_turn_in_the_end(
    talk: PushToTalk, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.push_to_talk.MAX_PRESS_SECONDS", 0.0)
    await talk.start()
    parts.at += 120.0
    await talk.until_free()
    assert parts.told[-1] == "commit and answer"
