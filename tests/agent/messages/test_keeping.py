"""A recording as it is kept: the whole sound, small, in a form that every browser plays."""

import io
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from agent.messages.clips import Declared
from agent.messages.decoder import HEAR_RATE, Decoded, Decoder
from agent.messages.keeping import kept_beside, recording_of
from contract.messages import Clip
from tests.agent.messages.recordings import tone

CLIP = Clip(format="wav", sample_rate=HEAR_RATE, channels=1, duration_sec=1.0, bytes=1)


def decoded(folder: Path, seconds: float) -> Decoded:
    pcm = folder / "clip.pcm"
    pcm.write_bytes(tone(seconds, HEAR_RATE).tobytes())
    return Decoded(CLIP, pcm, seconds)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 9.99, 10.0, 25.3])
def test_all_of_it_is_kept_at_4_kb_a_second(tmp_path: Path, seconds: float) -> None:
    recording = recording_of(decoded(tmp_path, seconds))
    assert (recording.mime_type, recording.seconds) == ("audio/mpeg", seconds)
    assert len(recording.sound) <= 4000 * seconds + 2000
    with av.open(io.BytesIO(recording.sound), "r") as file:
        assert (file.format.name, file.streams.audio[0].rate) == ("mp3", HEAR_RATE)
        heard = np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(audio=0)])
    assert len(heard) / HEAR_RATE == pytest.approx(seconds, abs=0.15)
    loud = np.abs(heard) > 0.05
    assert loud.mean() > 0.6 * seconds / (len(heard) / HEAR_RATE)


async def test_it_is_made_while_it_is_understood_and_only_if_wished(tmp_path: Path) -> None:
    async with kept_beside(decoded(tmp_path, 1.0), wished=True) as kept:
        pass
    assert kept.recording is not None
    async with kept_beside(decoded(tmp_path, 1.0), wished=False) as kept:
        pass
    assert kept.recording is None


async def test_a_recording_that_cannot_be_made_costs_no_answer(tmp_path: Path) -> None:
    async with kept_beside(Decoded(CLIP, tmp_path / "gone.pcm", 1.0), wished=True) as kept:
        pass
    assert kept.recording is None


async def test_what_stands_in_an_upload_beside_its_sound_is_not_kept(tmp_path: Path) -> None:
    upload = io.BytesIO()
    with wave.open(upload, "wb") as file:
        file.setparams((1, 2, HEAR_RATE, 0, "NONE", ""))
        file.writeframes(tone(1.0, HEAR_RATE).tobytes())
    secret = b"LIST" + (20).to_bytes(4, "little") + b"INFOIART" + (8).to_bytes(4, "little") + b"zanzibar"
    body = upload.getvalue() + secret
    clip = tmp_path / "clip"
    clip.write_bytes(body[:4] + (len(body) - 8).to_bytes(4, "little") + body[8:])
    recording = recording_of(await Decoder(at_once=1).decode(clip, Declared("audio/wav", None, None)))
    assert b"zanzibar" not in recording.sound
