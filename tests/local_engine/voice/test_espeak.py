import contextlib
import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from local_engine.protocols import WIRE_RATE, SynthesisError
from local_engine.voice.espeak import SILENCE_AMPLITUDE, TAIL_SECONDS, EspeakVoice, arguments
from local_engine.voice.names import VARIANTS


@pytest.mark.parametrize(
    ("speed", "options"),
    [
        pytest.param(1.0, ["-s", "115"], id="normal"),
        pytest.param(1.5, ["-s", "172"], id="faster"),
        pytest.param(4.0, ["-s", "450"], id="no faster than espeak can"),
        pytest.param(0.75, ["-s", "86"], id="slower"),
        pytest.param(0.5, ["-s", "80", "-g", "6"], id="slower than espeak can: gaps between words"),
    ],
)
def test_arguments(speed: float, options: list[str]) -> None:
    assert arguments(voice="alloy", speed=speed, hangul=False) == ["-v", "en-us+f2", *options, "--stdout"]


def test_hangul_has_its_own_voice() -> None:
    assert arguments(voice="alloy", speed=1.0, hangul=True)[:2] == ["-v", "ko"]


async def spoken(voice: EspeakVoice, text: str, *, name: str = "alloy", speed: float = 1.0) -> bytes:
    async with contextlib.aclosing(voice.speak(text, voice=name, speed=speed)) as pieces:
        return b"".join([piece async for piece in pieces])


@pytest.mark.engine
async def test_every_voice_sounds_different() -> None:
    voice = EspeakVoice()
    sounds = {name: await spoken(voice, "Good evening.", name=name) for name in VARIANTS}
    assert len({hashlib.sha256(sound).digest() for sound in sounds.values()}) == len(VARIANTS)
    assert all(0.4 < len(sound) / 2 / WIRE_RATE < 2.5 for sound in sounds.values())


@pytest.mark.engine
async def test_the_same_text_sounds_the_same() -> None:
    voice = EspeakVoice()
    assert await spoken(voice, "Good evening.") == await spoken(voice, "Good evening.")


@pytest.mark.engine
async def test_the_silence_behind_a_sentence_is_short() -> None:
    samples = np.frombuffer(await spoken(EspeakVoice(), "Good evening."), np.int16).astype(np.int32)
    loud = np.flatnonzero(np.abs(samples) > SILENCE_AMPLITUDE)
    assert (len(samples) - loud[-1]) / WIRE_RATE <= TAIL_SECONDS + 0.001


@pytest.mark.engine
@pytest.mark.parametrize(("speed", "factor"), [(0.5, 2.0), (0.75, 1.33), (1.5, 0.67)])
async def test_speed_stretches_time(speed: float, factor: float) -> None:
    voice = EspeakVoice()
    text = "What would you like to drink with your dinner today?"
    lengths = [len(await spoken(voice, text, speed=s)) for s in (1.0, speed)]
    assert lengths[1] / lengths[0] == pytest.approx(factor, rel=0.15)


@pytest.mark.engine
async def test_text_that_looks_like_an_option_is_said() -> None:
    assert len(await spoken(EspeakVoice(), "--help")) > WIRE_RATE // 2


async def test_closing_stops_the_program(tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    endless.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec cat /dev/urandom\n")
    endless.chmod(0o755)
    pieces = EspeakVoice(str(endless)).speak("Good evening.", voice="alloy", speed=1.0)
    assert await anext(pieces)
    pid = int((tmp_path / "pid").read_text())
    os.kill(pid, 0)  # it runs
    await pieces.aclose()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match="ended with code 1"):
        await spoken(EspeakVoice("false"), "Good evening.")


@pytest.mark.engine
async def test_a_missing_program_says_how_to_get_it() -> None:
    with pytest.raises(SynthesisError, match="apt-get install espeak-ng"):
        await EspeakVoice("espeak-ng-absent").check()
