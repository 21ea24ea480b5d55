import unicodedata
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from contract.scenario import Scenario
from contract.words import Mode, Stage
from storage.errors import StorageError, UnknownLessonError
from storage.records import BuilderProgress
from storage.repositories import Storage
from tests.storage.conftest import Later
from tests.storage.examples import (
    at,
    new_lesson,
    new_sitting,
    new_turn,
    stored_learner,
    stored_lesson,
    stored_sitting,
)

HOTEL = Scenario(place="hotel", partner="receptionist", goal="check in")
DONE = BuilderProgress(attempts=2, asked_fields=("partner", "goal"), completed=True)


async def stage_and_status(storage: Storage, lesson_id: UUID) -> tuple[str, str]:
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    return lesson.stage, lesson.status


async def test_a_new_lesson_is_what_was_asked_for(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    wanted = new_lesson(
        learner_id,
        mode="scene",
        scenario=HOTEL,
        scenario_id="hotel-check-in",
        title="Check in",
        level="B1",
        voice="marin",
        engine="pipeline",
        patience="2",
        pace="slower",
        locale="en",
    )
    before = datetime.now(UTC)
    await storage.lessons.create(wanted)
    lesson = await storage.lessons.get(wanted.lesson_id)

    assert lesson is not None
    for name in ("lesson_id", "learner_id", "mode", "scenario", "scenario_id", "title", "level", "voice"):
        assert getattr(lesson, name) == getattr(wanted, name)
    assert (lesson.engine, lesson.patience, lesson.pace, lesson.locale) == ("pipeline", "2", "slower", "en")
    assert (lesson.status, lesson.stage, lesson.builder) == ("waiting", "roleplay", BuilderProgress())
    assert (lesson.started_at, lesson.ended_at, lesson.end_reason) == (None, None, None)
    assert (lesson.turn_count, lesson.total_seconds) == (0, 0.0)
    assert abs(lesson.created_at - before) < timedelta(seconds=30)
    assert lesson.created_at.utcoffset() == timedelta(0)
    assert lesson.last_activity_at == lesson.created_at


@pytest.mark.parametrize(
    ("mode", "stage"), [("build", "scenario"), ("scene", "roleplay"), ("free", "roleplay")]
)
async def test_the_first_stage_follows_from_the_mode(storage: Storage, mode: Mode, stage: Stage) -> None:
    assert await stage_and_status(storage, await stored_lesson(storage, mode=mode)) == (stage, "waiting")


async def test_a_lesson_needs_its_learner_and_an_id_of_its_own(storage: Storage) -> None:
    with pytest.raises(StorageError):
        await storage.lessons.create(new_lesson(uuid4()))
    learner_id = await stored_learner(storage)
    lesson = new_lesson(learner_id)
    await storage.lessons.create(lesson)
    with pytest.raises(StorageError):
        await storage.lessons.create(lesson)


async def test_an_unknown_lesson_reads_as_none_and_cannot_be_changed(storage: Storage) -> None:
    unknown = uuid4()
    assert await storage.lessons.get(unknown) is None
    for change in (
        storage.lessons.start(unknown, at=at(0)),
        storage.lessons.reopen(unknown),
        storage.lessons.set_stage(unknown, "closing"),
        storage.lessons.set_scenario(unknown, HOTEL, builder=DONE),
        storage.lessons.set_choices(unknown, voice="ash"),
        storage.lessons.end(unknown, reason="said", at=at(0)),
    ):
        with pytest.raises(UnknownLessonError, match=str(unknown)):
            await change
    await storage.lessons.delete(unknown)


async def test_a_lesson_starts_once_and_keeps_its_first_start(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.lessons.start(lesson_id, at=at(1))
    await storage.lessons.start(lesson_id, at=at(2))
    lesson = await storage.lessons.get(lesson_id)

    assert lesson is not None
    assert (lesson.status, lesson.started_at) == ("running", at(1))


async def test_the_builder_hands_over_to_the_role_play_when_it_is_done(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    asked = BuilderProgress(attempts=1, asked_fields=("partner",))
    await storage.lessons.set_scenario(lesson_id, Scenario(place="hotel"), builder=asked, title="Hotel")
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.stage, lesson.scenario, lesson.builder) == ("scenario", Scenario(place="hotel"), asked)

    await storage.lessons.set_scenario(lesson_id, HOTEL, builder=DONE)
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.stage, lesson.scenario, lesson.builder) == ("roleplay", HOTEL, DONE)
    assert lesson.title == "Hotel"


async def test_a_scene_is_completed_at_one_moment_and_a_later_change_keeps_it(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    moments = []
    for builder in (BuilderProgress(attempts=1), DONE, DONE):
        await storage.lessons.set_scenario(lesson_id, HOTEL, builder=builder)
        lesson = await storage.lessons.get(lesson_id)
        assert lesson is not None
        moments.append(lesson.scenario_completed_at)
    assert moments[0] is None
    assert moments[1] is not None
    assert moments[1] == moments[2]


async def test_an_old_scene_from_a_journal_does_not_replace_a_newer_one(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    early, late = Scenario(place="airport"), HOTEL
    await storage.lessons.set_scenario(lesson_id, late, builder=DONE, title="Check in", revision=7)
    for revision in (6, 7):
        await storage.lessons.set_scenario(
            lesson_id, early, builder=BuilderProgress(), title="Airport", revision=revision
        )
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.scenario, lesson.builder, lesson.title) == (late, DONE, "Check in")

    await storage.lessons.set_scenario(lesson_id, early, builder=DONE, revision=8)
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert lesson.scenario == early


async def test_a_scene_set_in_the_closing_does_not_go_back_to_the_role_play(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.lessons.set_stage(lesson_id, "closing")
    await storage.lessons.set_scenario(lesson_id, HOTEL, builder=DONE)
    assert await stage_and_status(storage, lesson_id) == ("closing", "waiting")


async def test_choices_change_only_where_given(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage, voice="ash", patience="1", pace="slower")
    await storage.lessons.set_choices(lesson_id, patience="3")
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.voice, lesson.patience, lesson.pace) == ("ash", "3", "slower")

    await storage.lessons.set_choices(lesson_id, voice="marin", pace="auto")
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.voice, lesson.patience, lesson.pace) == ("marin", "3", "auto")


async def test_ending_closes_the_sitting_and_releases_the_lease_once(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    lesson_id = sitting.lesson_id
    await storage.lessons.start(lesson_id, at=at(0))
    await storage.leases.claim(lesson_id, job_id="job-1")

    assert await storage.lessons.end(lesson_id, reason="button", at=at(90))
    assert not await storage.lessons.end(lesson_id, reason="idle", at=at(99))

    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.status, lesson.stage, lesson.end_reason, lesson.ended_at) == (
        "ended",
        "ended",
        "button",
        at(90),
    )
    assert await storage.sittings.current(lesson_id) is None
    closed = await storage.sittings.of_room(sitting.room_name)
    assert closed is not None
    assert closed.ended_at == at(90)
    assert await storage.leases.get(lesson_id) is None
    assert await storage.sittings.open() == []


async def test_an_ended_lesson_stays_ended_whatever_comes_late(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    lesson_id = sitting.lesson_id
    await storage.lessons.end(lesson_id, reason="left", at=at(90))

    await storage.lessons.start(lesson_id, at=at(91))
    await storage.lessons.set_stage(lesson_id, "closing")
    await storage.lessons.set_scenario(lesson_id, HOTEL, builder=DONE)
    await storage.turns.save([new_turn(sitting, 0)])

    assert await stage_and_status(storage, lesson_id) == ("ended", "ended")
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.scenario, lesson.turn_count) == (HOTEL, 1)


async def test_only_end_ends_a_lesson(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.lessons.set_stage(lesson_id, "ended")
    assert await stage_and_status(storage, lesson_id) == ("scenario", "waiting")


@pytest.mark.parametrize(
    ("completed", "stage"),
    [pytest.param(False, "scenario", id="building"), pytest.param(True, "roleplay", id="done")],
)
async def test_a_reopened_lesson_goes_on_where_it_was(
    storage: Storage, completed: bool, stage: Stage
) -> None:
    sitting = await stored_sitting(storage)
    lesson_id = sitting.lesson_id
    await storage.lessons.start(lesson_id, at=at(5))
    await storage.lessons.set_scenario(lesson_id, HOTEL, builder=BuilderProgress(completed=completed))
    await storage.lessons.end(lesson_id, reason="left", at=at(90))

    await storage.lessons.reopen(lesson_id)
    second = await stored_sitting(storage, lesson_id)

    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.status, lesson.stage) == ("waiting", stage)
    assert (lesson.ended_at, lesson.end_reason) == (None, None)
    assert lesson.started_at == at(5)
    assert await storage.sittings.current(lesson_id) == second


async def test_reopening_an_open_lesson_changes_nothing(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage, mode="free")
    await storage.lessons.start(lesson_id, at=at(5))
    await storage.lessons.reopen(lesson_id)
    assert await stage_and_status(storage, lesson_id) == ("roleplay", "running")


async def test_an_end_meant_for_an_earlier_sitting_leaves_the_continued_lesson_alone(
    storage: Storage,
) -> None:
    first = await stored_sitting(storage)
    lesson_id = first.lesson_id
    await storage.lessons.end(lesson_id, reason="worker_lost", at=at(90))
    await storage.lessons.reopen(lesson_id)
    assert not await storage.lessons.end(lesson_id, reason="said", at=at(80), sitting_id=first.sitting_id)
    second = await stored_sitting(storage, lesson_id)

    assert not await storage.lessons.end(lesson_id, reason="said", at=at(80), sitting_id=first.sitting_id)
    assert await storage.sittings.current(lesson_id) == second
    assert await storage.lessons.end(lesson_id, reason="said", at=at(200), sitting_id=second.sitting_id)


async def test_lists_are_newest_first_in_pages(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    ids = [await stored_lesson(storage, learner_id) for _ in range(5)]
    await stored_lesson(storage)

    first, more = await storage.lessons.list_for(learner_id, limit=2)
    assert ([lesson.lesson_id for lesson in first], more) == ([ids[4], ids[3]], True)
    second, more = await storage.lessons.list_for(learner_id, limit=2, before=first[-1].created_at)
    assert ([lesson.lesson_id for lesson in second], more) == ([ids[2], ids[1]], True)
    third, more = await storage.lessons.list_for(learner_id, limit=2, before=second[-1].created_at)
    assert ([lesson.lesson_id for lesson in third], more) == ([ids[0]], False)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        pytest.param("HOTEL", True, id="place, any case"),
        pytest.param("recep", True, id="part of the partner"),
        pytest.param(" check in ", True, id="goal, blanks around it"),
        pytest.param("my evening", True, id="title"),
        pytest.param("체크인", True, id="Korean in a turn"),
        pytest.param("커피", True, id="Korean that was written in pieces"),
        pytest.param(unicodedata.normalize("NFD", "체크인"), True, id="Korean that is sought in pieces"),
        pytest.param("100%", True, id="percent as such"),
        pytest.param("a_b", True, id="underscore as such"),
        pytest.param("back\\slash", True, id="backslash as such"),
        pytest.param("1%0", False, id="percent is no wildcard"),
        pytest.param("a_c", False, id="underscore is no wildcard"),
        pytest.param("hotelreceptionist", False, id="not across fields"),
        pytest.param("airport", False, id="not there"),
        pytest.param("", True, id="empty asks for all"),
        pytest.param("  ", True, id="blank asks for all"),
        pytest.param("\x00", True, id="nothing but what cannot be stored"),
    ],
)
async def test_search_finds_text_in_title_scene_and_turns(storage: Storage, q: str, found: bool) -> None:
    learner_id = await stored_learner(storage)
    lesson_id = await stored_lesson(storage, learner_id, title="My Evening", scenario=HOTEL)
    sitting = await stored_sitting(storage, lesson_id)
    in_pieces = unicodedata.normalize("NFD", "커피")
    await storage.turns.save(
        [new_turn(sitting, 0, text=f"체크인 please, {in_pieces}, 100% sure, a_b abc back\\slash")]
    )

    lessons, _ = await storage.lessons.list_for(learner_id, q=q)
    assert [lesson.lesson_id for lesson in lessons] == ([lesson_id] if found else [])


