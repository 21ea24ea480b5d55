"""What each kind of fault does to an HTTP call, on a real socket."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.fixtures.engine_process import EngineProcess
from tests.fixtures.faults import Faults
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.spoken import encoded, say

pytestmark = pytest.mark.engine

CHAT = {"model": "any", "messages": [{"role": "user", "content": "Hello there."}]}
SPEECH = {"model": "any", "voice": "alloy", "input": "Good evening.", "response_format": "pcm"}


@dataclass
class Got:
    """`ended`: whole, cut (the connection broke) or silent (nothing came within the time a test waits)."""

    status: int = 0
    body: bytes = b""
    ended: str = "whole"
    seconds: float = 0.0

    @property
    def text(self) -> str:
        return self.body.decode()


async def call(engine: EngineProcess, where: str, *, patience: float = 3.0, **changes: Any) -> Got:
    got = Got()
    began = time.monotonic()
    try:
        async with (
            asyncio.timeout(patience),
            aiohttp.ClientSession() as http,
            _post(http, engine, where, changes) as answer,
        ):
            got.status = answer.status
            async for piece in answer.content.iter_any():
                got.body += piece
    except TimeoutError:
        got.ended = "silent"
    except aiohttp.ClientError:
        got.ended = "cut"
    got.seconds = time.monotonic() - began
    return got


def _post(http: aiohttp.ClientSession, engine: EngineProcess, where: str, changes: dict[str, Any]) -> Any:
    if where == "transcriptions":
        form = aiohttp.FormData({"model": "any"})
        form.add_field("file", encoded(say(SENTENCES[1]), "wav"), filename="a.wav")
        return http.post(f"{engine.url}/audio/transcriptions", data=form)
    path, body = ("chat/completions", CHAT) if where == "chat" else ("audio/speech", SPEECH)
    return http.post(f"{engine.url}/{path}", json={**body, **changes})


@pytest.mark.parametrize("where", ["chat", "speech", "transcriptions"])
@pytest.mark.parametrize(
    ("kind", "options", "ended", "status"),
    [
        pytest.param("delay", {"seconds": 0.5}, "whole", 200, id="delay"),
        pytest.param("stall", {}, "silent", 0, id="stall"),
        pytest.param("stall", {"seconds": 0.5}, "whole", 200, id="stall that ends"),
        pytest.param("half_open", {}, "silent", 0, id="half_open"),
        pytest.param("drop", {}, "cut", 0, id="drop"),
        pytest.param("error", {}, "whole", 500, id="error"),
        pytest.param("error", {"status": 429, "code": "insufficient_quota"}, "whole", 429, id="quota"),
        pytest.param("broken_json", {}, "whole", 200, id="broken_json"),
    ],
)
async def test_a_request_is_struck(
    faulty: EngineProcess,
    faults: Faults,
    where: str,
    kind: str,
    options: dict[str, Any],
    ended: str,
    status: int,
) -> None:
    fault = await faults.set(where, "request", kind, **options)
    got = await call(faulty, where, patience=1.5)
    assert (got.ended, got.status) == (ended, status)
    assert (await fault.view())["struck"] == 1
    match kind:
        case "delay" | "stall" if ended == "whole":
            assert got.seconds >= 0.5
        case "error":
            error = json.loads(got.body)["error"]
            assert error["code"] == options.get("code", "server_error")
        case "broken_json":
            with pytest.raises(json.JSONDecodeError):
                json.loads(got.body)
    again = await call(faulty, where)
    assert (again.ended, again.status) == ("whole", 200)


@pytest.mark.parametrize(
    ("event", "kind", "ended", "check"),
    [
        pytest.param("answer", "drop", "cut", lambda text: text == "", id="no answer"),
        pytest.param(
            "answer", "error", "whole", lambda text: '"code": "server_error"' in text, id="an error"
        ),
        pytest.param("chunk", "stall", "silent", lambda text: text.count("data:") == 2, id="stall"),
        pytest.param("chunk", "half_open", "silent", lambda text: text.count("data:") == 2, id="half_open"),
        pytest.param("chunk", "drop", "cut", lambda text: text.count("data:") == 2, id="drop"),
        pytest.param(
            "chunk",
            "error",
            "whole",
            lambda text: '"error": {' in text.split("\n\n")[2],
            id="error in the stream",
        ),
        pytest.param(
            "end", "drop", "cut", lambda text: text.endswith("data: [DONE]\n\n"), id="cut at the end"
        ),
        pytest.param(
            "end", "stall", "silent", lambda text: text.endswith("[DONE]\n\n"), id="end never comes"
        ),
    ],
)
async def test_a_streamed_chat_is_struck(
    faulty: EngineProcess, faults: Faults, event: str, kind: str, ended: str, check: Callable[[str], bool]
) -> None:
    """At its third piece, or where there is only one of the event at that one."""
    await faults.set("chat", event, kind, nth=3 if event == "chunk" else 1)
    got = await call(faulty, "chat", patience=1.0, stream=True)
    assert got.ended == ended
    assert check(got.text), got.text


async def test_two_words_of_a_chat_change_places(faulty: EngineProcess, faults: Faults) -> None:
    def words(text: str) -> list[str]:
        events = [json.loads(line[6:]) for line in text.split("\n\n") if line.startswith("data: {")]
        return [event["choices"][0]["delta"].get("content") for event in events]

    right = words((await call(faulty, "chat", stream=True)).text)
    await faults.set("chat", "chunk", "out_of_order", nth=2)
    assert words((await call(faulty, "chat", stream=True)).text) == [right[0], right[2], right[1], *right[3:]]


async def test_a_chunk_of_broken_json_stands_between_whole_ones(
    faulty: EngineProcess, faults: Faults
) -> None:
    await faults.set("chat", "chunk", "broken_json", nth=2)
    lines = (await call(faulty, "chat", stream=True)).text.split("\n\n")
    assert json.loads(lines[0][6:])
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines[1][6:])
    assert json.loads(lines[2][6:])
    assert lines[-2] == "data: [DONE]"


@pytest.mark.parametrize(("event", "stream"), [("answer", False), ("answer", True), ("chunk", True)])
async def test_a_model_that_says_junk_says_it_in_good_form(
    faulty: EngineProcess, faults: Faults, event: str, stream: bool
) -> None:
    await faults.set("chat", event, "junk", message='{"hints": 7}')
    got = await call(faulty, "chat", stream=stream)
    assert (got.ended, got.status) == ("whole", 200)
    first = json.loads(got.text.split("\n\n")[0].removeprefix("data: "))["choices"][0]
    assert first["delta" if stream else "message"]["content"] == '{"hints": 7}'
    assert "7}" not in (await call(faulty, "chat", stream=stream)).text


@pytest.mark.parametrize(
    ("kind", "ended"), [("drop", "cut"), ("error", "cut"), ("stall", "silent"), ("broken_json", "whole")]
)
async def test_sound_is_struck_in_the_middle(
    faulty: EngineProcess, faults: Faults, kind: str, ended: str
) -> None:
    whole = await call(faulty, "speech")
    await faults.set("speech", "chunk", kind, nth=2)
    got = await call(faulty, "speech", patience=1.0)
    assert (got.status, got.ended) == (200, ended)
    assert 0 < len(got.body) < len(whole.body)
    assert len(got.body) % 2 == (
        1 if kind == "broken_json" else 0
    )  # half a piece puts every sample after it off


async def test_two_answers_change_places(faulty: EngineProcess, faults: Faults) -> None:
    fault = await faults.set("speech", "request", "out_of_order")
    order: list[str] = []

    async def speak(text: str) -> None:
        await call(faulty, "speech", input=text)
        order.append(text)

    first = asyncio.create_task(speak("One."))
    await fault.has_struck()
    await speak("Two.")
    await first
    assert order == ["Two.", "One."]


async def test_only_the_request_that_contains_it_is_struck(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("speech", "request", "error", contains="네 번째", times=None)
    texts = ["One.", "이것은 네 번째예요.", "Three.", "네 번째 again."]
    got = await asyncio.gather(*(call(faulty, "speech", input=text) for text in texts))
    assert [one.status for one in got] == [200, 500, 200, 500]


async def test_a_lifted_fault_lets_go(faulty: EngineProcess, faults: Faults) -> None:
    async def held(kind: str) -> float:
        fault = await faults.set("chat", "answer", kind)
        calling = asyncio.create_task(call(faulty, "chat", patience=10))
        await fault.has_struck()
        assert not calling.done()
        await fault.lift()
        got = await calling
        assert (got.status, got.ended) == (200, "whole")
        return got.seconds

    for kind in ("stall", "half_open"):
        assert await held(kind) < 5


@pytest.mark.parametrize(
    ("stage", "act", "least"),
    [
        pytest.param("transcription", lambda e: call(e, "transcriptions"), 0.4, id="transcription"),
        pytest.param("first_token", lambda e: call(e, "chat", stream=True), 0.4, id="first token"),
        pytest.param("first_sentence", lambda e: call(e, "chat"), 0.4, id="first sentence"),
        pytest.param("speech_first_byte", lambda e: call(e, "speech"), 0.4, id="speech"),
    ],
)
async def test_a_stage_takes_as_long_as_it_is_told(
    faulty: EngineProcess,
    faults: Faults,
    stage: str,
    act: Callable[[EngineProcess], Awaitable[Got]],
    least: float,
) -> None:
    await faults.delay(**{stage: least})
    got = await act(faulty)
    assert got.status == 200
    assert least <= got.seconds < least + 1.0  # generous: other work shares this machine
    await faults.delay()
    assert (await act(faulty)).status == 200


async def test_a_range_is_drawn_from_repeatably(faulty: EngineProcess, faults: Faults) -> None:
    async def draws() -> list[float]:
        await faults.delay(speech_first_byte=[0.0, 0.3], seed=7)
        return [(await call(faulty, "speech", input="Hi.")).seconds for _ in range(3)]

    one, two = await draws(), await draws()
    assert one == pytest.approx(two, abs=0.15)
    assert max(one) - min(one) > 0.03


async def test_the_first_sentence_comes_before_the_second_is_begun(
    faulty: EngineProcess, faults: Faults
) -> None:
    await faults.delay(first_token=0.1, first_sentence=0.3, next_sentence=0.5)
    scene = 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'
    messages = [
        {"role": "system", "content": scene},
        {"role": "user", "content": "What time is breakfast?"},
    ]
    at: dict[str, float] = {}
    async with aiohttp.ClientSession() as http:
        began = time.monotonic()
        body = {"model": "any", "messages": messages, "stream": True}
        async with http.post(f"{faulty.url}/chat/completions", json=body) as got:
            async for line in got.content:
                if line.startswith(b"data: {"):
                    word = json.loads(line[6:])["choices"][0]["delta"].get("content")
                    at.setdefault(str(word), time.monotonic() - began)
    assert at["Breakfast"] >= 0.1
    assert at[" ten."] >= 0.3
    assert at[" It"] - at[" ten."] >= 0.45
    assert at[" floor."] - at[" It"] < 0.3
