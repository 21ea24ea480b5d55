"""An engine by its kind. To add one: a file with a `RoomEngine`, its kind in contract/words.py, and a line here."""

from collections.abc import Callable

from agent.engine.clients import Clients
from agent.engine.pipeline import PipelineEngine
from agent.engine.protocol import RoomEngine, Stage
from agent.engine.realtime import RealtimeEngine
from agent.engine.settings import EngineSettings
from contract.words import EngineKind, Voice
from contract.words import Stage as LessonStage
from lesson.patience import TurnTaking


def make_engine(
    kind: EngineKind,
    settings: EngineSettings,
    *,
    clients: Clients,
    voice: Voice,
    turn_taking: TurnTaking,
    stage: LessonStage,
    on_stage: Callable[[Stage, float], None],
) -> RoomEngine:
    """`on_stage` is told how far a reply is (Unix seconds), where the model's own events do not tell it.

    Raises agent.engine.plugins.PluginError.
    """
    match kind:
        case "realtime":
            return RealtimeEngine(
                settings, client=clients.tts, voice=voice, turn_taking=turn_taking, stage=stage
            )
        case "pipeline":
            return PipelineEngine(
                settings,
                clients=clients,
                voice=voice,
                turn_taking=turn_taking,
                stage=stage,
                on_stage=on_stage,
            )
