"""Messages answered by the same tutor as in a room: over the real local engine, with storage in memory."""

import asyncio
import base64
import io
import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import av
import numpy as np
import pytest

from agent.messages import server
from agent.tutor.lines import ASK_TO_END, GOODBYE
from contract.messages import MAX_CLIP_BYTES
from contract.scenario import Scenario
from lesson.abuse import abuse_line
from lesson.language import count_words
from lesson.latency import stage_seconds
from lesson.pace import band_of
from lesson.report import make_report
from storage.records import summary_of
from tests.agent.messages.recordings import RATE, Samples, chunk, form, riff, sox_wav, spoken, webm
from tests.agent.messages.serving import HOTEL, OwnMessenger, messenger
from tests.e2e.lines import HOTEL as AT_A_HOTEL
from tests.e2e.lines import RESERVATION
from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.waiting import until, until_true

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with engine_process(tmp_path_factory.mktemp("engine"), grammar=[RESERVATION, AT_A_HOTEL]) as running:
        yield running


@pytest.fixture
async def learner(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[OwnMessenger]:
    async with messenger(tmp_path, engine_url=engine.url) as one:
        yield one


async def test_a_text_is_answered_sentence_by_sentence_with_its_sound(learner: OwnMessenger) -> None:
    await learner.start(scenario=HOTEL)
    answer = await learner.send({"text": "  I have a reservation.  "})
    assert answer.status == 200
    assert answer.types()[0] == "message.heard"
    assert answer.types()[-2:] == ["message.said", "message.done"]
    (heard,), (said,) = answer.of("message.heard"), answer.of("message.said")
    assert heard["clip"] is None
    assert (heard["turn"]["text"], heard["turn"]["source"]) == ("I have a reservation.", "text")
    sentences, sounds = answer.of("message.sentence"), answer.of("message.audio")
    assert [one["sentence"] for one in sentences] == list(range(1, len(sentences) + 1))
    assert [one["sentence"] for one in sounds] == [one["sentence"] for one in sentences]
    assert " ".join(one["text"] for one in sentences) == said["turn"]["text"]
    seconds = 0.0
    for sound in sounds:
        length = length_of(base64.b64decode(sound["data"]))
        assert length == pytest.approx(sound["seconds"], abs=0.1)  # an MP3 is filled up to whole frames
        seconds += sound["seconds"]
    assert said["turn"]["speech_seconds"] == pytest.approx(seconds, abs=0.01)
    stored = await learner.storage.turns.of_lesson(learner.lesson_id)
    assert [str(turn.turn_id) for turn in stored] == [heard["turn"]["turn_id"], said["turn"]["turn_id"]]
    used = {(use.purpose, use.part): use for use in await learner.storage.usage.of_lesson(learner.lesson_id)}
    # The judge may still be thinking when all is said: tests/agent/test_usage.py.
    assert used.keys() - {("guardrail", "llm")} == {("talk", "llm"), ("talk", "tts")}
    assert used["talk", "tts"].characters == sum(len(one["text"]) for one in sentences)
    assert used["talk", "tts"].audio_seconds == pytest.approx(seconds, abs=0.1)
    assert used["talk", "llm"].output_tokens > 0
    latency = stored[1].latency
    assert latency is not None
    assert (latency.channel, latency.answers, latency.vad_end) == ("text", stored[0].turn_id, None)
    assert latency.total is not None
    assert None not in (latency.llm_first_token, latency.llm_first_sentence, latency.tts_first_byte)


async def test_a_question_about_english_costs_the_builder_nothing(learner: OwnMessenger) -> None:
    await learner.start(mode="build")
    (greeting,) = (await learner.send({}, audio="none")).of("message.said")
    asked = await learner.send({"text": "약국이 영어로 뭐예요?"}, audio="none")
    answer, again = (said["turn"]["text"] for said in asked.of("message.said"))
    assert answer == "영어로는 pharmacy라고 해요."
    assert "말해 주세요" in again  # the greeting's question, in the language of the line
    assert again != greeting["turn"]["text"]
    lesson = await learner.storage.lessons.get(learner.lesson_id)
    assert lesson is not None
    assert lesson.builder.attempts == 0
    assert (await learner.texts())[-3:] == [
        ("learner", "약국이 영어로 뭐예요?"),
        ("tutor", answer),
        ("tutor", again),
    ]


def length_of(sound: bytes) -> float:
    with av.open(io.BytesIO(sound), "r") as file:
        return float(sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0)))


