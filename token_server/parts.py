"""What the routes and the background work share, made once at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contract.scenario import CatalogueScenario
from storage.repositories import Storage
from token_server.chores import Chores
from token_server.delivery import Deliveries
from token_server.desk import Desk
from token_server.endings import Endings
from token_server.engine import Engine, EngineClients
from token_server.learners import LearnerSigner
from token_server.limits import CallLimit, StartLimits
from token_server.message_desk import MessageDesk
from token_server.metrics import Metrics
from token_server.rooms import Rooms
from token_server.settings import TokenServerSettings
from token_server.sounds import Sounds
from token_server.sweep import Sweep
from token_server.tokens import RoomTokens
from token_server.translator import Translator
from token_server.usage import PageUsage
from token_server.watch import Limits
from token_server.watcher import Watcher


@dataclass(frozen=True, kw_only=True)
class Parts:
    settings: TokenServerSettings
    storage: Storage
    rooms: Rooms
    catalogue: Mapping[str, CatalogueScenario]  # by scenario_id, in the catalogue's order
    signer: LearnerSigner
    chores: Chores
    endings: Endings
    desk: Desk
    message_desk: MessageDesk | None  # None: MESSAGES_URL is not set
    watcher: Watcher
    sweep: Sweep
    translator: Translator
    sounds: Sounds
    deliveries: Deliveries | None  # None: REPORT_WEBHOOK_URL is not set
    metrics: Metrics

    async def aclose(self, *, within_seconds: float) -> None:
        """Let what goes on after an answer end, then cancel it, and what nobody waits for any more."""
        await self.chores.aclose(within_seconds=within_seconds)
        await self.translator.aclose()
        await self.sounds.aclose()


def make_parts(
    settings: TokenServerSettings,
    *,
    storage: Storage,
    rooms: Rooms,
    clients: EngineClients,
    catalogue: Mapping[str, CatalogueScenario],
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Parts:
    chores, metrics, signer = Chores(), Metrics(), LearnerSigner(settings.tutor_secret)
    journal_dir = settings.tutor_data_dir / "journal"
    engine = Engine(
        clients,
        llm_model=settings.openai_llm_model,
        tts_model=settings.openai_tts_model,
        metrics=metrics,
        usage=PageUsage(storage.usage, prices=settings.usage_prices, chores=chores, metrics=metrics),
    )
    sounds = Sounds(
        engine=engine,
        limit=CallLimit(per_learner=settings.sounds_per_learner, monotonic=monotonic),
        phrases=[phrase for scene in catalogue.values() for phrase in scene.key_phrases],
        monotonic=monotonic,
    )
    endings = Endings(
        storage=storage,
        rooms=rooms,
        chores=chores,
        metrics=metrics,
        sounds=sounds,
        journal_dir=journal_dir,
        now=now,
    )
    desk = Desk(
        storage=storage,
        default_engine=settings.tutor_engine,
        endings=endings,
        catalogue=catalogue,
        signer=signer,
        tokens=RoomTokens(
            api_key=settings.livekit_api_key,
            api_secret=settings.livekit_api_secret,
            return_seconds=settings.lesson_return_seconds,
        ),
        limits=StartLimits(
            per_learner=settings.lesson_starts_per_learner,
            per_address=settings.lesson_starts_per_address,
            monotonic=monotonic,
        ),
        metrics=metrics,
        browser_livekit_url=settings.browser_livekit_url,
        now=now,
    )
    return Parts(
        settings=settings,
        storage=storage,
        rooms=rooms,
        catalogue=catalogue,
        signer=signer,
        chores=chores,
        endings=endings,
        desk=desk,
        message_desk=_message_desk(settings, storage=storage, rooms=rooms, now=now, monotonic=monotonic),
        watcher=Watcher(
            storage=storage,
            rooms=rooms,
            endings=endings,
            metrics=metrics,
            limits=Limits(
                return_seconds=settings.lesson_return_seconds,
                idle_seconds=settings.idle_minutes * 60,
                lesson_seconds=settings.lesson_max_minutes * 60,
            ),
            now=now,
            monotonic=monotonic,
        ),
        sweep=Sweep(
            storage=storage,
            rooms=rooms,
            endings=endings,
            sounds=sounds,
            journal_dir=journal_dir,
            guest_keep_days=settings.guest_keep_days,
            now=now,
            monotonic=monotonic,
        ),
        translator=Translator(
            storage=storage,
            engine=engine,
            limit=CallLimit(per_learner=settings.translations_per_learner, monotonic=monotonic),
        ),
        sounds=sounds,
        deliveries=_deliveries(settings, storage=storage, metrics=metrics, now=now, monotonic=monotonic),
        metrics=metrics,
    )


def _message_desk(
    settings: TokenServerSettings,
    *,
    storage: Storage,
    rooms: Rooms,
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> MessageDesk | None:
    if settings.messages_url is None:
        return None
    return MessageDesk(
        storage=storage,
        rooms=rooms,
        limits=StartLimits(
            per_learner=settings.messages_per_learner,
            per_address=settings.messages_per_address,
            monotonic=monotonic,
        ),
        secret=settings.tutor_secret,
        url=f"{settings.messages_url.rstrip('/')}/messages",
        now=now,
    )


def _deliveries(
    settings: TokenServerSettings,
    *,
    storage: Storage,
    metrics: Metrics,
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Deliveries | None:
    if settings.report_webhook_url is None or settings.report_webhook_secret is None:
        return None
    return Deliveries(
        storage=storage,
        url=settings.report_webhook_url,
        secret=settings.report_webhook_secret.get_secret_value(),
        metrics=metrics,
        now=now,
        monotonic=monotonic,
    )
