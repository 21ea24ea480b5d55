"""What the routes and the background work share, made once at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contract.scenario import CatalogueScenario
from storage.repositories import Storage
from token_server.chores import Chores
from token_server.desk import Desk
from token_server.endings import Endings
from token_server.learners import LearnerSigner
from token_server.limits import StartLimits
from token_server.metrics import Metrics
from token_server.rooms import Rooms
from token_server.settings import TokenServerSettings
from token_server.tokens import RoomTokens


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
    metrics: Metrics


def make_parts(
    settings: TokenServerSettings,
    *,
    storage: Storage,
    rooms: Rooms,
    catalogue: Mapping[str, CatalogueScenario],
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Parts:
    chores, metrics, signer = Chores(), Metrics(), LearnerSigner(settings.tutor_secret)
    endings = Endings(storage=storage, rooms=rooms, chores=chores, metrics=metrics, now=now)
    desk = Desk(
        storage=storage,
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
        metrics=metrics,
    )
