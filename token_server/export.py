"""Everything that is kept of a learner, as one JSON text (`contract.http.LearnerExport`), a lesson at a time."""

from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from contract.http import (
    ExportedBuilder,
    ExportedLearner,
    ExportedLesson,
    ExportedRecording,
    ExportedSitting,
    ExportedTranslation,
    LearnerExport,
)
from contract.report import Report
from lesson.usage import added
from storage.records import summary_of
from storage.repositories import Storage

_END = b"]}"  # `lessons` is the last field, and `recordings` of each lesson


async def export_of(storage: Storage, learner_id: UUID, *, at: datetime) -> AsyncIterator[bytes]:
    """The text in pieces, so that years of talk need no more memory than one lesson's words, or one recording.

    What can fail at once fails here; storage that goes away later cuts the text, which is then no whole JSON. Asking is
    activity: a guest who was hidden for idleness is back.
    """
    learner = await storage.learners.get(learner_id)
    if learner is not None:
        await storage.learners.ensure(learner_id, locale=learner.locale)
    export = LearnerExport(
        exported_at=at,
        learner=ExportedLearner(
            learner_id=learner_id,
            locale=learner.locale if learner else None,
            created_at=learner.created_at if learner else None,
        ),
        lessons=[],
    )
    return _pieces(storage, export, await storage.lessons.ids_of(learner_id))


async def _pieces(storage: Storage, export: LearnerExport, lesson_ids: list[UUID]) -> AsyncIterator[bytes]:
    yield export.model_dump_json().encode().removesuffix(_END)
    separator = b""
    for lesson_id in lesson_ids:
        lesson = await _lesson(storage, lesson_id)
        if lesson is not None:
            yield separator + lesson.model_dump_json().encode().removesuffix(_END)
            async for piece in _recordings(storage, lesson_id):
                yield piece
            yield _END
            separator = b","
    yield _END


async def _recordings(storage: Storage, lesson_id: UUID) -> AsyncIterator[bytes]:
    separator = b""
    for turn_id in await storage.recordings.of_lesson(lesson_id):
        recording = await storage.recordings.get(turn_id)
        if recording is not None:
            exported = ExportedRecording(
                turn_id=turn_id,
                mime_type=recording.mime_type,
                seconds=recording.seconds,
                data=b64encode(recording.sound).decode(),
            )
            yield separator + exported.model_dump_json().encode()
            separator = b","


async def _lesson(storage: Storage, lesson_id: UUID) -> ExportedLesson | None:
    """Without its recordings. None if it was deleted meanwhile."""
    record = await storage.lessons.get(lesson_id)
    if record is None:
        return None
    stored = await storage.reports.get(lesson_id)
    usage = added(await storage.usage.of_lesson(lesson_id))
    return ExportedLesson(
        lesson=summary_of(record),
        locale=record.locale,
        last_activity_at=record.last_activity_at,
        builder=ExportedBuilder(
            attempts=record.builder.attempts,
            asked_fields=list(record.builder.asked_fields),
            completed=record.builder.completed,
        ),
        scenario_completed_at=record.scenario_completed_at,
        sittings=[
            ExportedSitting(
                sitting_id=sitting.sitting_id,
                kind=sitting.kind,
                created_at=sitting.created_at,
                joined_at=sitting.joined_at,
                left_at=sitting.left_at,
                ended_at=sitting.ended_at,
            )
            for sitting in await storage.sittings.of_lesson(lesson_id)
        ],
        turns=await storage.turns.of_lesson(lesson_id),
        usage=usage,
        # As GET gives it: what pages asked of models after the end is in its usage, too.
        report=Report.model_validate(stored.report).model_copy(update={"usage": usage}) if stored else None,
        translations=[
            ExportedTranslation(**asdict(translation))
            for translation in await storage.translations.of_lesson(lesson_id)
        ],
    )
