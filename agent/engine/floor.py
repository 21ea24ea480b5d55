"""The session as something to speak in: taken by who has the last word."""

import asyncio
import contextlib
from typing import Final

from agent.engine.protocol import Engine
from agent.engine.voice import Session
from agent.push_to_talk import PushToTalk

INTERRUPT_SECONDS: Final = 3.0  # a dead engine may never confirm it


class SessionFloor:
    """agent.farewell.Floor."""

    def __init__(self, session: Session, engine: Engine, button: PushToTalk) -> None:
        self._session = session
        self._engine = engine
        self._button = button

    async def until_idle(self) -> None:
        await self._session.wait_for_idle()

    async def take(self) -> None:
        await self._button.stop()
        self._button.close()
        spoke = self._session.user_state == "speaking" and not self._button.by_button
        self._session.input.set_audio_enabled(False)
        with contextlib.suppress(RuntimeError, TimeoutError):
            async with asyncio.timeout(INTERRUPT_SECONDS):
                await self._session.interrupt(force=True)
        if spoke:
            with contextlib.suppress(RuntimeError):  # the session has closed
                self._engine.listen_by_button()  # else words that come late interrupt the goodbye
                self._engine.commit_user_turn(skip_reply=True)
