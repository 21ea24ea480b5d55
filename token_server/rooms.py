"""LiveKit's server API as this part needs it: who is in a room, whom it was sent, what the learner is told.

Each call takes a few seconds at most and raises `LiveKitUnavailableError` when LiveKit did not do it. A participant,
dispatch or room that is not there (any more) is no error, with one exception that cannot be told from trouble: about a
room that does not exist `tell`, `dispatches` and `withdraw` get "unavailable" after 3 s (livekit-server 1.13.5), so ask
for `occupants` first.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

import aiohttp
from livekit.api import (
    CreateAgentDispatchRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
    LiveKitAPI,
    RoomParticipantIdentity,
    SendDataRequest,
    ServerError,
)
from livekit.protocol.agent import JobStatus
from livekit.protocol.models import DataPacket, ParticipantInfo

from contract.events import Event, encode
from contract.plan import LessonPlan
from contract.words import AGENT_NAME, EVENTS_TOPIC

CALL_SECONDS: Final = 4.0
_GONE = frozenset({"not_found"})
_AGENT_NAME_ATTRIBUTE = "lk.agent.name"
_OVER = (JobStatus.JS_SUCCESS, JobStatus.JS_FAILED, JobStatus.JS_CANCELLED)

T = TypeVar("T")


class LiveKitUnavailableError(Exception):
    """LiveKit cannot be reached, was too slow, or refused. Worth trying again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupants:
    """Who is in a room. `tutors` are identities of agents, the dead that linger among them."""

    learner: bool = False
    tutors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A tutor that was sent for, and LiveKit's jobs for it that are not over (a crashed one looks alive)."""

    dispatch_id: str
    job_ids: tuple[str, ...] = ()


class Rooms:
    def __init__(self, *, url: str, api_key: str, api_secret: str) -> None:
        self._url = url
        self._api_key = api_key
        self._api_secret = api_secret

    async def __aenter__(self) -> Self:
        # Without failover: its repeats would outlast our callers, who try again themselves.
        self._api = LiveKitAPI(
            self._url,
            self._api_key,
            self._api_secret,
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS),
            failover=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.aclose()

    async def check(self) -> None:
        """Raises unless LiveKit answers and takes our key."""
        await _asked(self._api.room.list_rooms(ListRoomsRequest(names=["-"])))

    async def names(self) -> list[str]:
        answer = await _asked(self._api.room.list_rooms(ListRoomsRequest()))
        return [room.name for room in answer.rooms] if answer else []

    async def occupants(self, room_name: str, *, learner_identity: str) -> Occupants:
        answer = await _asked(self._api.room.list_participants(ListParticipantsRequest(room=room_name)))
        if answer is None:
            return Occupants()
        present = [p for p in answer.participants if p.state != ParticipantInfo.State.DISCONNECTED]
        return Occupants(
            learner=any(p.identity == learner_identity for p in present),
            tutors=tuple(
                p.identity
                for p in present
                if p.kind == ParticipantInfo.Kind.AGENT
                and p.attributes.get(_AGENT_NAME_ATTRIBUTE, AGENT_NAME) == AGENT_NAME
            ),
        )

    async def dispatches(self, room_name: str) -> list[Dispatch]:
        answer = await _asked(self._api.agent_dispatch.list_dispatch(room_name))
        return [
            Dispatch(
                dispatch_id=dispatch.id,
                job_ids=tuple(job.id for job in dispatch.state.jobs if job.state.status not in _OVER),
            )
            for dispatch in answer or []
            if dispatch.agent_name == AGENT_NAME
        ]

    async def send_for_tutor(self, room_name: str, plan: LessonPlan) -> None:
        """Each call brings one more tutor. It would also make the room."""
        request = CreateAgentDispatchRequest(
            agent_name=AGENT_NAME, room=room_name, metadata=plan.model_dump_json()
        )
        await _asked(self._api.agent_dispatch.create_dispatch(request))

    async def withdraw(self, room_name: str, dispatch_id: str) -> None:
        """Delete a dispatch; a job of it that lives is ended properly by LiveKit."""
        await _asked(self._api.agent_dispatch.delete_dispatch(dispatch_id, room_name))

    async def remove(self, room_name: str, identity: str) -> None:
        await _asked(
            self._api.room.remove_participant(RoomParticipantIdentity(room=room_name, identity=identity))
        )

    async def tell(self, room_name: str, *, learner_identity: str, event: Event) -> None:
        """A data packet to the learner alone; lost if they are not in the room."""
        await _asked(
            self._api.room.send_data(
                SendDataRequest(
                    room=room_name,
                    data=encode(event).encode(),
                    kind=DataPacket.Kind.RELIABLE,
                    destination_identities=[learner_identity],
                    topic=EVENTS_TOPIC,
                )
            )
        )

    async def close(self, room_name: str) -> None:
        """Everybody out, the tutor's job ends."""
        await _asked(self._api.room.delete_room(DeleteRoomRequest(room=room_name)))


async def _asked(call: Awaitable[T]) -> T | None:
    """The answer, or None where what was asked about is not there."""
    try:
        return await call
    except ServerError as error:
        if error.code in _GONE:
            return None
        if error.status == 401:
            raise LiveKitUnavailableError("LiveKit does not take LIVEKIT_API_KEY and its secret") from None
        raise LiveKitUnavailableError(f"LiveKit refused: {error.code} ({error.status})") from None
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise LiveKitUnavailableError(f"LiveKit did not answer: {type(error).__name__}") from None
