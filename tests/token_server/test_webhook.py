"""LiveKit's webhooks: only signed ones count, repeats are harmless, and the real ones hurry the watch."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from livekit.api import AccessToken, VideoGrants

from contract.http import JoinResponse
from storage.memory import MemoryStorage
from tests.fixtures.livekit import free_port, run_livekit
from tests.fixtures.waiting import until, until_true
from tests.token_server.people import learner_in
from tests.token_server.serving import SECRET, Served, make_settings, served

KEY = "devkeydevkey"


def event(**given: Any) -> bytes:
    body = {
        "event": "participant_joined",
        "room": {"name": "lesson-x", "sid": "RM_1"},
        "participant": {"identity": "learner-x"},
        "id": "EV_1",
        "createdAt": "1795226014",
    }
    return json.dumps(body | given).encode()


def signed(body: bytes, *, key: str = KEY, secret: str = SECRET) -> str:
    token = AccessToken(key, secret).with_sha256(base64.b64encode(hashlib.sha256(body).digest()).decode())
    return token.to_jwt()


async def post(server: Served, body: bytes, authorization: str | None) -> int:
    headers = {"Content-Type": "application/webhook+json"}
    if authorization is not None:
        headers["Authorization"] = authorization
    return (await server.http.post("/livekit/webhook", content=body, headers=headers)).status_code


async def test_a_signed_event_hurries_the_watch_and_so_does_its_repeat(server: Served) -> None:
    body = event()
    for _ in range(2):
        assert await post(server, body, signed(body)) == 200
    assert server.parts.watcher._hinted == {"lesson-x"}
    assert server.parts.watcher._hurry.is_set()


@pytest.mark.parametrize(
    ("body", "authorization"),
    [
        pytest.param(event(), None, id="no signature"),
        pytest.param(event(), "", id="an empty one"),
        pytest.param(event(), "Bearer x", id="no JWT"),
        pytest.param(
            event(), signed(event(), secret="another-secret-of-32-characters-or-more"), id="another secret"
        ),
        pytest.param(event(), signed(event(), key="another-key"), id="another key"),
        pytest.param(event() + b" ", signed(event()), id="one byte more"),
        pytest.param(event(event="room_finished"), signed(event()), id="another event"),
        pytest.param(
            event(),
            AccessToken(KEY, SECRET)
            .with_identity("learner-x")
            .with_grants(VideoGrants(room_join=True, room="lesson-x"))
            .to_jwt(),
            id="a room token, which learners have",
        ),
        pytest.param(b"{", signed(b"{"), id="signed, but no JSON"),
        pytest.param(b"\xff", signed(b"\xff"), id="signed, but no text"),
    ],
)
async def test_what_is_not_livekits_is_refused(
    server: Served, body: bytes, authorization: str | None
) -> None:
    assert await post(server, body, authorization) == 401
    assert server.parts.watcher._hinted == set()


async def test_an_event_without_a_room_and_of_an_unknown_kind_is_taken(server: Served) -> None:
    body = event(event="something_new", room={}, fieldOfTomorrow=1)
    assert await post(server, body, signed(body)) == 200
    assert server.parts.watcher._hinted == set()


@pytest.mark.livekit
async def test_the_real_livekits_webhooks_are_accepted_and_tell_of_rooms(tmp_path: Path) -> None:
    port, webhook_port = free_port(), free_port()
    hinted: list[str] = []
    with run_livekit(
        tmp_path, port=port, webhook_url=f"http://127.0.0.1:{webhook_port}/livekit/webhook"
    ) as livekit:
        settings = make_settings(tmp_path, livekit=livekit)
        async with served(settings, MemoryStorage(), port=webhook_port) as server:
            watcher = server.parts.watcher
            real_hint = watcher.hint

            def hint(room_name: str) -> None:
                hinted.append(room_name)
                real_hint(room_name)

            watcher.hint = hint  # type: ignore[method-assign]
            answer = await server.http.post("/api/lessons", json={"mode": "free"})
            way_in = JoinResponse.model_validate(answer.json())
            async with learner_in(way_in):
                await until(lambda: hinted, what="a webhook")

                async def joined() -> bool:
                    await watcher.round()
                    sitting = await server.storage.sittings.current(way_in.lesson_id)
                    return sitting is not None and sitting.joined_at is not None

                await until_true(joined, what="the row knows")
                assert set(hinted) == {way_in.room_name}
                seen = len(
                    hinted
                )  # before the leaving: its webhook may be quicker than the client's own goodbye
            await until(lambda: len(hinted) > seen, what="the leaving")
