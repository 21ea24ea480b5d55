"""The key, and the shape of errors where no handler is asked."""

from pathlib import Path

import aiohttp
import pytest

from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.spoken import encoded, say

pytestmark = pytest.mark.engine


async def test_a_wrong_key_is_refused_everywhere_but_at_the_health_check(tmp_path: Path) -> None:
    with engine_process(tmp_path, key="the right one") as keyed:
        async with aiohttp.ClientSession() as http:
            for path in ("models", "realtime?model=any"):
                async with http.get(f"{keyed.url}/{path}", headers={"Authorization": "Bearer wrong"}) as got:
                    assert (got.status, (await got.json())["error"]["code"]) == (401, "invalid_api_key")
            async with http.get(
                f"{keyed.url}/models", headers={"Authorization": "Bearer the right one"}
            ) as got:
                assert got.status == 200
            async with http.get(keyed.url.replace("/v1", "/healthz")) as got:
                assert await got.json() == {"status": "ok"}


async def test_an_unknown_path_answers_in_openais_shape(engine: EngineProcess) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{engine.url}/nowhere") as got:
        assert got.status == 404
        assert (await got.json())["error"]["type"] == "invalid_request_error"


FORM = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        pytest.param("application/json", b"{}", "invalid_content_type", id="no form"),
        pytest.param("multipart/form-data", b"x", "invalid_form", id="no boundary"),
        pytest.param(FORM, b"", "invalid_form", id="empty"),
        pytest.param(FORM, b"junk", "invalid_form", id="junk"),
        pytest.param(FORM, PART + b"RIFF", "invalid_form", id="cut in a part"),
        pytest.param(FORM, b"--x--\r\n", "missing_required_parameter", id="no parts"),
        pytest.param(
            FORM,
            b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\n\xff\r\n--x--\r\n',
            "invalid_form",
            id="a text that is none",
        ),
        pytest.param(
            FORM,
            b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nany\r\n' * 65 + b"--x--\r\n",
            "invalid_form",
            id="too many fields",
        ),
    ],
)
async def test_a_broken_form_is_refused(
    engine: EngineProcess, content_type: str, body: bytes, code: str
) -> None:
    headers = {"Content-Type": content_type}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{engine.url}/audio/transcriptions", data=body, headers=headers) as got,
    ):
        error = (await got.json())["error"]
    assert (got.status, error["type"], error["code"]) == (400, "invalid_request_error", code)


async def test_a_wav_written_to_a_pipe_is_taken_whole(engine: EngineProcess) -> None:
    sound = bytearray(encoded(say(SENTENCES[1]), "wav"))
    size_at = sound.index(b"data") + 4
    sound[size_at : size_at + 4] = b"\xff\xff\xff\xff"  # a writer that did not know the length
    form = aiohttp.FormData({"model": "any"})
    form.add_field("file", bytes(sound), filename="a.wav")
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{engine.url}/audio/transcriptions", data=form) as got,
    ):
        assert (await got.json())["text"] == SENTENCES[1]
