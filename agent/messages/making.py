"""The messages process put together: who hears, thinks and speaks in it, each where the settings say."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry

from agent.engine.clients import Clients
from agent.figures import ReplyFigures
from agent.messages.decoder import Decoder
from agent.messages.exchange import Tools
from agent.messages.hearing import Hearing
from agent.messages.server import CLEAR_SECONDS, Figures, MessageServer
from agent.messages.settings import MessageSettings
from storage.repositories import Storage


def make_server(
    settings: MessageSettings,
    *,
    storage: Storage,
    clients: Clients,
    registry: CollectorRegistry,
    clear_seconds: float = CLEAR_SECONDS,
) -> MessageServer:
    """`clients` are the caller's to close, after the server."""
    return MessageServer(
        Tools(
            settings=settings,
            storage=storage,
            clients=clients,
            now=lambda: datetime.now(UTC),
            on_figure=ReplyFigures(registry).observe,
        ),
        hearing=Hearing(clients.stt, model=settings.openai_stt_model, at_once=settings.messages_decoders),
        decoder=Decoder(at_once=settings.messages_decoders),
        figures=Figures(registry),
        at_once=settings.messages_at_once,
        clear_seconds=clear_seconds,
    )