async def test_a_lesson_of_a_scene_that_was_found_elsewhere_is_listed_as_well(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    ready = await stored_lesson(storage, learner_id, title="호텔 체크인", scenario_id="hotel-check-in")
    told = await stored_lesson(storage, learner_id, title="About a hotel room")
    await stored_lesson(storage, learner_id, title="Else")

    lessons, _ = await storage.lessons.list_for(learner_id, q="hotel", or_scenes=["hotel-check-in", "x"])
    assert [lesson.lesson_id for lesson in lessons] == [told, ready]
    everything, _ = await storage.lessons.list_for(learner_id, or_scenes=["hotel-check-in"])
    assert len(everything) == 3


async def test_a_lesson_without_a_scene_is_found_by_what_the_page_calls_it(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    free = await stored_lesson(storage, learner_id, mode="free", title="Free Conversation")
    await stored_lesson(storage, learner_id, mode="free", title="Coffee", scenario=Scenario(place="cafe"))
    await stored_lesson(storage, learner_id, mode="build", title="Conversation")

    lessons, _ = await storage.lessons.list_for(learner_id, q="자유", or_unnamed=["free"])
    assert [lesson.lesson_id for lesson in lessons] == [free]
    assert await storage.lessons.list_for(learner_id, q="자유") == ([], False)


async def test_the_lesson_to_go_on_with_is_the_one_in_use_last_however_old_it_is(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    assert await storage.lessons.last_of(learner_id) is None
    older, newer, silent = [await stored_lesson(storage, learner_id) for _ in range(3)]
    await stored_sitting(storage)

    async def last() -> UUID | None:
        lesson = await storage.lessons.last_of(learner_id)
        return lesson.lesson_id if lesson else None

    for lesson_id, ended in ((older, 10), (newer, 20), (silent, 30)):
        sitting = await stored_sitting(storage, lesson_id)
        if lesson_id != silent:
            await storage.turns.save([new_turn(sitting, 0)])
        await storage.lessons.end(lesson_id, reason="button", at=at(ended))
    assert await last() == newer
    await storage.lessons.reopen(older)
    assert await last() == older
    await storage.lessons.end(older, reason="button", at=at(40))
    assert await last() == older
    await storage.lessons.reopen(silent)
    assert await last() == older  # nobody is there yet
    await storage.lessons.start(silent, at=at(50))
    assert await last() == silent


async def test_a_learners_lessons_are_told_newest_first_and_no_others(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    await stored_lesson(storage)
    ids = [await stored_lesson(storage, learner_id) for _ in range(3)]
    assert await storage.lessons.ids_of(learner_id) == ids[::-1]
    assert await storage.lessons.ids_of(uuid4()) == []


async def test_a_listed_lesson_is_the_summary_of_the_stored_one(storage: Storage) -> None:
    sitting = await stored_sitting(storage, await stored_lesson(storage, scenario=HOTEL, level="A2"))
    await storage.turns.save([new_turn(sitting, 0), new_turn(sitting, 1)])
    lesson = await storage.lessons.get(sitting.lesson_id)
    assert lesson is not None
    (listed,), _ = await storage.lessons.list_for(lesson.learner_id)

    assert (listed.turn_count, listed.total_seconds) == (2, 12.0)
    for name in type(listed).model_fields:
        assert getattr(listed, name) == getattr(lesson, name)


async def test_totals_are_over_all_lessons_and_sittings_and_the_learners_own_speech(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    nothing = await storage.lessons.totals_of(learner_id)
    assert (nothing.lessons, nothing.total_seconds, nothing.learner_speech_seconds) == (0, 0.0, 0.0)

    talked = await stored_lesson(storage, learner_id)
    await stored_lesson(storage, learner_id)
    other = await stored_sitting(storage, await stored_lesson(storage))
    await storage.turns.save([new_turn(other, 0, role="learner", speech_seconds=9.0)])
    sitting = await stored_sitting(storage, talked)
    await storage.turns.save(
        [
            new_turn(sitting, 0, role="tutor", speech_seconds=5.0),
            new_turn(sitting, 1, role="learner", speech_seconds=1.5),
            new_turn(sitting, 2, role="learner", speech_seconds=2.25),
        ]
    )

    totals = await storage.lessons.totals_of(learner_id)
    listed, _ = await storage.lessons.list_for(learner_id)
    assert totals.lessons == len(listed) == 2
    assert totals.total_seconds == sum(lesson.total_seconds for lesson in listed) > 0
    assert totals.learner_speech_seconds == 3.75


async def test_open_lessons_are_those_waiting_or_running(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    waiting, running, ended = [await stored_lesson(storage, learner_id) for _ in range(3)]
    await stored_lesson(storage)
    await storage.lessons.start(running, at=at(0))
    await storage.lessons.end(ended, reason="said", at=at(1))

    assert [lesson.lesson_id for lesson in await storage.lessons.open_of(learner_id)] == [waiting, running]


async def test_a_lesson_without_an_open_sitting_is_found_stranded(storage: Storage, later: Later) -> None:
    stranded = await stored_lesson(storage)
    await stored_sitting(storage)
    ended = await stored_lesson(storage)
    await storage.lessons.end(ended, reason="said", at=at(1))
    await later(60)
    await stored_lesson(storage)

    assert await storage.lessons.stranded(older_seconds=60) == [stranded]
    assert await storage.lessons.stranded(older_seconds=120) == []


async def test_deleting_a_lesson_leaves_the_learners_others(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    kept, gone = await stored_lesson(storage, learner_id), await stored_lesson(storage, learner_id)
    sitting = await stored_sitting(storage, gone)
    await storage.turns.save([new_turn(sitting, 0)])
    await storage.lessons.delete(gone)

    lessons, _ = await storage.lessons.list_for(learner_id)
    assert [lesson.lesson_id for lesson in lessons] == [kept]
    assert await storage.turns.of_lesson(gone) == []
    with pytest.raises(UnknownLessonError):
        await storage.sittings.create(new_sitting(gone))


async def test_text_that_postgres_cannot_hold_is_stored_without_it(storage: Storage) -> None:
    lesson_id = await stored_lesson(
        storage, title="Ho\x00tel", scenario=Scenario(place="ho\x00tel", partner="\x00")
    )
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.title, lesson.scenario) == ("Hotel", Scenario(place="hotel"))
