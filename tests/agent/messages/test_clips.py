"""What a recording is, by its bytes (docs/behaviours.md, V1, V2)."""

import io
import struct

import pytest

from agent.messages.clips import ClipCode, ClipError, Declared, declared_by, kind_of, pcm_of
from agent.messages.wav import read_wav
from contract.messages import MAX_CLIP_BYTES
from tests.agent.messages.recordings import chunk, form, riff, sox_wav, tone

EBML = b"\x1a\x45\xdf\xa3" + bytes(8)
PCM = Declared("audio/pcm")
WAV = Declared("audio/wav")


def refused(action: object, *given: object) -> ClipCode:
    with pytest.raises(ClipError) as caught:
        action(*given)  # type: ignore[operator]
    return caught.value.code


@pytest.mark.parametrize(
    ("head", "declared", "kind"),
    [
        pytest.param(b"RIFF\x10\0\0\0WAVE", WAV, "wav", id="WAV"),
        pytest.param(b"RIFF\x10\0\0\0WAVE", PCM, "wav", id="WAV sent as PCM"),
        pytest.param(EBML, Declared("audio/webm;codecs=opus"), "webm", id="WebM"),
        pytest.param(EBML, WAV, "webm", id="WebM named .wav"),
        pytest.param(bytes(12), PCM, "pcm16", id="raw PCM"),
    ],
)
def test_the_type_is_judged_by_content(head: bytes, declared: Declared, kind: str) -> None:
    assert kind_of(head, 1000, declared) == kind


@pytest.mark.parametrize(
    ("head", "size", "declared", "code"),
    [
        pytest.param(b"Dear diary, ", 100, WAV, "clip_not_audio", id="V1 text named .wav"),
        pytest.param(b"RIFF\x10\0\0\0AVI ", 100, WAV, "clip_not_audio", id="RIFF that is no WAVE"),
        pytest.param(b"\0\0\0 ftypmp42", 100, Declared("audio/mp4"), "clip_not_audio", id="MP4"),
        pytest.param(bytes(12), 100, Declared(), "clip_not_audio", id="raw bytes that nobody calls PCM"),
        pytest.param(b"", 0, PCM, "clip_empty", id="V1 empty"),
        pytest.param(bytes(12), MAX_CLIP_BYTES + 1, PCM, "clip_too_large", id="V1 one byte too many"),
    ],
)
def test_what_is_refused_has_its_code(head: bytes, size: int, declared: Declared, code: ClipCode) -> None:
    assert refused(kind_of, head, size, declared) == code


def test_the_limit_is_inclusive() -> None:
    assert MAX_CLIP_BYTES == 10_485_760
    assert kind_of(bytes(12), MAX_CLIP_BYTES, PCM) == "pcm16"


@pytest.mark.parametrize(
    ("size", "declared", "seconds"),
    [
        pytest.param(48_000, PCM, 1.0, id="24 kHz mono unless stated"),
        pytest.param(48_000, Declared("audio/pcm", rate=48_000), 0.5, id="its rate"),
        pytest.param(48_000, Declared("audio/pcm", rate=12_000, channels=2), 1.0, id="two channels"),
    ],
)
def test_raw_pcm(size: int, declared: Declared, seconds: float) -> None:
    assert pcm_of(size, declared).seconds == seconds


@pytest.mark.parametrize(
    ("size", "declared"),
    [
        pytest.param(3, PCM, id="V1 3 bytes of PCM16"),
        pytest.param(48_001, PCM, id="odd"),
        pytest.param(48_002, Declared("audio/pcm", channels=2), id="half a frame"),
    ],
)
def test_an_odd_length_is_an_error(size: int, declared: Declared) -> None:
    assert refused(pcm_of, size, declared) == "clip_odd_length"


@pytest.mark.parametrize(
    ("header", "declared"),
    [
        pytest.param("audio/pcm;rate=16000;channels=1", Declared("audio/pcm", 16_000, 1), id="both"),
        pytest.param('Audio/PCM; rate="8000"', Declared("audio/pcm", 8_000), id="quoted, another case"),
        pytest.param("audio/webm;codecs=opus", Declared("audio/webm"), id="as a browser records"),
        pytest.param("", Declared(), id="nothing said"),
    ],
)
def test_declared_by(header: str, declared: Declared) -> None:
    assert declared_by(header) == declared


