"""Corrections of the realtime plugin, livekit-agents 1.8.9. The only place that touches its private parts.

| what | why | noticed by |
|---|---|---|
| heartbeat on the websocket (`RealtimeModel._ensure_http_session`) | a half-open connection is never found | tests/agent/engine/test_patched.py |
| `RealtimeSession.aclose` does not raise (public, overridden) | an exception there keeps AgentSession from emitting `close`: a zombie job | the same |
| 401 and 403 at the handshake are final (`RealtimeSession._create_ws_conn`) | stock: a retryable connection error, 4 s of silence for a wrong key | the same |
| the waits between tries grow (`APIConnectOptions._interval_for_retry`) | stock: the same wait each time | the same |
| `RealtimeModel.session` registers our subclass (`_sessions`) | there is no factory argument | the same |
"""

import logging
import random
from dataclasses import dataclass
from typing import Any

import aiohttp
from livekit.agents import APIConnectionError, APIConnectOptions, APIStatusError
from livekit.plugins import openai

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10.0  # found dead within 1.5 times this


# At once and silently, then as docs/behaviours.md says; 25 s in all.
WAITS_SECONDS = (0.1, 1.0, 2.0, 4.0, 8.0, 10.0)
WAIT_JITTER = 0.3  # so that many lessons do not come back in the same moment


@dataclass(frozen=True)
class GrowingWaits(APIConnectOptions):
    """Connect options whose waits between tries grow; `max_retry` is their number."""

    max_retry: int = len(WAITS_SECONDS)

    def _interval_for_retry(self, num_retries: int) -> float:
        wait = WAITS_SECONDS[min(num_retries, len(WAITS_SECONDS) - 1)]
        return wait * random.uniform(1 - WAIT_JITTER, 1 + WAIT_JITTER)  # noqa: S311 - no secret


class _WithHeartbeat:
    """An aiohttp session whose websockets ping the engine."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def ws_connect(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.ws_connect(*args, heartbeat=HEARTBEAT_SECONDS, **kwargs)

    async def close(self) -> None:
        await self._session.close()


class TutorRealtimeSession(openai.realtime.RealtimeSession):
    async def aclose(self) -> None:
        try:
            await super().aclose()
        except Exception as error:  # noqa: BLE001 - whatever it is, the lesson must still be closed
            logger.warning(
                "the engine's connection closed with an error", extra={"error": type(error).__name__}
            )

    async def _create_ws_conn(self) -> aiohttp.ClientWebSocketResponse:
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
    def _ensure_http_session(self) -> Any:
        return _WithHeartbeat(super()._ensure_http_session())

    def session(self, *, turn_detection_disabled: bool = False) -> TutorRealtimeSession:
        session = TutorRealtimeSession(self, turn_detection_disabled=turn_detection_disabled)
        self._sessions.add(session)
        return session
