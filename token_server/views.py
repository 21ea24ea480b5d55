"""What is stored, and sounds, as the API shows them."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from contract.lesson import Lesson
from contract.turn import StoredTurn
from storage.records import LessonRecord, Recording, summary_of


def lesson_of(lesson: LessonRecord, turns: Sequence[StoredTurn], recordings: Sequence[UUID]) -> Lesson:
    return Lesson(
        **dict(summary_of(lesson)), turns=[turn.public() for turn in turns], recordings=list(recordings)
    )


def wav_response(wav: bytes, *, cache_control: str = "no-store") -> Response:
    return Response(wav, media_type="audio/wav", headers={"Cache-Control": cache_control})


def recording_response(recording: Recording) -> Response:
    return Response(recording.sound, media_type=recording.mime_type, headers={"Cache-Control": "no-store"})
