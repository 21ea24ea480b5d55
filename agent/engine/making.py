"""An engine by its kind. To add one: a file with a `RoomEngine`, its kind in contract/words.py, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.engine.clients import Clients
from agent.engine.pipeline import OnStage, PipelineEngine
from agent.engine.protocol import RoomEngine
from agent.engine.realtime import RealtimeEngine
from agent.engine.resilience import (
    RECONNECT_WAITS,
    RECONNECTS_WITH_SPARE,
    UNHEARD_STRETCHES,
    UNHEARD_STRETCHES_WITH_SPARE,
)
from agent.engine.spare import EngineWithSpare, Make, Wishes
from agent.engine.speaking import WhenLost
from contract.words import DEFAULT_VOICE, VOICES_OF, EngineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """`on_stage` is told how far a reply is, where the model's own events do not tell it; `on_lost` when a realtime model
    cannot be reached any more; `on_unheard` of voice that came to no words, where the engine itself does not tell it.
    """

    clients: Clients
    on_stage: OnStage
    on_unheard: Callable[[], None]
    on_lost: Callable[[RoomEngine, Exception], None]

    def engine_of(self, kind: EngineKind, wishes: Wishes) -> EngineWithSpare:
        """Of that kind, and the one that the settings name to take its place. Raises what a part raises that cannot be made."""
        spare, spare_kind = self.clients.spare, self.clients.settings.spare_engine
        makers: list[Make] = [self._maker(kind, self.clients, has_spare=spare is not None)]
        if spare is not None and spare_kind is not None:
            makers.append(self._maker(spare_kind, spare, has_spare=False))
        return EngineWithSpare(makers, wishes)

    def _maker(self, kind: EngineKind, clients: Clients, *, has_spare: bool) -> Make:
        def make(wishes: Wishes) -> RoomEngine:
            voice = wishes.voice if wishes.voice in VOICES_OF[kind] else DEFAULT_VOICE
            when_voice_lost: WhenLost = "stop" if has_spare else "go on"
            if kind == "realtime":
                engine = RealtimeEngine(
                    clients.settings,
                    client=clients.tts,
                    voice=voice,
                    turn_taking=wishes.turn_taking,
                    stage=wishes.stage,
                    reconnects=RECONNECTS_WITH_SPARE if has_spare else len(RECONNECT_WAITS),
                    when_voice_lost=when_voice_lost,
                    on_lost=lambda error: self.on_lost(engine, error),
                )
                return engine
            return PipelineEngine(
                clients.settings,
                clients=clients,
                voice=voice,
                turn_taking=wishes.turn_taking,
                stage=wishes.stage,
                on_stage=self.on_stage,
                on_unheard=self.on_unheard,
                unheard_stretches=UNHEARD_STRETCHES_WITH_SPARE if has_spare else UNHEARD_STRETCHES,
                when_voice_lost=when_voice_lost,
            )

        return make
