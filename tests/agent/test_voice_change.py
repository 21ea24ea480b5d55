"""When a voice may change: between two lines, with nobody unanswered (docs/behaviours.md, L4)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from agent import voice_change as module
from agent.voice_change import VoiceChange, VoiceUnchangedError
from contract.words import Voice


@dataclass
class Tutor:
    """Engine and conversation."""

    voice: Voice = "alloy"
    is_quiet: bool = True
    refuses: bool = False
    told: list[str] = field(default_factory=list)

    @property
    def interrupted_lines(self) -> Mapping[str, str]:
        return {"cut": "May I"}

    def hold_answers(self) -> None:
        self.told.append("hold")

    def release_answers(self) -> None:
        self.told.append("release")

    async def change_voice(self, voice: Voice, *, heard: Mapping[str, str]) -> None:
        assert self.is_quiet
        await asyncio.sleep(0)
        if self.refuses:
            raise VoiceUnchangedError("refused")
        self.voice = voice
        self.told.append(f"{voice} {dict(heard)}")


@pytest.fixture
def tutor() -> Tutor:
    return Tutor()


@pytest.fixture
def change(tutor: Tutor, monkeypatch: pytest.MonkeyPatch) -> VoiceChange:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.001)
    return VoiceChange(tutor, tutor)


CHANGED = ["hold", "echo {'cut': 'May I'}", "release"]


async def test_in_a_pause_it_changes_at_once(tutor: Tutor, change: VoiceChange) -> None:
    await change.to("echo")
    assert tutor.told == CHANGED


async def test_a_line_is_said_to_its_end_and_not_answered_in_the_old_voice(
    tutor: Tutor, change: VoiceChange
) -> None:
    tutor.is_quiet = False
    going = asyncio.create_task(change.to("echo"))
    await asyncio.sleep(0.01)
    assert tutor.told == ["hold"]
    tutor.is_quiet = True
    await going
    assert tutor.told == CHANGED


async def test_the_voice_that_is_there_costs_nothing(tutor: Tutor, change: VoiceChange) -> None:
    await change.to("alloy")
    assert "hold" not in tutor.told


async def test_of_three_wishes_in_a_row_the_last_counts(tutor: Tutor, change: VoiceChange) -> None:
    tutor.is_quiet = False
    wishes = [asyncio.create_task(change.to(voice)) for voice in ("ash", "coral", "echo")]
    await asyncio.sleep(0.01)
    tutor.is_quiet = True
    await asyncio.gather(*wishes)
    assert tutor.told[-2:] == CHANGED[1:]
    assert tutor.told[:-2] == ["hold", "hold"]  # held for the first until the last has spoken


async def test_a_refused_voice_leaves_the_old_one_and_the_next_wish_counts(
    tutor: Tutor, change: VoiceChange
) -> None:
    tutor.refuses = True
    with pytest.raises(VoiceUnchangedError):
        await change.to("echo")
    assert tutor.told == ["hold", "release"]
    assert tutor.voice == "alloy"
    tutor.refuses = False
    await change.to("echo")


async def test_without_any_pause_the_old_voice_stays(
    tutor: Tutor, change: VoiceChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.01)
    tutor.is_quiet = False
    with pytest.raises(VoiceUnchangedError):
        await change.to("echo")
    assert tutor.told == ["hold", "release"]