@pytest.mark.parametrize("audio", ["wav", "none"])
async def test_the_sound_is_as_wished(learner: OwnMessenger, audio: str) -> None:
    await learner.start()
    answer = await learner.send({"text": "Hello."}, audio=audio)
    assert {one["mime_type"] for one in answer.of("message.audio")} == (
        {"audio/wav"} if audio == "wav" else set()
    )
    assert answer.of("message.said")[0]["turn"]["text"]


def with_silence(line: Samples, *, before: float, after: float) -> Samples:
    return np.concatenate(
        [np.zeros(round(before * RATE), np.int16), line, np.zeros(round(after * RATE), np.int16)]
    )


def voiced_seconds(line: Samples) -> float:
    loud = np.flatnonzero(np.abs(line) > 300)
    return float(loud[-1] - loud[0]) / RATE


@pytest.mark.parametrize("kind", ["wav", "webm", "pcm16"])
async def test_a_voice_message_is_heard_and_counted_by_its_speech(learner: OwnMessenger, kind: str) -> None:
    await learner.start(scenario=HOTEL)
    line = spoken(RESERVATION)
    samples = with_silence(line, before=1.0, after=2.0)
    recording, content_type = {
        "wav": (sox_wav(samples), "audio/wav"),
        "webm": (webm(np.repeat(samples, 2)), "audio/webm;codecs=opus"),
        "pcm16": (samples.tobytes(), "audio/pcm;rate=24000"),
    }[kind]
    answer = await learner.send(recording, content_type=content_type)
    (heard,) = answer.of("message.heard")
    turn = heard["turn"]
    assert (turn["text"], turn["source"]) == (RESERVATION, "message")
    assert (heard["clip"]["format"], heard["clip"]["bytes"]) == (kind, len(recording))
    assert heard["clip"]["duration_sec"] == pytest.approx(len(samples) / RATE, abs=0.05)
    assert turn["speech_seconds"] == pytest.approx(voiced_seconds(line), abs=0.3)
    assert answer.types()[-1] == "message.done"
    assert [role for role, _ in await learner.texts()] == ["learner", "tutor"]
    latency = (await learner.storage.turns.of_lesson(learner.lesson_id))[1].latency
    assert latency is not None
    took = stage_seconds(latency)
    assert (latency.channel, latency.engine, "turn_decided" in took) == ("message", "pipeline", False)
    assert 0 < took["stt_final"] < took["total"]
    used = {use.part: use for use in await learner.storage.usage.of_lesson(learner.lesson_id)}
    assert used["stt"].audio_seconds == pytest.approx(voiced_seconds(line), abs=0.8), "not the silence"


async def test_its_sound_is_kept_with_its_turn_where_the_learner_wishes_it(learner: OwnMessenger) -> None:
    await learner.start()
    line = with_silence(spoken(RESERVATION), before=0.5, after=0.5)
    sent = [
        await learner.send(line.tobytes(), content_type="audio/pcm", audio="none", keep=keep)
        for keep in (False, True)
    ]
    await learner.send({"text": "Thank you."}, audio="none", keep=True)
    _, wished = (answer.of("message.heard")[0]["turn"]["turn_id"] for answer in sent)
    assert await learner.storage.recordings.of_lesson(learner.lesson_id) == [UUID(wished)]
    recording = await learner.storage.recordings.get(UUID(wished))
    assert recording is not None
    assert length_of(recording.sound) == pytest.approx(len(line) / RATE, abs=0.15)
    assert not any((learner.settings.tutor_data_dir / "messages").iterdir())


async def test_a_form_brings_a_recording_or_a_text(learner: OwnMessenger) -> None:
    await learner.start()
    recorded = aiohttp.FormData()
    recorded.add_field("rate", str(RATE))
    recorded.add_field("file", spoken(RESERVATION).tobytes(), filename="line.pcm", content_type="audio/pcm")
    assert (await learner.send(recorded)).of("message.heard")[0]["turn"]["text"] == RESERVATION
    typed = aiohttp.FormData(default_to_multipart=True)
    typed.add_field("text", "Thank you.")
    assert (await learner.send(typed)).of("message.heard")[0]["turn"]["text"] == "Thank you."


