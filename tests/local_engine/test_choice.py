"""Which parts the settings and the fetched models lead to."""

import sys
from pathlib import Path
from typing import Any

import pytest

from local_engine.choice import chosen_parts
from local_engine.ears.buffered import BufferedEars
from local_engine.ears.sphinx import SphinxEars
from local_engine.minds.remote import RemoteMind
from local_engine.minds.tutor import TutorMind
from local_engine.models import (
    LIST_NAME,
    Models,
    ModelsError,
    MoonshineModel,
    Recogniser,
    Voice,
    read_models,
    write_models,
)
from local_engine.settings import EngineSettings
from local_engine.voice.espeak import EspeakVoice
from local_engine.voice.piper import PiperVoice

FETCHED = Models(
    recogniser=Recogniser(package="moonshine", languages={"en": MoonshineModel(path=Path("/m"), arch=3)}),
    voice=Voice(path=Path("/v/en_US-any-medium.onnx")),
)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the packages were here: nothing is loaded by choosing."""
    monkeypatch.setattr("local_engine.choice.find_spec", lambda name: object())


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is on this machine."""
    for name in ("moonshine_voice", "faster_whisper", "piper"):
        monkeypatch.setitem(sys.modules, name, None)


def choose(folder: Path, models: Models | None = None, **settings: Any) -> Any:
    if models is not None:
        write_models(folder, models)
    return chosen_parts(EngineSettings(models=folder, **settings))


def test_with_nothing_fetched_it_is_the_programs_of_the_system(tmp_path: Path) -> None:
    parts = choose(tmp_path)
    assert isinstance(parts.recogniser, SphinxEars)
    assert isinstance(parts.voice, EspeakVoice)
    assert isinstance(parts.mind, TutorMind)
    assert parts.is_rough


@pytest.mark.usefixtures("installed")
def test_what_was_fetched_is_used_from_then_on(tmp_path: Path) -> None:
    parts = choose(tmp_path, FETCHED)
    assert isinstance(parts.recogniser, BufferedEars)
    assert isinstance(parts.voice, PiperVoice)
    assert parts.names == "hears with moonshine, speaks with piper (en_US-any-medium)"
    assert not parts.is_rough


@pytest.mark.usefixtures("not_installed")
def test_fetched_models_without_their_packages_are_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parts = choose(tmp_path, FETCHED)
    assert isinstance(parts.recogniser, SphinxEars)
    assert isinstance(parts.voice, EspeakVoice)
    assert [record.getMessage() for record in caplog.records] == [
        f"models for {name} are here and its package is not: run `make models`"
        for name in ("moonshine", "piper")
    ]


@pytest.mark.usefixtures("installed")
def test_a_setting_says_otherwise(tmp_path: Path) -> None:
    parts = choose(tmp_path, FETCHED, recogniser="sphinx", voice="espeak")
    assert isinstance(parts.recogniser, SphinxEars)
    assert isinstance(parts.voice, EspeakVoice)
    assert choose(tmp_path, recogniser="whisper").names.startswith("hears with whisper base")


@pytest.mark.usefixtures("installed")
def test_a_closed_list_is_heard_by_pocketsphinx_alone(tmp_path: Path) -> None:
    grammar = tmp_path / "grammar.txt"
    grammar.write_text("Hello there.\n")
    assert isinstance(choose(tmp_path, FETCHED, grammar=grammar).recogniser, SphinxEars)
    with pytest.raises(RuntimeError, match="LOCAL_ENGINE_RECOGNISER is 'moonshine', expected sphinx"):
        choose(tmp_path, grammar=grammar, recogniser="moonshine")


def test_a_voice_that_is_not_here_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        RuntimeError, match="LOCAL_ENGINE_VOICE is 'piper' and no voice is here: run `make models`"
    ):
        choose(tmp_path, voice="piper")


@pytest.mark.usefixtures("not_installed")
async def test_a_recogniser_whose_package_is_not_here_says_what_to_do(tmp_path: Path) -> None:
    for name, package in (("moonshine", "moonshine-voice"), ("whisper", "faster-whisper")):
        parts = choose(tmp_path, recogniser=name)
        with pytest.raises(RuntimeError, match=f"'{name}' needs the package {package}.*make models"):
            await parts.recogniser.start()
        await parts.recogniser.aclose()


def test_another_server_thinks(tmp_path: Path) -> None:
    parts = choose(tmp_path, mind_url="http://127.0.0.1:11434/v1", mind_model="llama3.2:3b")
    assert isinstance(parts.mind, RemoteMind)
    with pytest.raises(ValueError, match="expected the name of a model"):
        EngineSettings(mind_url="http://127.0.0.1:11434/v1")


def test_the_list_of_models_survives_a_round(tmp_path: Path) -> None:
    assert read_models(tmp_path) == Models()
    write_models(tmp_path, FETCHED)
    assert read_models(tmp_path) == FETCHED
    (tmp_path / LIST_NAME).write_text('{"recogniser": {"package": "ears"}}')
    with pytest.raises(ModelsError, match="make models"):
        read_models(tmp_path)
