"""What is done when a part of a lesson's engine is gone after all its tries. The rules are resilience.py's."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from livekit.agents import APIStatusError

from agent.engine.protocol import RoomEngine
from agent.engine.resilience import Loss, Losses
from agent.engine.spare import EngineWithSpare
from contract.words import EngineKind, NoticeCode

logger = logging.getLogger(__name__)

_REFUSALS = (401, 402, 403)
_REFUSED_CODES = (
    "insufficient_quota",
    "invalid_api_key",
    "account_deactivated",
    "billing_hard_limit_reached",
)


class Failover:
    """`apologise`: a reply was lost. `does_without`: the talk goes on without a model's replies. `on_switched` is told the kind that counts now and
    what the other had lost; `on_gone`: no engine is left.
    """

    def __init__(
        self,
        engine: EngineWithSpare,
        *,
        notice: Callable[[NoticeCode], None],
        apologise: Callable[[], None],
        does_without: Callable[[], bool],
        on_switched: Callable[[EngineKind, Loss], None],
        on_gone: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._notice = notice
        self._apologise = apologise
        self._does_without = does_without
        self._on_switched = on_switched
        self._on_gone = on_gone
        self._losses = Losses()
        self._retiring: set[asyncio.Task[None]] = set()

    def concerns(self, source: Any) -> bool:
        """Whether an error's source is a part of the engine that counts, and not of one that was."""
        parts = self._engine.parts
        return source in (parts.llm, parts.stt, parts.tts)

    def spoke(self, *, own_words: bool) -> None:
        """The tutor is heard: what was lost before is made good. `own_words`: no model was asked for them."""
        self._losses.spoke(own_words=own_words)

    def connection_lost(self, engine: RoomEngine, error: Exception) -> None:
        """A realtime model cannot be reached any more."""
        if self._engine.is_current(engine):
            self.failed("realtime_model_error", error)

    def answers_failed(self) -> None:
        """It is there and fails at every answer."""
        logger.warning("the engine fails at every answer", extra={"engine": self._engine.kind})
        self._give_up("reply")

    def failed(self, kind: str, error: Exception) -> None:
        """A part of the engine that counts is gone; `kind` as in livekit-agents' errors."""
        loss = loss_of(kind, error)
        remedy = self._losses.add(loss, has_spare=self._engine.has_spare, does_without=self._does_without())
        logger.warning(
            "the engine lost something",
            extra={
                "loss": loss,
                "remedy": remedy,
                "engine": self._engine.kind,
                "error": type(error).__name__,
            },
        )
        match remedy:
            case "go on":
                if loss != "reply":
                    self._notice("engine_reconnecting")
            case "apologise":
                self._apologise()
            case "give up":
                self._give_up(loss)

    def moved(self) -> None:
        """The agents speak through the engine that counts: those that were can be closed."""
        task = asyncio.create_task(self._engine.retire(), name="retire engine")
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    def _give_up(self, loss: Loss) -> None:
        if self._engine.switch():
            self._losses = Losses()
            self._notice("engine_switched")
            self._on_switched(self._engine.kind, loss)
        else:
            self._on_gone()


def loss_of(kind: str, error: BaseException) -> Loss:
    """What a part's error means; `kind` as in livekit-agents' errors."""
    if kind == "stt_error":
        return "ears"  # also when refused: what was said is lost, and has to be asked for
    if is_refusal(error):
        return "refused"
    match kind:
        case "tts_error":
            return "voice"
        case "llm_error":
            return "reply"
        case _:
            return "connection"


def is_refusal(error: BaseException) -> bool:
    """The key or the account is not taken: another try would be refused as well."""
    if not isinstance(error, APIStatusError):
        return False
    body = error.body if isinstance(error.body, dict) else {}
    return error.status_code in _REFUSALS or body.get("code") in _REFUSED_CODES
