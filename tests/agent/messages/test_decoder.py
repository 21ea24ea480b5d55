"""Recordings of real encoders are decoded, hostile files refused: each with its code, in bounded memory."""

from pathlib import Path

import numpy as np
import pytest

from agent.messages.clips import ClipCode, ClipError, Declared, declared_by
from agent.messages.decoder import HEAR_RATE, Decoded, Decoder
from contract.messages import MAX_CLIP_BYTES
from tests.agent.messages.recordings import RATE, chunk, form, riff, sox_wav, spoken, tone, webm

PCM = Declared("audio/pcm")


async def decode(folder: Path, recording: bytes, declared: Declared | None = None) -> Decoded:
    file = folder / "clip"
    file.write_bytes(recording)
    return await Decoder(at_once=2).decode(file, declared or Declared())


def loudness(decoded: Decoded) -> float:
    return float(np.abs(np.frombuffer(decoded.pcm.read_bytes(), np.int16).astype(float)).mean())


@pytest.mark.parametrize(
    ("recording", "declared", "expected"),
    [
        pytest.param(sox_wav(tone(2.0)), "", ("wav", 24_000, 1), id="sox WAV"),
        pytest.param(sox_wav(tone(2.0), "-b", "24", "-c", "2"), "", ("wav", 24_000, 2), id="24 bits, stereo"),
        pytest.param(sox_wav(tone(2.0), "-r", "8000", "-e", "a-law"), "", ("wav", 8_000, 1), id="A-law"),
        pytest.param(sox_wav(tone(2.0), "-e", "float", "-b", "32"), "", ("wav", 24_000, 1), id="floats"),
        pytest.param(webm(tone(2.0, 48_000)), "audio/webm", ("webm", 48_000, 1), id="WebM, Opus"),
        pytest.param(webm(tone(2.0, 48_000), form="matroska"), "", ("webm", 48_000, 1), id="Matroska, Opus"),
        pytest.param(tone(2.0).tobytes(), "audio/pcm", ("pcm16", 24_000, 1), id="PCM16"),
        pytest.param(
            tone(2.0, 16_000).tobytes(), "audio/pcm;rate=16000", ("pcm16", 16_000, 1), id="PCM16, 16 kHz"
        ),
        pytest.param(
            np.repeat(tone(2.0), 2).tobytes(),
            "audio/pcm;channels=2",
            ("pcm16", 24_000, 2),
            id="PCM16, stereo",
        ),
    ],
)
async def test_real_encoders(
    tmp_path: Path, recording: bytes, declared: str, expected: tuple[str, int, int]
) -> None:
    decoded = await decode(tmp_path, recording, declared_by(declared))
    clip = decoded.clip
    assert (clip.format, clip.sample_rate, clip.channels, clip.bytes) == (*expected, len(recording))
    assert clip.duration_sec == pytest.approx(2.0, abs=0.05)
    assert decoded.pcm.stat().st_size == pytest.approx(2.0 * 2 * HEAR_RATE, rel=0.03)
    assert loudness(decoded) > 3000


async def test_speech_survives(tmp_path: Path) -> None:
    line = spoken("Hello, I have a reservation.")
    decoded = await decode(tmp_path, webm(np.repeat(line, 2)))
    assert decoded.seconds == pytest.approx(len(line) / RATE, abs=0.05)


async def test_as_many_bytes_as_may_be(tmp_path: Path) -> None:
    decoded = await decode(tmp_path, bytes(MAX_CLIP_BYTES), PCM)
    assert decoded.seconds == pytest.approx(MAX_CLIP_BYTES / 2 / RATE, abs=0.01)


OPUS = webm(tone(2.0, 48_000))


@pytest.mark.parametrize(
    ("recording", "declared", "code"),
    [
        pytest.param(b"", PCM, "clip_empty", id="empty"),
        pytest.param(bytes(MAX_CLIP_BYTES + 2), PCM, "clip_too_large", id="too large"),
        pytest.param(b"abc", PCM, "clip_odd_length", id="3 bytes"),
        pytest.param(bytes(4798), PCM, "clip_too_short", id="under 0.1 s"),
        pytest.param(riff(form(), chunk(b"data", b"")), None, "clip_too_short", id="WAV of zero length"),
        pytest.param(
            riff(form(rate=8000, bits=8), chunk(b"data", bytes(2_400_008))),
            None,
            "clip_too_long",
            id="WAV over 5 minutes",
        ),
        pytest.param(OPUS[:40], None, "clip_damaged", id="WebM cut in its head"),
        pytest.param(b"\x1a\x45\xdf\xa3" + bytes(2000), None, "clip_damaged", id="nothing behind the magic"),
        pytest.param(
            b"\x1a\x45\xdf\xa3" + np.random.default_rng(1).bytes(200_000), None, "clip_damaged", id="noise"
        ),
        pytest.param(
            OPUS[:200] + np.random.default_rng(2).bytes(20_000), None, "clip_damaged", id="a head, then noise"
        ),
        pytest.param(
            webm(tone(2.0, 48_000), codec="flac", form="matroska"),
            None,
            "clip_unsupported",
            id="FLAC in Matroska",
        ),
    ],
)
async def test_hostile_files(
    tmp_path: Path, recording: bytes, declared: Declared | None, code: ClipCode
) -> None:
    with pytest.raises(ClipError) as caught:
        await decode(tmp_path, recording, declared)
    assert caught.value.code == code


async def test_a_webm_cut_on_its_way_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    """A browser's recording has no length of its own: where it stops, it stops."""
    decoded = await decode(tmp_path, OPUS[: len(OPUS) // 2])
    assert 0.5 < decoded.seconds < 1.6


async def test_hours_of_silence_in_a_small_file(tmp_path: Path) -> None:
    bomb = webm(np.zeros(48_000 * 60 * 20, np.int16))
    assert len(bomb) < 1_000_000
    with pytest.raises(ClipError) as caught:
        await decode(tmp_path, bomb)
    assert caught.value.code == "clip_too_long"
    written = (tmp_path / "clip.pcm").stat().st_size
    assert written < 302 * 2 * HEAR_RATE
