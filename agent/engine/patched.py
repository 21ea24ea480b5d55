"""Corrections of the realtime plugin, livekit-agents 1.8.9. The only place that touches its private parts.

| what | why | noticed by |
|---|---|---|
| heartbeat on the websocket (`RealtimeModel._ensure_http_session`) | a half-open connection is never found | tests/agent/engine/test_patched.py |
| an engine that falls silent while it owes an event, or sends what is no JSON, has lost its connection (`RealtimeSession._run_ws`) | stock: the first is never noticed, the second ends the session for good | the same |
| `RealtimeSession.aclose` does not raise (public, overridden) | an exception there keeps AgentSession from emitting `close`: a zombie job | the same |
| 401 and 403 at the handshake are final (`RealtimeSession._create_ws_conn`) | stock: a retryable connection error, 4 s of silence for a wrong key | the same |
| the waits between tries grow (`APIConnectOptions._interval_for_retry`) | stock: the same wait each time | the same |
| `RealtimeModel.session` registers our subclass (`_sessions`) | there is no factory argument | the same |
| an unrecoverable error goes to `on_lost`, where that is given (`RealtimeSession._emit_error`) | stock: it closes the AgentSession, and no other engine could take over | the same |
| `TutorRealtimeSession.change_voice` (`_opts`, `_run_ws`, `_create_ws_conn`, `_remote_chat_ctx`) | OpenAI refuses another voice after the first sound of a connection, and an Agent's model cannot be changed: the plugin's own way of coming back after a break is taken on purpose, over a connection that is known to work | tests/agent/engine/test_change_voice.py |
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from livekit.agents import APIConnectionError, APIConnectOptions, APIError, APIStatusError, llm, utils
from livekit.plugins import openai

from agent.engine.pulse import Pulse
from agent.engine.resilience import RECONNECT_WAITS, SILENT_ENGINE_SECONDS

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10.0  # found dead within 1.5 times this

WAIT_JITTER = 0.3  # so that many lessons do not come back in the same moment


@dataclass(frozen=True)
class GrowingWaits(APIConnectOptions):
    """Connect options whose waits between tries grow; `max_retry` is their number."""

    max_retry: int = len(RECONNECT_WAITS)

    def _interval_for_retry(self, num_retries: int) -> float:
        wait = RECONNECT_WAITS[min(num_retries, len(RECONNECT_WAITS) - 1)]
        return wait * random.uniform(1 - WAIT_JITTER, 1 + WAIT_JITTER)  # noqa: S311 - no secret


PULSE_SECONDS = 0.25  # between two looks at it
CLOSE_SECONDS = 2.0  # how long an engine may take to say goodbye; aiohttp waits 10 s
VOICE_SECONDS = 5.0  # for a new connection and its word on a voice
REPLAY_SECONDS = 3.0  # how long it may take to confirm the items of a conversation


class VoiceRefusedError(Exception):
    """The engine does not speak in that voice; the old one goes on."""


class _WithHeartbeat:
    """An aiohttp session whose websockets ping the engine."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def ws_connect(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.ws_connect(
            *args,
            heartbeat=HEARTBEAT_SECONDS,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS),
            **kwargs,
        )

    async def close(self) -> None:
        await self._session.close()


