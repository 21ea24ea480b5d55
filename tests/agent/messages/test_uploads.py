"""A message's body, however its bytes arrive."""

import asyncio
from pathlib import Path
from unittest.mock import Mock

import pytest
from aiohttp import StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from agent.messages import uploads
from agent.messages.problems import RefusedError
from agent.messages.uploads import MAX_FIELDS, Upload, receive
from contract.http import MAX_BODY_BYTES
from tests.fixtures.virtual_time import run_virtually

FORM = "multipart/form-data; boundary=b"
LINE = "Hello there, I would like to check in. " * 22


def new_stream() -> StreamReader:
    loop = asyncio.get_running_loop()
    protocol = BaseProtocol(loop)
    protocol.transport = Mock()
    return StreamReader(protocol, 2**16, loop=loop)


@pytest.fixture
async def stream() -> StreamReader:
    return new_stream()


def post(stream: StreamReader, content_type: str) -> web.Request:
    return make_mocked_request(
        "POST", "/messages", headers={"Content-Type": content_type}, payload=stream, writer=Mock()
    )


def field(name: str, value: bytes) -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + value + b"\r\n"


async def feed(stream: StreamReader, *pieces: bytes) -> None:
    """Each once the one before it has been read."""
    for piece in pieces:
        stream.feed_data(piece)
        for _ in range(20):
            await asyncio.sleep(0)
    stream.feed_eof()


async def test_a_text_in_a_form_is_whole_however_it_arrives(stream: StreamReader, tmp_path: Path) -> None:
    receiving = asyncio.create_task(receive(post(stream, FORM), tmp_path))
    body = field("text", LINE.encode()) + b"--b--\r\n"
    await feed(stream, *(body[at : at + 100] for at in range(0, len(body), 100)))
    assert await receiving == LINE.strip()


async def test_a_rate_in_a_form_is_whole_however_it_arrives(stream: StreamReader, tmp_path: Path) -> None:
    receiving = asyncio.create_task(receive(post(stream, FORM), tmp_path))
    body = field("rate", b"16000") + field("channels", b"2") + field("file", b"\x01\x02" * 50) + b"--b--\r\n"
    at = body.index(b"16000") + 4
    await feed(stream, body[:at], body[at:])
    upload = await receiving
    assert isinstance(upload, Upload)
    assert (upload.declared.rate, upload.declared.channels) == (16000, 2)
    assert upload.file.read_bytes() == b"\x01\x02" * 50


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(field("text", b"x" * (MAX_BODY_BYTES + 1)), "body_too_large", id="a long field"),
        pytest.param(
            field("a", b"x" * 40_000) + field("b", b"x" * 40_000), "body_too_large", id="long together"
        ),
        pytest.param(b"".join(field(f"f{n}", b"") for n in range(MAX_FIELDS + 1)), "bad_form", id="many"),
        pytest.param(field("text", b"\xff\xfe"), "bad_form", id="no UTF-8"),
    ],
)
async def test_a_form_has_few_and_small_fields(
    stream: StreamReader, tmp_path: Path, body: bytes, code: str
) -> None:
    stream.feed_data(body + field("text", b"Hello.") + b"--b--\r\n")
    stream.feed_eof()
    with pytest.raises(RefusedError) as refused:
        await receive(post(stream, FORM), tmp_path)
    assert refused.value.problem.code == code


def received_at(
    folder: Path, content_type: str, begin: bytes, every_second: bytes, seconds: int
) -> tuple[float, str]:
    """When the body was taken or given up, and what came of it."""

    async def work() -> tuple[float, str]:
        stream = new_stream()

        async def send() -> None:
            stream.feed_data(begin)
            for _ in range(seconds):
                await asyncio.sleep(1.0)
                stream.feed_data(every_second)
            stream.feed_eof()

        sending = asyncio.create_task(send())
        try:
            came = await receive(post(stream, content_type), folder)
        except RefusedError as refused:
            came = refused.problem.code
        sending.cancel()
        return asyncio.get_running_loop().time(), came if isinstance(came, str) else "taken"

    return run_virtually(work())


@pytest.mark.parametrize(
    ("content_type", "begin"),
    [("application/json", b"{"), (FORM, field("rate", b"16000")[:-3]), (FORM, b"-")],
)
def test_a_body_that_crawls_is_given_up(tmp_path: Path, content_type: str, begin: bytes) -> None:
    at, came = received_at(tmp_path, content_type, begin, b"", 300)
    assert came == "body_too_slow"
    assert 10 <= at < 10.5


@pytest.mark.parametrize(
    ("bytes_a_second", "at", "came"),
    [
        pytest.param(1500, 40, "bad_json", id="a slow network: all of it came"),
        pytest.param(500, 19, "body_too_slow", id="too slow to be a voice"),
    ],
)
def test_a_body_may_be_slow_and_not_too_slow(tmp_path: Path, bytes_a_second: int, at: int, came: str) -> None:
    assert received_at(tmp_path, "application/json", b"", b"x" * bytes_a_second, 40) == (at, came)


def test_no_body_takes_longer_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "BODY_SECONDS", 30.0)
    assert received_at(tmp_path, "application/json", b"", b"x" * 1500, 40) == (30, "body_too_slow")
