"""The pipeline engine over the local engine's real recogniser, mind and voice: heard, answered, cut, told to the tracker."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from livekit.agents import ErrorEvent, utils
from livekit.plugins import silero

from agent.engine.clients import Clients
from agent.engine.ears import Ears
from agent.engine.floor import SessionFloor
from agent.engine.pipeline import PipelineEngine
from agent.engine.stages import Stages
from agent.engine.voice import Session, build_session
from agent.process import VAD_SILENCE_SECONDS
from agent.push_to_talk import PushToTalk
from agent.tracker.latency import LatencyLog
from agent.tracker.tracker import ConversationTracker
from agent.tutor.agent import Tutor
from agent.tutor.persona import base_persona
from contract.turn import StoredTurn
from lesson.latency import stage_seconds
from lesson.patience import BySilence
from tests.agent.engine.test_plugins import settings
from tests.e2e.lines import GRAMMAR, QUIET_ROOM, RESERVATION
from tests.e2e.speech import RATE, say
from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.faults import faults_of
from tests.fixtures.sound_room import Loudspeaker, Microphone, with_captions
from tests.fixtures.waiting import until

pytestmark = pytest.mark.engine

SILENCE_MS = 800
STAGES = {"turn_decided", "stt_final", "llm_first_token", "llm_first_sentence", "tts_first_byte", "audio_out"}
NUMBERS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
TEN_LINES = [f"This is the {number} of ten lines." for number in NUMBERS]


@pytest.fixture(scope="module")
def engine_server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with engine_process(tmp_path_factory.mktemp("engine"), grammar=GRAMMAR, faults=True) as process:
        yield process


@dataclass
class Talk:
    session: Session
    engine: PipelineEngine
    microphone: Microphone
    loudspeaker: Loudspeaker
    tutor: Tutor
    tracker: ConversationTracker
    clients: Clients
    turns: list[StoredTurn] = field(default_factory=list)
    unheard: int = 0

    # The tracker's observer

    def turn_final(self, turn: StoredTurn) -> None:
        self.turns.append(turn)

    def not_heard(self) -> None:
        self.unheard += 1

    def of(self, role: str) -> list[StoredTurn]:
        return [turn for turn in self.turns if turn.role == role]

    async def has(self, what: str, condition: Callable[[], object], *, seconds: float = 20.0) -> None:
        await until(
            condition, seconds=seconds, what=f"{what}; turns: {[(t.role, t.text) for t in self.turns]}"
        )

    async def hears(self, *, since: float) -> float:
        await self.has("the tutor is heard", lambda: self.loudspeaker.audible_since(since))
        heard = self.loudspeaker.audible_since(since)
        assert heard is not None
        return heard

    async def speaks(self, line: str) -> None:
        self.microphone.speak(say(line).samples, rate=RATE)
        await self.microphone.said.wait()


@pytest.fixture
async def talk(engine_server: EngineProcess) -> AsyncIterator[Talk]:
    async with utils.http_context.open():
        made = await start(engine_server)
        yield made
        await made.session.aclose()
        await made.engine.aclose()
        await made.loudspeaker.aclose()
        await made.clients.aclose()


async def start(server: EngineProcess, **values: Any) -> Talk:
    chosen = settings(openai_base_url=server.url, **values)
    observer: Any = None
    tracker = ConversationTracker(
        lesson_id=uuid4(),
        sitting_id=uuid4(),
        job_id="job",
        epoch=1,
        observer=observer,
        latency=LatencyLog("pipeline"),
    )
    stages, clients = Stages(tracker.latency), Clients(chosen)
    engine = PipelineEngine(
        chosen,
        clients=clients,
        voice="nova",
        turn_taking=BySilence(SILENCE_MS),
        stage="roleplay",
        on_stage=stages.reached,
        on_unheard=tracker.session_heard_nothing,
    )
    session = build_session(engine, detector=silero.VAD.load(min_silence_duration=VAD_SILENCE_SECONDS))
    stages.listen(session)
    Ears(session, tracker, silence=lambda: engine.silence)
    microphone, loudspeaker = Microphone(), Loudspeaker()
    captions = with_captions(loudspeaker)
    session.input.audio = microphone
    session.output.audio = captions.audio_output
    session.output.transcription = captions.text_output
    tutor = Tutor(base_persona(), engine=engine, on_enter=lambda _, __: None)
    talk = Talk(session, engine, microphone, loudspeaker, tutor, tracker, clients)
    tracker.observer = talk
    await session.start(tutor, record=False)
    return talk


async def test_a_line_is_heard_answered_and_told_with_its_times(talk: Talk) -> None:
    await talk.speaks(RESERVATION)
    spoken = time.time()
    heard = await talk.hears(since=spoken)
    await talk.has("both turns", lambda: len(talk.turns) == 2)
    learner, tutor = talk.turns
    assert (learner.role, learner.text, learner.low_confidence) == ("learner", RESERVATION, False)
    expected = say(RESERVATION).voiced
    assert learner.speech_seconds == pytest.approx(sum(end - begin for begin, end in expected), abs=0.4)
    assert tutor.text
    assert tutor.started_at.timestamp() == pytest.approx(heard, abs=0.3)
    latency = tutor.latency
    assert latency is not None
    assert latency.answers == learner.turn_id
    begin = latency.vad_end or 0.0
    after = {name: at - begin for name, at in latency.model_dump(include=STAGES).items() if at is not None}
    print({name: round(seconds, 2) for name, seconds in after.items()})
    assert after.keys() == STAGES
    assert SILENCE_MS / 1000 - 0.2 < after["turn_decided"] < SILENCE_MS / 1000 + 0.5


async def test_a_slow_recogniser_is_no_silence(talk: Talk, engine_server: EngineProcess) -> None:
    async with faults_of(engine_server.url) as faults:
        await faults.delay(transcription=1.5)
        await talk.speaks(RESERVATION)
        await talk.has("both turns", lambda: len(talk.turns) == 2)
    latency = talk.turns[1].latency
    assert latency is not None
    begin, decided, words = latency.vad_end, latency.turn_decided, latency.stt_final
    assert begin is not None
    assert decided is not None
    assert words is not None
    print(f"decided after {decided - begin:.2f} s, words after {words - begin:.2f} s")
    assert decided - begin == pytest.approx(SILENCE_MS / 1000, abs=0.2)
    assert words - begin > 1.5
    took = stage_seconds(latency)
    assert took["stt_final"] == pytest.approx(words - decided)
    assert took["total"] > took["stt_final"]


async def test_a_learner_who_speaks_stops_the_tutor_and_what_was_heard_is_what_is_kept(talk: Talk) -> None:
    talk.session.say(" ".join(TEN_LINES))
    began = await talk.hears(since=0.0)
    await asyncio.sleep(1.5)
    voice_begins = time.time() + say(QUIET_ROOM).voiced[0][0]
    await talk.speaks(QUIET_ROOM)
    await talk.has("the answer", lambda: len(talk.of("tutor")) == 2)
    cut = talk.of("tutor")[0]
    stopped = max(at for at, pcm in talk.loudspeaker.played if at < cut.ended_at.timestamp() + 0.5)
    print(f"silent {stopped - voice_begins:.2f} s after the voice began")
    assert cut.interrupted
    assert " ".join(TEN_LINES).startswith(cut.text)
    assert 0 < len(cut.text) < len(" ".join(TEN_LINES[:4]))
    assert stopped - voice_begins < 3.0  # 0.3 s on an idle machine
    assert cut.speech_seconds == pytest.approx(stopped - began, abs=0.3)
    assert talk.of("learner")[0].text == QUIET_ROOM


@pytest.mark.slow
async def test_a_noise_without_words_lets_the_tutor_go_on_where_it_was(talk: Talk) -> None:
    talk.session.say(" ".join(TEN_LINES[:3]))
    await talk.hears(since=0.0)
    await asyncio.sleep(1.0)
    hum = (
        np.sin(np.arange(int(0.35 * RATE)) * 2 * np.pi * 160 / RATE) * 0.4
    )  # voice-like, no word of the list
    talk.microphone.speak(hum * np.sign(np.sin(np.arange(hum.size) * 2 * np.pi * 5 / RATE)), rate=RATE)
    await talk.has("the line's end", lambda: len(talk.of("tutor")) == 1)
    assert talk.of("tutor")[0].text == " ".join(TEN_LINES[:3])
    assert not talk.of("tutor")[0].interrupted


async def test_ten_sentences_of_which_one_fails_are_heard_in_order_until_the_interruption(
    talk: Talk, engine_server: EngineProcess
) -> None:
    """The run on real parts of tests/agent/engine/test_ordered_audio.py."""
    async with faults_of(engine_server.url) as faults:
        await faults.delay(speech_first_byte=[0.05, 0.6], seed=7)
        fault = await faults.set("speech", "request", "error", contains="fourth", times=2)
        said = talk.session.say(" ".join(TEN_LINES))
        await fault.has_struck(2)
        # The sixth is on: what is shown follows the sound.
        captions: Any = talk.session.output.transcription
        await talk.has(
            "the sixth sentence",
            lambda: NUMBERS[5] in captions._synchronizer._impl._text_data.forwarded_text,
        )
        cut_at = time.time()
        await talk.session.interrupt()
        await said
        silent_at = talk.loudspeaker.silent_since()
        await asyncio.sleep(1.0)
        assert talk.loudspeaker.silent_since() == silent_at
        assert silent_at - cut_at < 1.0  # 0.3 s by the clock that jumps; here others use the machine too
    await talk.has("the turn", lambda: talk.turns)
    text = talk.turns[0].text
    assert text.startswith(" ".join(TEN_LINES[:5]))
    assert " ".join(TEN_LINES[:7]).startswith(text)
    assert talk.turns[0].interrupted


async def test_sentences_after_two_that_failed_are_heard_and_the_loss_is_told_once(
    talk: Talk, engine_server: EngineProcess
) -> None:
    errors: list[ErrorEvent] = []
    talk.session.on("error", errors.append)
    lines = " ".join(TEN_LINES[:5])
    async with faults_of(engine_server.url) as faults:
        for number in NUMBERS[1:3]:
            await faults.set("speech", "request", "error", contains=number, times=None)
        await talk.session.say(lines)
        await talk.has("the turn", lambda: talk.turns)
        told = [(event.source, event.error.recoverable) for event in errors]
        assert told == [(talk.engine.exact_voice, False)]
        await faults.set("speech", "request", "error", times=None)
        await talk.session.say(lines)  # without any sound
    assert len(errors) == 2
    assert talk.turns[0].text == lines
    assert not talk.turns[0].interrupted
    assert talk.turns[0].speech_seconds > 4.0  # of three lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "unheard"),
    [
        pytest.param({"kind": "error", "times": 1}, 0, id="refused once: tried again"),
        pytest.param({"kind": "error", "times": 2}, 1, id="refused twice: not heard"),
    ],
)
async def test_a_line_whose_recognition_fails_is_tried_again_and_then_not_heard(
    talk: Talk, engine_server: EngineProcess, fault: dict[str, Any], unheard: int
) -> None:
    async with faults_of(engine_server.url) as faults:
        await faults.set("transcriptions", "request", **fault)
        await talk.speaks(RESERVATION)
        if unheard:
            await talk.has("the notice", lambda: talk.unheard)
        else:
            await talk.has("the turn", lambda: talk.of("learner"))
    assert talk.unheard == unheard
    await talk.speaks(QUIET_ROOM)  # and it hears on
    await talk.has("the next line", lambda: [t.text for t in talk.of("learner")][-1:] == [QUIET_ROOM])


async def test_while_turns_are_ours_a_line_is_told_and_not_answered(talk: Talk) -> None:
    talk.engine.hold_turns()
    await talk.speaks(RESERVATION)
    await talk.has("the line", lambda: talk.of("learner"))
    await asyncio.sleep(1.5)
    assert talk.of("tutor") == []
    said = [
        item.text_content
        for item in talk.tutor.chat_ctx.items
        if item.type == "message" and item.role == "user"
    ]
    assert said == [RESERVATION]
    talk.engine.give_turns()
    await talk.speaks(QUIET_ROOM)
    await talk.has("an answer", lambda: talk.of("tutor"))


@pytest.mark.slow
async def test_words_that_come_late_leave_the_last_word_alone(
    talk: Talk, engine_server: EngineProcess
) -> None:
    session = talk.session

    async def interrupt() -> None:
        await session.interrupt(force=True)

    button = PushToTalk(
        engine=talk.engine,
        heard=session,
        log=talk.tracker,
        interrupt=interrupt,
        answers=lambda: True,
        on_unheard=lambda: None,
    )
    async with faults_of(engine_server.url) as faults:
        await faults.delay(transcription=1.0)
        await talk.speaks(RESERVATION)
        assert session.user_state == "speaking"
        await SessionFloor(session, talk.engine, button).take()
        goodbye = session.say("Our time is up. It was nice talking with you. Goodbye!")
        await button.start()  # who presses again
        await goodbye
        assert not goodbye.interrupted
        await talk.has(
            "the learner's turn", lambda: [turn.text for turn in talk.of("learner")] == [RESERVATION]
        )


@pytest.mark.slow
async def test_by_button_a_press_is_a_turn_and_what_is_said_outside_is_none(talk: Talk) -> None:
    talk.engine.listen_by_button()
    await talk.speaks(QUIET_ROOM)
    await asyncio.sleep(1.5)
    assert talk.turns == []
    talk.engine.clear_user_turn()
    pressed = time.time()
    await talk.speaks(RESERVATION)
    await asyncio.sleep(0.4)
    talk.tracker.button_let_go(pressed=pressed, let_go=time.time())
    talk.engine.commit_user_turn()
    await talk.has("the turn and its answer", lambda: len(talk.turns) == 2)
    learner = talk.of("learner")[0]
    assert (learner.text, learner.source) == (RESERVATION, "push_to_talk")
    talk.engine.listen_freely()
    await talk.speaks(QUIET_ROOM)
    await talk.has(
        "hands free again", lambda: [t.source for t in talk.of("learner")] == ["push_to_talk", "voice"]
    )


@pytest.mark.slow
async def test_another_voice_and_pace_hold_from_the_next_sentence(talk: Talk) -> None:
    async def sound_of(text: str) -> "np.ndarray[Any, Any]":
        began = len(talk.loudspeaker.played)
        await talk.session.say(text)
        return np.concatenate([pcm for _, pcm in talk.loudspeaker.played[began:]])

    usual = await sound_of(TEN_LINES[0])
    talk.engine.speak_at(0.75)
    slow = await sound_of(TEN_LINES[0])
    assert slow.size > usual.size * 1.15
    await talk.engine.change_voice("onyx", heard={})
    assert talk.engine.voice == "onyx"
    other = await sound_of(TEN_LINES[0])
    assert not np.array_equal(other[: 2 * RATE], slow[: 2 * RATE])
