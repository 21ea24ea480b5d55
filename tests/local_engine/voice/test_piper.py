"""piper in its process. piper-tts and its voices cannot be had here: the real worker loads a package of that name that

has its names and arguments (piper-tts 1.8.0) and makes a tone as long as the text.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from local_engine.protocols import WIRE_RATE, SynthesisError
from local_engine.voice.espeak import EspeakVoice
from local_engine.voice.piper import PiperVoice
from tests.fixtures.waiting import until

pytestmark = pytest.mark.engine

TONE = """
from types import SimpleNamespace
import numpy as np

class SynthesisConfig:
    def __init__(self, speaker_id=None, length_scale=None):
        self.speaker_id, self.length_scale = speaker_id, length_scale

class PiperVoice:
    config = SimpleNamespace(sample_rate=22050, num_speakers=904)

    @staticmethod
    def load(path):
        if not path.endswith("voice.onnx"):
            raise ValueError("no voice")
        return PiperVoice()

    def synthesize(self, text, syn_config):
        for sentence in text.split(". "):
            if "broken" in sentence:
                raise RuntimeError("cannot say " + sentence)
            seconds = len(sentence) * 0.1 * syn_config.length_scale
            angle = np.arange(int(seconds * 22050)) * (0.05 + 0.001 * syn_config.speaker_id)
            yield SimpleNamespace(audio_int16_bytes=(np.sin(angle) * 9000).astype(np.int16).tobytes())
"""


@pytest.fixture
async def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PiperVoice]:
    (tmp_path / "piper.py").write_text(TONE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    speaking = PiperVoice(tmp_path / "voice.onnx", korean=EspeakVoice())
    yield speaking
    await speaking.aclose()


async def spoken(voice: PiperVoice, text: str, *, name: str = "alloy", speed: float = 1.0) -> bytes:
    async with contextlib.aclosing(voice.speak(text, voice=name, speed=speed)) as pieces:
        return b"".join([piece async for piece in pieces])


async def test_it_speaks_as_long_as_the_text_at_its_speed(voice: PiperVoice) -> None:
    await voice.check()
    for speed in (1.0, 0.5):
        seconds = len(await spoken(voice, "Ten letter", speed=speed)) / 2 / WIRE_RATE
        assert seconds == pytest.approx(1.0 / speed, abs=0.01)


async def test_every_name_is_another_speaker(voice: PiperVoice) -> None:
    assert len({await spoken(voice, "Hello", name=name) for name in voice.names}) == len(voice.names)


async def test_hangul_is_left_to_the_korean_voice(voice: PiperVoice) -> None:
    assert await spoken(voice, "안녕하세요.") == b"".join(
        [piece async for piece in EspeakVoice().speak("안녕하세요.", voice="alloy", speed=1.0)]
    )


async def test_requests_at_once_keep_apart(voice: PiperVoice) -> None:
    alone = [await spoken(voice, text) for text in ("One", "Three")]
    assert list(await asyncio.gather(spoken(voice, "One"), spoken(voice, "Three"))) == alone


async def test_a_listener_who_leaves_stops_the_rest(voice: PiperVoice) -> None:
    async with contextlib.aclosing(voice.speak("One. Two. Three.", voice="alloy", speed=1.0)) as pieces:
        await anext(pieces)
    assert not voice._waiting
    assert await spoken(voice, "One")  # and the next is spoken


async def test_a_text_that_cannot_be_said_fails_alone(voice: PiperVoice) -> None:
    with pytest.raises(SynthesisError, match=r"^piper failed: RuntimeError$"):  # not the text itself
        await spoken(voice, "Something broken")
    assert await spoken(voice, "One")


async def test_a_killed_process_fails_what_it_was_saying_and_is_started_again(voice: PiperVoice) -> None:
    await voice.check()
    process = voice._process
    assert process is not None
    process.kill()
    reader = voice._reader
    assert reader is not None
    await until(reader.done, what="its end is seen")
    assert await spoken(voice, "One")
    assert voice._process is not process


async def test_a_model_that_cannot_be_loaded_says_why(voice: PiperVoice, tmp_path: Path) -> None:
    other = PiperVoice(tmp_path / "other.onnx", korean=EspeakVoice())
    with pytest.raises(SynthesisError, match=r"piper did not start: .*other.onnx cannot be loaded: no voice"):
        await other.check()
    await other.aclose()


async def test_without_the_package_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "piper.py").write_text("raise ImportError('no module named piper')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    voice = PiperVoice(tmp_path / "voice.onnx", korean=EspeakVoice())
    with pytest.raises(SynthesisError, match=r"piper-tts cannot be imported .*make models"):
        await voice.check()
    await voice.aclose()