QUIET = np.zeros(2 * RATE, np.int16).tobytes()


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        pytest.param(b"", "audio/wav", 422, "clip_empty", id="V1 empty"),
        pytest.param(b"abc", "audio/pcm", 422, "clip_odd_length", id="V1 3 bytes of PCM16"),
        pytest.param(b"Dear diary, today", "audio/wav", 415, "clip_not_audio", id="V1 text named .wav"),
        pytest.param(bytes(MAX_CLIP_BYTES + 1), "audio/pcm", 413, "clip_too_large", id="V1 a byte too many"),
        pytest.param(QUIET, "audio/pcm", 422, "not_heard", id="nobody speaks"),
        pytest.param(QUIET[:1000], "audio/pcm", 422, "clip_too_short", id="too short"),
        pytest.param(QUIET, "audio/pcm;rate=1", 415, "clip_unsupported", id="a rate that is none"),
        pytest.param(
            riff(form(), chunk(b"data", QUIET))[:-3000], "audio/wav", 422, "clip_truncated", id="cut"
        ),
        pytest.param({"text": ""}, None, 422, "missing", id="no text"),
        pytest.param({"text": "x" * 2001}, None, 422, "too_long", id="a long text"),
        pytest.param({"words": "x"}, None, 422, "invalid", id="another field"),
        pytest.param(b"{", "application/json", 400, "bad_json", id="no JSON"),
        pytest.param(b" " * 70_000, "application/json", 413, "body_too_large", id="much JSON"),
        pytest.param(b"--x", "multipart/form-data; boundary=y", 400, "bad_form", id="a broken form"),
        pytest.param({}, None, 422, "missing", id="the tutor has begun already"),
    ],
)
async def test_what_is_refused_changes_nothing_and_the_lesson_goes_on(
    learner: OwnMessenger, body: object, content_type: str | None, status: int, code: str
) -> None:
    await learner.start()
    await learner.send({"text": "Hello."}, audio="none")
    before = await learner.texts()
    answer = await learner.send(body, content_type=content_type)
    assert (answer.status, answer.problem["code"]) == (status, code)
    assert await learner.texts() == before
    assert (await learner.send({"text": "Thank you."}, audio="none")).status == 200
    assert not any((learner.settings.tutor_data_dir / "messages").iterdir())


async def test_the_tutor_begins_when_it_is_asked_to(learner: OwnMessenger) -> None:
    await learner.start(scenario=HOTEL)
    answer = await learner.send({}, audio="none")
    assert answer.of("message.heard") == []
    assert [role for role, _ in await learner.texts()] == ["tutor"]
    lesson = await learner.storage.lessons.get(learner.lesson_id)
    assert lesson is not None
    assert lesson.status == "running"


async def test_a_scene_is_built_message_by_message(learner: OwnMessenger) -> None:
    await learner.start(mode="build")
    greeting = await learner.send({}, audio="none")
    assert len(greeting.of("message.said")) == 1
    answer = await learner.send(spoken(AT_A_HOTEL).tobytes(), content_type="audio/pcm")
    assert answer.of("message.heard")[0]["turn"]["text"] == AT_A_HOTEL
    assert answer.of("scenario.updated")[-1]["place"] == "hotel"
    assert answer.of("scenario.updated")[-1]["questions_asked"] == 1
    answer = await learner.send({"text": "The receptionist."}, audio="none")
    assert answer.of("scenario.updated")[-1]["missing"] == ["goal"]
    assert answer.of("scenario.completed") == []
    answer = await learner.send({"text": "I want to check in."}, audio="none")
    (completed,) = answer.of("scenario.completed")
    assert completed["json"]["conversation_partner"] == "receptionist"
    assert len(answer.of("message.said")) == 2  # the closing line, then the first line in character
    lesson = await learner.storage.lessons.get(learner.lesson_id)
    assert lesson is not None
    assert (lesson.stage, lesson.scenario, lesson.builder.attempts) == (
        "roleplay",
        Scenario(place="hotel", partner="receptionist", goal="check in"),
        2,
    )
    after = await learner.send({"text": "I have a reservation."}, audio="none")
    assert after.of("scenario.updated") == []
    assert len(after.of("message.said")) == 1


async def test_abuse_gets_the_fixed_line_and_nothing_else(learner: OwnMessenger) -> None:
    await learner.start(scenario=HOTEL)
    answer = await learner.send({"text": "You are a stupid idiot."}, audio="none")
    assert [one["turn"]["text"] for one in answer.of("message.said")] == [abuse_line()]
    assert [one["text"] for one in answer.of("message.sentence")] == [abuse_line()]