@pytest.mark.parametrize("rate", ["0", "7999", "192001", "-1", "1e4", "x", "99999999999999999999"])
def test_a_rate_that_is_none(rate: str) -> None:
    assert refused(declared_by, f"audio/pcm;rate={rate}") == "clip_unsupported"


def seconds_of(wav: bytes) -> float:
    return read_wav(io.BytesIO(wav), len(wav)).seconds


INFO = chunk(b"LIST", b"INFOISFT\x0e\0\0\0Lavf62.12.102\0\0")
SECOND = bytes(48_000)


@pytest.mark.parametrize(
    ("wav", "seconds"),
    [
        pytest.param(
            riff(form(), INFO, chunk(b"data", SECOND)), 1.0, id="V2 a LIST chunk before the samples"
        ),
        pytest.param(
            riff(chunk(b"JUNK", b"odd"), form(), chunk(b"data", SECOND)), 1.0, id="an odd chunk first"
        ),
        pytest.param(riff(form(), chunk(b"data", SECOND), INFO), 1.0, id="a chunk after the samples"),
        pytest.param(riff(form(channels=2), chunk(b"data", SECOND)), 0.5, id="two channels"),
        pytest.param(riff(form(bits=24, rate=8000), chunk(b"data", SECOND)), 2.0, id="24 bits"),
        pytest.param(riff(form(tag=3, bits=32), chunk(b"data", SECOND)), 0.5, id="floats"),
        pytest.param(
            riff(form(), chunk(b"data", SECOND, length=0xFFFF_FFFF)), 1.0, id="a length that a pipe left open"
        ),
        pytest.param(riff(form(), chunk(b"data", SECOND, length=0)), 1.0, id="a length never filled in"),
        pytest.param(riff(form(), chunk(b"data", b"")), 0.0, id="no samples"),
        pytest.param(sox_wav(tone(1.5)), 1.5, id="sox"),
        pytest.param(sox_wav(tone(1.5), "-b", "24"), 1.5, id="sox, 24 bits: WAVE_FORMAT_EXTENSIBLE"),
        pytest.param(sox_wav(tone(1.5), "-e", "float", "-b", "32"), 1.5, id="sox, floats"),
        pytest.param(sox_wav(tone(1.5), "-r", "8000", "-e", "mu-law"), 1.5, id="sox, mulaw"),
    ],
)
def test_the_length_of_a_wav_is_its_samples(wav: bytes, seconds: float) -> None:
    assert seconds_of(wav) == pytest.approx(seconds, abs=0.001)


@pytest.mark.parametrize(
    ("wav", "code"),
    [
        pytest.param(
            riff(form(), chunk(b"data", SECOND))[:-20_000], "clip_truncated", id="cut in the samples"
        ),
        pytest.param(riff(form())[:20], "clip_damaged", id="cut in the format"),
        pytest.param(riff(form(rate=8000), form(), chunk(b"data", SECOND)), "clip_damaged", id="two formats"),
        pytest.param(riff(form()), "clip_damaged", id="no samples at all"),
        pytest.param(riff(chunk(b"data", SECOND), form()), "clip_damaged", id="samples before their format"),
        pytest.param(
            riff(*[chunk(b"JUNK", b"")] * 100, form(), chunk(b"data", SECOND)),
            "clip_damaged",
            id="many chunks",
        ),
        pytest.param(riff(chunk(b"JUNK", b"", length=0xFFFF_FFFE)), "clip_damaged", id="a chunk of 4 GB"),
        pytest.param(riff(form(tag=0x55), chunk(b"data", SECOND)), "clip_unsupported", id="MP3 in WAV"),
        pytest.param(riff(form(rate=1), chunk(b"data", SECOND)), "clip_unsupported", id="1 Hz"),
        pytest.param(riff(form(channels=0), chunk(b"data", SECOND)), "clip_unsupported", id="no channels"),
        pytest.param(riff(form(bits=0), chunk(b"data", SECOND)), "clip_unsupported", id="no bits"),
        pytest.param(
            b"RIFF" + struct.pack("<I", 4) + b"WAVE",
            "clip_damaged",
            id="nothing after the first twelve bytes",
        ),
    ],
)
def test_a_wav_that_is_not_what_it_claims(wav: bytes, code: ClipCode) -> None:
    assert refused(seconds_of, wav) == code
