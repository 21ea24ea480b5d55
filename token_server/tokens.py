"""Room tokens: one room, microphone and data, ten minutes; the tutor's dispatch stands in the room's configuration."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from livekit.api import AccessToken, RoomAgentDispatch, RoomConfiguration, VideoGrants

from contract.plan import LessonPlan
from contract.words import AGENT_NAME
from storage.records import LessonRecord, Sitting

TOKEN_SECONDS: Final = 600.0  # guards the first join; LiveKit refreshes the token of who is inside
EMPTY_TIMEOUT_SECONDS: Final = 60
# After the last learner left LiveKit keeps the room this much longer than the lesson waits for them.
DEPARTURE_GRACE_SECONDS: Final = 30
# Learner and tutor, and beside them a dead tutor that lingers for 20 s and one spare place.
MAX_PARTICIPANTS: Final = 4


def plan_of(lesson: LessonRecord, sitting: Sitting) -> LessonPlan:
    """What the tutor is sent for: ids and settings, no texts."""
    return LessonPlan(
        lesson_id=lesson.lesson_id,
        sitting_id=sitting.sitting_id,
        learner_identity=sitting.learner_identity,
        mode=lesson.mode,
        level=lesson.level,
        voice=lesson.voice,
        engine=lesson.engine,
        patience=lesson.patience,
        pace=lesson.pace,
        locale=lesson.locale,
    )


@dataclass(frozen=True, kw_only=True)
class RoomTokens:
    api_key: str
    api_secret: str
    return_seconds: float  # how long a lesson waits for its learner

    def sign(self, plan: LessonPlan, *, room_name: str) -> str:
        """A JWT with which only this plan's learner can enter only this room."""
        return (
            AccessToken(self.api_key, self.api_secret)
            .with_identity(plan.learner_identity)
            .with_grants(
                VideoGrants(
                    room_join=True,
                    room=room_name,
                    can_publish=True,
                    can_publish_sources=["microphone"],
                    can_publish_data=True,
                    can_subscribe=True,
                    can_update_own_metadata=False,
                )
            )
            .with_room_config(
                RoomConfiguration(
                    name=room_name,
                    empty_timeout=EMPTY_TIMEOUT_SECONDS,
                    departure_timeout=round(self.return_seconds) + DEPARTURE_GRACE_SECONDS,
                    max_participants=MAX_PARTICIPANTS,
                    agents=[RoomAgentDispatch(agent_name=AGENT_NAME, metadata=plan.model_dump_json())],
                )
            )
            .with_ttl(timedelta(seconds=TOKEN_SECONDS))
            .to_jwt()
        )