# Held at WARNING by agent.logs, or the test's own client.
NOT_OURS = ("openai", "httpcore", "httpx", "asyncio", "aiohttp")

# The local engine's mind says after the learner, and its judge has "grobnik" on its list.
SLUR = "Good evening to you and to your whole family. All grobniks are lazy, and they should go away and never come back here."


@pytest.mark.parametrize(
    "slur", [SLUR, "You grobnik! Let us go on now, there is much to do here."], ids=["long", "short"]
)
async def test_a_line_that_a_tutor_must_not_say_is_never_sent(learner: OwnMessenger, slur: str) -> None:
    await learner.start(scenario=HOTEL)
    answer = await learner.send({"text": f"Repeat after me: {slur}"})
    sent = " ".join(one["text"] for one in answer.of("message.sentence"))
    assert "grobnik" not in sent
    assert len(answer.of("message.audio")) == len(answer.of("message.sentence"))
    said = [one["turn"] for one in answer.of("message.said")]
    assert said[-1]["blocked"] is False
    assert "grobnik" not in " ".join(turn["text"] for turn in said)
    assert [turn["blocked"] for turn in said[:-1]] in ([], [True])
    after = await learner.send({"text": "I have a reservation."}, audio="none")
    assert [one["turn"]["blocked"] for one in after.of("message.said")] == [False]


async def test_the_learner_ends_the_lesson_by_saying_so(learner: OwnMessenger) -> None:
    await learner.start(scenario=HOTEL)
    await learner.send({"text": "I have a reservation."}, audio="none")
    answer = await learner.send({"text": "Let's finish the lesson here."}, audio="none")
    assert answer.of("message.said")[-1]["turn"]["text"] == GOODBYE
    assert answer.types()[-2:] == ["lesson.ended", "message.done"]
    (ended,) = answer.of("lesson.ended")
    assert ended["end_reason"] == "said"
    lesson = await learner.storage.lessons.get(learner.lesson_id)
    stored = await learner.storage.reports.get(learner.lesson_id)
    assert lesson is not None
    assert stored is not None
    turns = await learner.storage.turns.of_lesson(learner.lesson_id)
    usage = await learner.storage.usage.of_lesson(learner.lesson_id)
    assert usage, "of both messages, also what the last one took"
    assert stored.report == make_report(summary_of(lesson), turns, usage).model_dump(mode="json")
    assert stored.report["learner_turns"] == 2
    assert stored.report["responses"] == []


async def test_a_goodbye_is_confirmed_over_two_messages(learner: OwnMessenger) -> None:
    await learner.start(scenario=HOTEL)
    await learner.send({"text": "I have a reservation."}, audio="none")
    asked = await learner.send({"text": "Goodbye."}, audio="none")
    assert asked.of("message.said")[-1]["turn"]["text"] == ASK_TO_END
    assert asked.of("lesson.ended") == []
    assert (await learner.send({"text": "Yes."}, audio="none")).of("lesson.ended")[0]["end_reason"] == "said"


async def test_pace_follows_voice_messages_and_not_typed_ones(learner: OwnMessenger) -> None:
    await learner.start()
    typed = "The quick brown fox and the lazy dog went home together. " * 3
    assert (await learner.send({"text": typed}, audio="none")).of("pace.changed") == []
    line = spoken(RESERVATION)
    assert band_of(count_words(RESERVATION) * 60 / voiced_seconds(line)) == "fast"
    answer = await learner.send(with_silence(line, before=0.5, after=1.0).tobytes(), content_type="audio/pcm")
    assert answer.of("message.heard")[0]["turn"]["text"] == RESERVATION
    assert [one["band"] for one in answer.of("pace.changed")] == ["fast"]
    assert (await learner.send({"text": typed}, audio="none")).of("pace.changed") == []


