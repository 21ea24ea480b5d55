"""Recognisers made of whole-recording models. No such model can be had here: the loaders are shown against modules that

have the names and arguments of moonshine-voice 0.1.5 and faster-whisper 1.2.1 and no model behind them.
"""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from local_engine.ears import moonshine, whisper
from local_engine.ears.buffered import BufferedEars, Samples
from local_engine.models import MoonshineModel


@pytest.fixture
async def ears() -> AsyncIterator[BufferedEars]:
    def load() -> Any:
        return lambda samples, language: f" {len(samples)} samples, {language} "

    listening = BufferedEars(load)
    await listening.start()
    yield listening
    await listening.aclose()


async def test_the_text_is_that_of_all_that_was_fed(ears: BufferedEars) -> None:
    utterance = ears.listen("ko")
    utterance.feed(bytes(200))
    assert await utterance.so_far() == "100 samples, ko"
    utterance.feed(bytes(100))
    assert await utterance.finish() == "150 samples, ko"
    utterance.feed(bytes(100))
    assert await utterance.finish() == ""


async def test_nothing_heard_is_nothing_said(ears: BufferedEars) -> None:
    assert await ears.listen().finish() == ""
    discarded = ears.listen()
    discarded.feed(bytes(100))
    discarded.discard()
    assert await discarded.finish() == ""


def test_moonshine_is_asked_in_the_language_that_is_spoken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Transcriber:
        def __init__(self, model_path: str, model_arch: int) -> None:
            self.name = Path(model_path).name

        def transcribe_without_streaming(self, audio_data: list[float], sample_rate: int = 16000) -> Any:
            assert sample_rate == 16_000
            return SimpleNamespace(
                lines=[SimpleNamespace(text=f"{self.name} "), SimpleNamespace(text="heard")]
            )

    module = ModuleType("moonshine_voice")
    monkeypatch.setattr(module, "Transcriber", Transcriber, raising=False)
    monkeypatch.setattr(module, "ModelArch", int, raising=False)
    monkeypatch.setitem(sys.modules, "moonshine_voice", module)
    models = {}
    for language in ("en", "ko"):
        (tmp_path / language).mkdir()
        models[language] = MoonshineModel(path=tmp_path / language, arch=0)
    transcribe = moonshine.load(models)
    samples: Samples = np.zeros(10, np.float32)
    assert [transcribe(samples, language) for language in ("en", "ko", "fr", None)] == [
        "en heard",
        "ko heard",
        "en heard",
        "en heard",
    ]
    with pytest.raises(RuntimeError, match="run `make models`"):
        moonshine.load({"en": MoonshineModel(path=tmp_path / "gone", arch=0)})


def test_whisper_reads_only_what_was_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class WhisperModel:
        def __init__(self, size: str, *, local_files_only: bool, download_root: str, **_: Any) -> None:
            assert local_files_only
            if size != "base":
                raise FileNotFoundError("not in the cache")

        def transcribe(self, audio: Samples, language: str | None, beam_size: int) -> Any:
            return iter([SimpleNamespace(text=" I heard"), SimpleNamespace(text=f" {language}.")]), None

    module = ModuleType("faster_whisper")
    monkeypatch.setattr(module, "WhisperModel", WhisperModel, raising=False)
    monkeypatch.setitem(sys.modules, "faster_whisper", module)
    assert whisper.load("base", tmp_path)(np.zeros(10, np.float32), "ko") == "I heard ko."
    with pytest.raises(RuntimeError, match="make models ARGS='--whisper small'"):
        whisper.load("small", tmp_path)