class TutorRealtimeSession(openai.realtime.RealtimeSession):
    def __init__(self, model: "TutorRealtimeModel", *, turn_detection_disabled: bool = False) -> None:
        self._fresh: aiohttp.ClientWebSocketResponse | None = None  # the next connection, open already
        self._moves = asyncio.Event()  # to the next connection
        self._moved = asyncio.Event()  # cleared while a conversation is on its way to it
        self._moved.set()
        self._carried: llm.ChatContext | None = None  # the conversation meanwhile
        self.closed = False
        super().__init__(model, turn_detection_disabled=turn_detection_disabled)

    async def change_voice(self, voice: str, *, heard: Mapping[str, str]) -> None:
        """The same conversation in another voice, on a new connection. To be asked for between two lines only.

        `heard` is what was really heard of interrupted messages, by item id: the plugin keeps their whole text.
        Raises VoiceRefusedError, TimeoutError or APIError before anything has changed.
        """
        fresh = await self._connection_in(voice)
        self._carried = _as_heard(self.chat_ctx, heard)
        expected = {
            item.id
            for item in self._carried.copy(
                exclude_instructions=True,
                exclude_empty_message=True,
                exclude_handoff=True,
                exclude_config_update=True,
            ).items
        }
        self._opts.voice = voice
        back, replayed = asyncio.Event(), asyncio.Event()

        def on_back(_: object) -> None:
            back.set()
            on_item()

        def on_item(_: object = None) -> None:
            if back.is_set() and all(self._remote_chat_ctx.get(item_id) for item_id in expected):
                replayed.set()

        self.on("session_reconnected", on_back)
        self.on("remote_item_added", on_item)
        self._moved.clear()
        self._fresh = fresh
        self._moves.set()
        try:
            async with asyncio.timeout(REPLAY_SECONDS):
                await replayed.wait()
        except TimeoutError:
            logger.warning(
                "the engine did not confirm all of the conversation", extra={"items": len(expected)}
            )
        finally:
            self.off("session_reconnected", on_back)
            self.off("remote_item_added", on_item)
            self._carried = None
            self._moved.set()

    def _emit_error(self, error: Exception, recoverable: bool) -> None:  # noqa: FBT001 - the plugin's own
        model = self._realtime_model
        on_lost = model.on_lost if isinstance(model, TutorRealtimeModel) else None
        if recoverable or on_lost is None:
            super()._emit_error(error, recoverable)
        elif not self.closed:
            on_lost(error)

    async def _connection_in(self, voice: str) -> aiohttp.ClientWebSocketResponse:
        async with asyncio.timeout(VOICE_SECONDS):
            connection = await super()._create_ws_conn()
            try:
                await _try_voice(connection, voice)
            except BaseException:
                await connection.close()
                raise
            return connection

    @property
    def chat_ctx(self) -> llm.ChatContext:
        """Whole also while the new connection confirms it item by item: what is missing here would be deleted there."""
        return super().chat_ctx if self._carried is None else self._carried

    async def update_chat_ctx(self, chat_ctx: llm.ChatContext) -> None:
        await self._moved.wait()
        await super().update_chat_ctx(chat_ctx)

    def generate_reply(self, **wishes: Any) -> asyncio.Future[llm.GenerationCreatedEvent]:
        if self._moved.is_set():
            return super().generate_reply(**wishes)
        return asyncio.ensure_future(self._reply_once_moved(wishes))

    async def _reply_once_moved(self, wishes: Mapping[str, Any]) -> llm.GenerationCreatedEvent:
        await self._moved.wait()
        return await super().generate_reply(**wishes)

    async def _run_ws(self, ws_conn: aiohttp.ClientWebSocketResponse) -> None:
        """Until the connection ends, or is left for the next one: then it returns, and the plugin connects again."""
        if self._fresh is None:
            self._moves.clear()  # this is the connection that was moved to
        running = asyncio.ensure_future(super()._run_ws(ws_conn))
        moving = asyncio.ensure_future(self._moves.wait())
        silent = asyncio.ensure_future(self._until_it_falls_silent())
        try:
            await asyncio.wait((running, moving, silent), return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            elif silent.done():
                raise APIConnectionError("the engine fell silent")
        except (APIError, asyncio.CancelledError):
            raise
        except Exception as error:
            raise APIConnectionError("the engine sent what cannot be read") from error
        finally:
            await utils.aio.cancel_and_wait(running, moving, silent)

    async def _until_it_falls_silent(self) -> None:
        pulse = Pulse()

        def sent(event: Mapping[str, Any]) -> None:
            pulse.sent(str(event.get("type")), time.monotonic())

        def received(event: Mapping[str, Any]) -> None:
            response_id = (event.get("response") or {}).get("id")
            pulse.received(str(event.get("type")), time.monotonic(), response_id=response_id)

        self.on("openai_client_event_queued", sent)
        self.on("openai_server_event_received", received)
        try:
            looks = 0  # too late in a row: after one, events may wait that came while this process was busy
            while looks < 2:
                await asyncio.sleep(PULSE_SECONDS)
                looks = looks + 1 if pulse.silent_for(time.monotonic()) >= SILENT_ENGINE_SECONDS else 0
        finally:
            self.off("openai_client_event_queued", sent)
            self.off("openai_server_event_received", received)

    def check_pulse(self) -> None:
        """Ask for a sign of life: without one, the connection is lost soon."""
        self.send_event({"type": "session.update", "session": {"type": "realtime"}})

    async def aclose(self) -> None:
        self.closed = True
        try:
            await super().aclose()
        except Exception as error:  # noqa: BLE001 - whatever it is, the lesson must still be closed
            logger.warning(
                "the engine's connection closed with an error", extra={"error": type(error).__name__}
            )

    async def _create_ws_conn(self) -> aiohttp.ClientWebSocketResponse:
        if (fresh := self._fresh) is not None:
            self._fresh = None
            return fresh
        try:
            return await super()._create_ws_conn()
        except APIConnectionError as error:
            refusal = error.__cause__
            if isinstance(refusal, aiohttp.WSServerHandshakeError) and refusal.status in (401, 403):
                raise APIStatusError(
                    "the engine refused the key", status_code=refusal.status, retryable=False
                ) from None
            raise


class TutorRealtimeModel(openai.realtime.RealtimeModel):
    on_lost: Callable[[Exception], None] | None = None  # the connection is gone for good

    def _ensure_http_session(self) -> Any:
        return _WithHeartbeat(super()._ensure_http_session())

    def session(self, *, turn_detection_disabled: bool = False) -> TutorRealtimeSession:
        session = TutorRealtimeSession(self, turn_detection_disabled=turn_detection_disabled)
        self._sessions.add(session)
        return session

    def check_pulse(self) -> None:
        for session in list(self._sessions):
            if isinstance(session, TutorRealtimeSession) and not session.closed:
                session.check_pulse()

    async def change_voice(self, voice: str, *, heard: Mapping[str, str]) -> None:
        """As TutorRealtimeSession.change_voice, for what is open and for what will be."""
        for session in list(self._sessions):
            if isinstance(session, TutorRealtimeSession) and not session.closed:
                await session.change_voice(voice, heard=heard)
        self._opts.voice = voice


async def _try_voice(connection: aiohttp.ClientWebSocketResponse, voice: str) -> None:
    """Raises VoiceRefusedError unless the engine takes it."""
    session = {"type": "realtime", "audio": {"output": {"voice": voice}}}
    try:
        await connection.send_json({"type": "session.update", "session": session})
    except aiohttp.ClientError as error:
        raise APIConnectionError("the engine closed the new connection") from error
    async for message in connection:
        if message.type != aiohttp.WSMsgType.TEXT:
            continue
        match json.loads(message.data).get("type"):
            case "session.updated":
                return
            case "error":
                raise VoiceRefusedError(f"the engine does not speak as {voice}")
    raise APIConnectionError("the engine closed the new connection")


def _as_heard(chat_ctx: llm.ChatContext, heard: Mapping[str, str]) -> llm.ChatContext:
    items = [
        item.model_copy(update={"content": [heard[item.id]]})
        if item.type == "message" and item.id in heard
        else item
        for item in chat_ctx.items
    ]
    return llm.ChatContext(items)
