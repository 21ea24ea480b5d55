"""The recogniser in its processes, with espeak-ng's voice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
import soxr

from local_engine.ears.sphinx import SphinxEars
from local_engine.ears.worker import MAX_DECODERS
from local_engine.protocols import EAR_RATE
from tests.fixtures.waiting import until
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.spoken import RATE, say, silence

pytestmark = pytest.mark.engine


def at_ear_rate(pcm: bytes) -> bytes:
    return bytes(soxr.resample(np.frombuffer(pcm, np.int16), RATE, EAR_RATE).astype(np.int16).tobytes())


def spoken(text: str, *, voice: str = "en-us+f2") -> bytes:
    return at_ear_rate(silence(0.3) + say(text, voice=voice) + silence(0.3))


def noise(seconds: float) -> bytes:
    samples = np.random.default_rng(7).normal(0, 800, round(seconds * EAR_RATE))
    return bytes(samples.astype(np.int16).tobytes())


@pytest_asyncio.fixture
async def ears(tmp_path: Path) -> AsyncIterator[SphinxEars]:
    grammar = tmp_path / "grammar.txt"
    grammar.write_text("\n".join(SENTENCES))
    listening = SphinxEars(grammar, processes=1)
    await listening.start()
    yield listening
    await listening.aclose()


async def hear(ears: SphinxEars, pcm: bytes) -> str:
    utterance = ears.listen()
    for at in range(0, len(pcm), 3200):
        utterance.feed(pcm[at : at + 3200])
    return await utterance.finish()


@pytest.mark.parametrize("voice", ["en-us+f2", "en-us+f5", "en-us+klatt2"])
async def test_every_sentence_is_told_from_the_others(ears: SphinxEars, voice: str) -> None:
    assert [await hear(ears, spoken(sentence, voice=voice)) for sentence in SENTENCES[:4]] == SENTENCES[:4]


@pytest.mark.parametrize(
    "pcm",
    [
        pytest.param(at_ear_rate(silence(1.0)), id="silence"),
        pytest.param(noise(1.0), id="noise"),
        pytest.param(spoken("Bring me another glass of water."), id="no sentence of the list"),
        pytest.param(b"", id="no sound"),
    ],
)
async def test_what_is_not_in_the_list_is_nothing(ears: SphinxEars, pcm: bytes) -> None:
    assert await hear(ears, pcm) == ""


async def test_noise_around_a_sentence_does_not_hide_it(ears: SphinxEars) -> None:
    assert await hear(ears, noise(0.5) + spoken(SENTENCES[1]) + noise(0.5)) == SENTENCES[1]


async def test_an_overdriven_line_is_heard_wherever_the_frames_fall(tmp_path: Path) -> None:
    """The symptom was a turn without text, now and then: clipped sound, and a beam too narrow at some alignments."""
    text = "My family and I would like to visit the museum."
    grammar = tmp_path / "grammar.txt"
    grammar.write_text("\n".join([*SENTENCES, text]))
    line = np.frombuffer(at_ear_rate(silence(0.3) + say(text, wpm=118) + silence(0.3)), np.int16)
    clipped = np.clip(line.astype(np.int32) * 3, -32768, 32767).astype(np.int16).tobytes()
    listening = SphinxEars(grammar, processes=1)
    await listening.start()
    try:
        heard = [await hear(listening, bytes(2 * shift) + clipped) for shift in range(0, 160, 32)]
    finally:
        await listening.aclose()
    assert heard == [text] * len(heard)


async def test_the_text_so_far_is_known_before_the_end(ears: SphinxEars) -> None:
    utterance = ears.listen()
    utterance.feed(spoken(SENTENCES[1]))
    assert await utterance.so_far() == SENTENCES[1]
    assert await utterance.finish() == SENTENCES[1]
    assert await utterance.finish() == ""


async def test_more_utterances_than_decoders_are_heard_late_but_whole(ears: SphinxEars) -> None:
    utterances = [ears.listen() for _ in range(MAX_DECODERS + 2)]
    for at, utterance in enumerate(utterances):
        utterance.feed(spoken(SENTENCES[at % 3]))
    texts = await asyncio.gather(*(utterance.finish() for utterance in utterances))
    assert texts == [SENTENCES[at % 3] for at in range(MAX_DECODERS + 2)]


async def test_a_discarded_utterance_frees_its_decoder(ears: SphinxEars) -> None:
    for _ in range(MAX_DECODERS + 2):
        utterance = ears.listen()
        utterance.feed(spoken(SENTENCES[1]))
        utterance.discard()
        utterance.discard()
    utterance = ears.listen()
    utterance.feed(spoken(SENTENCES[1]))
    assert await utterance.so_far() == SENTENCES[1]  # only an utterance with a decoder knows it
    utterance.discard()


async def test_a_killed_process_is_replaced_and_its_questions_end_empty(ears: SphinxEars) -> None:
    worker = ears._workers[0]
    process = worker._process
    assert process is not None
    utterance = ears.listen()
    utterance.feed(spoken(SENTENCES[1]))
    process.kill()
    assert await utterance.finish() == ""
    await until(lambda: worker._hears and worker._process is not process, seconds=20)
    assert await hear(ears, spoken(SENTENCES[1])) == SENTENCES[1]


async def test_free_dictation_gives_words(tmp_path: Path) -> None:
    listening = SphinxEars(None, processes=1)
    await listening.start()
    try:
        text = await hear(listening, spoken("I would like to have a room for two nights please."))
    finally:
        await listening.aclose()
    assert len(text.split()) >= 4  # rough: words, not these words
    assert text == text.lower()


async def test_a_bad_grammar_ends_the_start(tmp_path: Path) -> None:
    listening = SphinxEars(tmp_path / "absent.txt", processes=1)
    with pytest.raises(RuntimeError, match="recogniser ended at its start"):
        await listening.start()
    await listening.aclose()