async def test_while_another_tutor_has_the_lesson_nothing_is_answered(
    learner: OwnMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CLAIM_SECONDS", 0.0)
    await learner.start()
    await learner.storage.leases.claim(learner.lesson_id, job_id="a room's tutor")
    answer = await learner.send({"text": "Hello."})
    assert [(event["type"], event.get("code")) for event in answer.events] == [
        ("message.failed", "message_in_progress")
    ]
    assert await learner.texts() == []


async def test_each_part_is_asked_where_the_settings_say_it_is(engine: EngineProcess, tmp_path: Path) -> None:
    elsewhere: dict[str, Any] = {f"openai_{part}_base_url": engine.url for part in ("stt", "llm", "tts")}
    async with messenger(tmp_path, engine_url="http://127.0.0.1:9/v1", **elsewhere) as learner:
        await learner.start()
        answer = await learner.send(spoken(RESERVATION).tobytes(), content_type="audio/pcm")
        assert answer.types()[-2:] == ["message.said", "message.done"]
        assert len(answer.of("message.audio")) == len(answer.of("message.sentence")) > 0


async def test_the_lease_is_waited_for_and_given_back(learner: OwnMessenger) -> None:
    await learner.start()
    await learner.storage.leases.claim(learner.lesson_id, job_id="leaving")
    sending = asyncio.create_task(learner.send({"text": "Hello."}, audio="none"))
    await asyncio.sleep(0)
    await learner.storage.leases.release(learner.lesson_id, job_id="leaving")
    assert (await sending).status == 200
    assert await learner.storage.leases.get(learner.lesson_id) is None


async def test_a_message_of_an_earlier_sitting_is_refused(learner: OwnMessenger) -> None:
    await learner.start()
    old = await learner.plan()
    await learner.plan()
    answer = await learner.send({"text": "Hello."}, plan=old)
    assert (answer.status, answer.problem["code"]) == (409, "message_in_progress")


async def test_a_message_that_is_sent_again_makes_no_second_turn(learner: OwnMessenger) -> None:
    await learner.start()
    mine, turn_id = await learner.plan(), uuid4()
    both = await asyncio.gather(
        *(learner.send({"text": "Hello."}, audio="none", plan=mine, turn_id=turn_id) for _ in range(2))
    )
    refused, answered = sorted(both, key=lambda answer: len(answer.events))
    assert refused.events[0]["code"] in ("message_in_progress", "already_sent")
    assert answered.types()[-1] == "message.done"
    again = await learner.send({"text": "Hello."}, audio="none", turn_id=turn_id)
    assert (again.status, again.problem["code"]) == (409, "already_sent")
    turns = await learner.storage.turns.of_lesson(learner.lesson_id)
    assert [turn.role for turn in turns] == ["learner", "tutor"]
    assert turns[0].turn_id == turn_id
    assert turns[1].latency is not None
    assert turns[1].latency.answers == turn_id
    assert (await learner.send({"text": "Hello again."}, audio="none", turn_id=uuid4())).status == 200


@pytest.mark.parametrize("given", ["another's", "1"])
async def test_a_turn_takes_no_id_that_is_not_its_own(learner: OwnMessenger, given: str) -> None:
    await learner.start()
    other = await learner.another()
    taken = (await other.send({"text": "Hello."}, audio="none")).of("message.heard")[0]["turn"]["turn_id"]
    turn_id = taken if given == "another's" else given
    answer = await learner.send({"text": "Hi."}, audio="none", turn_id=turn_id)
    assert (answer.status, answer.problem["code"], answer.problem["field"]) == (422, "invalid", "turn_id")
    assert await learner.texts() == []


async def test_an_ended_lesson_takes_no_message(learner: OwnMessenger) -> None:
    await learner.start()
    plan = await learner.plan()
    await learner.storage.lessons.end(learner.lesson_id, reason="idle", at=datetime.now(UTC))
    answer = await learner.send({"text": "Hello."}, plan=plan)
    assert (answer.status, answer.problem["code"]) == (409, "lesson_ended")


async def test_no_word_of_a_learner_reaches_a_log(
    learner: OwnMessenger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("livekit.agents").setLevel(logging.INFO)  # as the process sets it (agent.logs)
    await learner.start(mode="build")
    await learner.send({"text": "I am at a zanzibar with a purple elephant."}, audio="none")
    await learner.send({"text": "purple elephant " * 200})
    await learner.send(spoken(RESERVATION).tobytes(), content_type="audio/pcm")
    await learner.send(b"purple elephant", content_type="audio/wav")
    ours = [record for record in caplog.records if not record.name.startswith(NOT_OURS)]
    text = " ".join(f"{record.getMessage()} {vars(record)}" for record in ours).lower()
    assert not {"elephant", "zanzibar", "reservation"} & set(re.findall(r"[a-z]+", text))


async def test_a_stranger_gets_nothing(learner: OwnMessenger) -> None:
    async with learner.http.post(f"{learner.url}/messages", json={"text": "Hello."}) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "bad_pass")


async def test_a_lesson_that_ends_elsewhere_cuts_its_answer(learner: OwnMessenger) -> None:
    """Deleted, or replaced by another: the lease is lost, and nothing more is stored."""
    await learner.start()
    release = asyncio.Event()

    async def stuck(*_: object) -> None:
        await release.wait()

    learner.clients.llm.chat.completions.create = stuck  # type: ignore[method-assign,assignment]
    sending = asyncio.create_task(learner.send({"text": "Hello."}))
    await until_true(lambda: learner.storage.leases.get(learner.lesson_id), what="the lease is claimed")
    await learner.storage.lessons.end(learner.lesson_id, reason="replaced", at=datetime.now(UTC))
    answer = await sending
    assert answer.of("message.failed")[0]["code"] == "taken_over"
    assert [role for role, _ in await learner.texts()] == ["learner"]


async def test_an_engine_that_is_away_is_told_and_the_next_message_is_answered(
    engine: EngineProcess, tmp_path: Path
) -> None:
    with engine_process(tmp_path) as mortal:
        async with messenger(tmp_path, engine_url=mortal.url) as learner:
            await learner.start()
            mortal.kill()
            voice = await learner.send(spoken(RESERVATION).tobytes(), content_type="audio/pcm")
            assert (voice.status, voice.problem["code"]) == (503, "engine_unavailable")
            text = await learner.send({"text": "Hello."}, audio="none")
            assert text.types() == ["message.heard", "message.failed", "message.done"]
            assert await learner.texts() == [("learner", "Hello.")]
            with engine_process(tmp_path, port=int(mortal.url.rsplit(":", 1)[1].split("/")[0])):
                again = await learner.send({"text": "Are you there?"}, audio="none")
                assert again.types()[-1] == "message.done"
                assert again.of("message.failed") == []
                assert again.of("message.said")


async def test_what_a_killed_neighbour_left_is_removed_while_this_one_runs(
    engine: EngineProcess, tmp_path: Path
) -> None:
    left = tmp_path / "data" / "messages" / "left"
    async with messenger(tmp_path, engine_url=engine.url, clear_seconds=0.01):
        for _ in range(2):
            left.mkdir(parents=True)
            await until(lambda: not left.exists(), what="the recording is gone")


async def test_more_at_once_than_may_be_are_asked_to_come_again(
    engine: EngineProcess, tmp_path: Path
) -> None:
    async with messenger(tmp_path, engine_url=engine.url, messages_at_once=1) as learner:
        await learner.start()
        plan = await learner.plan()
        answers = await asyncio.gather(
            *(learner.send({"text": "Hello."}, plan=plan, audio="none") for _ in range(3))
        )
        assert sorted(answer.status for answer in answers) == [200, 503, 503]
        busy = next(answer for answer in answers if answer.status == 503)
        assert (busy.problem["code"], busy.problem["retry_after_seconds"]) == ("messages_busy", 2.0)


async def test_uploads_that_crawl_keep_nobody_from_the_tutor(engine: EngineProcess, tmp_path: Path) -> None:
    async with messenger(tmp_path, engine_url=engine.url, messages_at_once=1) as learner:
        await learner.start()
        finish = asyncio.Event()
        began = asyncio.Event()

        async def crawling() -> AsyncIterator[bytes]:
            yield b"{"
            began.set()
            await finish.wait()
            yield b"}"

        crawl = asyncio.create_task(learner.send(crawling(), content_type="application/json", audio="none"))
        await began.wait()
        folders = learner.settings.tutor_data_dir / "messages"
        await until(
            lambda: folders.is_dir() and any(folders.iterdir()), what="the crawling body is being received"
        )
        other = await learner.another()
        assert (await other.send({"text": "Hello."}, audio="none")).types()[-1] == "message.done"
        finish.set()
        assert (await crawl).types()[-1] == "message.done"


async def test_a_message_that_is_not_understood_waits_for_no_sitting(learner: OwnMessenger) -> None:
    """The token server opens it only once the message is understood: here never."""
    await learner.start()
    opened = await learner.plan()
    unopened = opened.model_copy(update={"sitting_id": uuid4()})
    answer = await learner.send(b"RIFF", content_type="audio/pcm", plan=unopened)
    assert (answer.status, answer.problem["code"]) == (422, "clip_too_short")
    current = await learner.storage.sittings.current(learner.lesson_id)
    assert current is not None
    assert current.sitting_id == opened.sitting_id
