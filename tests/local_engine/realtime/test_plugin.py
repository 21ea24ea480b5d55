"""The whole realtime protocol as livekit-plugins-openai speaks it, over a real socket."""

import contextlib
import json
from typing import Any

import pytest
from livekit.agents import APIConnectionError, function_tool, llm
from openai.types.realtime.realtime_audio_input_turn_detection import SemanticVad, ServerVad

from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.waiting import until
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.plugin import SERVER_VAD, listen, plugin
from tests.local_engine.spoken import say, seconds_of, silence

pytestmark = pytest.mark.engine

HOTEL = 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'


async def test_a_greeting_is_spoken_and_captioned(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        said = await client.reply(instructions="Say only your first line in character.")
    assert said.text == "Good evening, and welcome to our hotel. May I have your name, please?"
    assert 4 < said.seconds < 9
    kinds = [received.type for received in client.received]
    order = [
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio_transcript.delta",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.done",
    ]
    assert [kinds.index(kind) for kind in order] == sorted(kinds.index(kind) for kind in order)


@pytest.mark.parametrize("sentence", SENTENCES[:3])
async def test_a_spoken_sentence_is_recognised_as_written_and_answered(
    engine: EngineProcess, sentence: str
) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        client.push(silence(0.5) + say(sentence) + silence(1.0))
        said = await client.next_reply()
    heard = client.events("conversation.item.input_audio_transcription.completed")[0]
    assert heard["transcript"] == sentence
    usage = heard["usage"]
    seconds = len(say(sentence)) / 48_000
    assert 10 * (seconds - 0.5) < usage["input_token_details"]["audio_tokens"] < 10 * (seconds + 1.5)
    assert usage["output_tokens"] == pytest.approx(len(sentence) / 4, abs=1)
    assert said.text
    assert said.seconds > 0.5
    message = next(item for item in client.session.chat_ctx.items if item.type == "message")
    assert message.text_content == sentence


async def test_the_item_id_is_one_from_speech_to_transcript(engine: EngineProcess) -> None:
    async with plugin(engine.url) as client:
        client.push(silence(0.5) + say(SENTENCES[1]) + silence(1.0))
        await client.next_reply()
    kinds = (
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.input_audio_transcription.completed",
    )
    assert len({client.events(kind)[0]["item_id"] for kind in kinds}) == 1
    assert (
        client.events("conversation.item.added")[1]["previous_item_id"]
        == client.events(kinds[0])[0]["item_id"]
    )


async def test_speech_times_are_those_of_the_sound(engine: EngineProcess) -> None:
    speech = say(SENTENCES[0])
    async with plugin(engine.url) as client:
        client.push(silence(1.0) + speech + silence(2.0))
        started = await client.event("input_audio_buffer.speech_started")
        stopped = await client.event("input_audio_buffer.speech_stopped")
    assert started["audio_start_ms"] == pytest.approx(1000 - 300, abs=130)
    assert stopped["audio_end_ms"] == pytest.approx(1000 + seconds_of(speech) * 1000 + 500, abs=200)


async def test_the_first_sound_follows_the_end_of_the_silence_at_once(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        delays = []
        for turn in range(1, 4):
            await client.speak(silence(0.3) + say(SENTENCES[1]) + silence(0.8))
            await client.next_reply()
            stopped = [r.at for r in client.received if r.type == "input_audio_buffer.speech_stopped"][
                turn - 1
            ]
            delays.append(client.first_at("response.output_audio.delta", after=stopped) - stopped)
    assert min(delays) < 0.15  # the best of three: other work shares this machine


async def test_sound_never_runs_more_than_a_few_seconds_ahead(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        said = await client.reply(
            instructions="Begin the lesson: say where we are, who you are, then your first line."
        )
    deltas = [received.at for received in client.received if received.type == "response.output_audio.delta"]
    assert said.seconds > 6
    assert said.seconds - 4.0 < deltas[-1] - deltas[0] < said.seconds


async def test_speech_interrupts_a_reply(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL, speed=0.5) as client:
        generation = await client.session.generate_reply(
            instructions="Begin the lesson: your first line in character."
        )
        await client.event("response.output_audio.delta", nth=5)
        client.push(say(SENTENCES[1]))
        done = await client.event("response.done")
        client.push(silence(1.0))
        answer = await client.next_reply()
    assert done["response"]["status"] == "cancelled"
    assert done["response"]["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert client.events("response.output_item.done")[0]["item"]["status"] == "incomplete"
    assert generation.response_id == done["response"]["id"]
    stopped = client.first_at("response.done")
    late = [r for r in client.received if r.type == "response.output_audio.delta" and r.at > stopped]
    assert {r.event["response_id"] for r in late}.isdisjoint({generation.response_id})
    assert answer.text


async def test_speech_leaves_a_reply_alone_that_must_not_be_interrupted(engine: EngineProcess) -> None:
    patient = SERVER_VAD.model_copy(update={"interrupt_response": False})
    async with plugin(engine.url, instructions=HOTEL, turn_detection=patient) as client:
        await client.session.generate_reply(instructions="Say only your first line in character.")
        client.push(say(SENTENCES[1]) + silence(1.0))
        await client.event("response.done", nth=2)  # the greeting, then the answer that had to wait
    assert [done["response"]["status"] for done in client.events("response.done")] == ["completed"] * 2


async def test_without_create_response_it_only_reports(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        off = ServerVad(
            type="server_vad", silence_duration_ms=500, create_response=False, interrupt_response=False
        )
        client.session.update_options(turn_detection=off)
        client.push(silence(0.3) + say(SENTENCES[0]) + silence(1.0))
        await client.event("conversation.item.input_audio_transcription.completed")
        said = (
            await client.reply()
        )  # answered in order: had the turn's end made a reply, it would be there by now
    assert len(client.events("response.created")) == 1
    assert said.text


async def test_a_forced_tool_call_takes_its_facts_from_what_was_said(engine: EngineProcess) -> None:
    @function_tool
    async def scenario_fact(
        place: str | None, partner: str | None, goal: str | None, correction: bool, you_choose: bool
    ) -> None:
        """What the learner said about the scene."""

    async with plugin(engine.url) as client:
        await client.session.update_tools([scenario_fact])
        client.session.update_options(
            turn_detection=ServerVad(type="server_vad", create_response=False, interrupt_response=False)
        )
        client.push(silence(0.3) + say(SENTENCES[0]) + silence(1.0))
        await client.event("conversation.item.input_audio_transcription.completed")
        said = await client.reply(
            tool_choice={"type": "function", "function": {"name": "scenario_fact"}}, tools=[scenario_fact]
        )
    assert said.seconds == 0
    assert [call.name for call in said.calls] == ["scenario_fact"]
    assert json.loads(said.calls[0].arguments) == {
        "place": "hotel",
        "partner": "receptionist",
        "goal": "check in",
        "correction": False,
        "you_choose": False,
    }
    assert len(said.calls[0].call_id) <= 32


async def test_truncation_leaves_what_was_heard(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        said = await client.reply(instructions="Say only your first line in character.")
        item_id = client.events("response.output_item.done")[0]["item"]["id"]
        client.session.truncate(message_id=item_id, modalities=["audio", "text"], audio_end_ms=1500)
        assert (await client.event("conversation.item.truncated"))["audio_end_ms"] == 1500
        client.session.send_event({"type": "conversation.item.retrieve", "item_id": item_id})
        kept = (await client.event("conversation.item.retrieved"))["item"]["content"][0]["transcript"]
    assert said.text.startswith(kept)
    assert 1 <= len(kept.split()) <= 5


async def test_history_is_replayed_and_answered(engine: EngineProcess) -> None:
    history = llm.ChatContext.empty()
    history.add_message(role="assistant", content="Good evening. May I have your name, please?")
    history.add_message(role="user", content="What time is breakfast?")
    async with plugin(engine.url, instructions=HOTEL) as client:
        await client.session.update_chat_ctx(history)
        assert [item.id for item in client.session.chat_ctx.items] == [item.id for item in history.items]
        said = await client.reply()
    assert said.text == "Breakfast is from seven to ten. It is on the second floor."


async def test_an_item_is_deleted(engine: EngineProcess) -> None:
    history = llm.ChatContext.empty()
    history.add_message(role="user", content="What time is breakfast?")
    async with plugin(engine.url) as client:
        await client.session.update_chat_ctx(history)
        await client.session.update_chat_ctx(llm.ChatContext.empty())
        assert client.session.chat_ctx.items == []


async def test_by_meaning_a_whole_sentence_is_answered_sooner_than_an_open_one(engine: EngineProcess) -> None:
    silences = {}
    for sentence in (SENTENCES[1], "I would like to, and"):
        speech = say(sentence)
        by_meaning = SemanticVad(
            type="semantic_vad", eagerness="medium", create_response=False, interrupt_response=False
        )
        async with plugin(engine.url) as client:
            client.session.update_options(turn_detection=by_meaning)
            await client.speak(silence(0.5) + speech + silence(2.0))
            stopped = await client.event("input_audio_buffer.speech_stopped")
        silences[sentence] = stopped["audio_end_ms"] - 500 - seconds_of(speech) * 1000
    assert silences[SENTENCES[1]] == pytest.approx(500, abs=250)
    assert silences["I would like to, and"] == pytest.approx(1500, abs=250)


async def test_push_to_talk_commits_what_was_said(engine: EngineProcess) -> None:
    async with plugin(engine.url, turn_detection=None, instructions=HOTEL) as client:
        client.push(silence(0.3) + say(SENTENCES[1]) + silence(0.4))
        client.session.commit_audio()
        await client.reply()  # sent right behind the commit: it must wait for the words
        client.push(silence(1.0))
        client.session.commit_audio()
        await client.event("conversation.item.input_audio_transcription.completed", nth=2)
        client.push(say(SENTENCES[0]))
        client.session.clear_audio()
        await client.event("input_audio_buffer.cleared")
    heard = client.events("conversation.item.input_audio_transcription.completed")
    assert [event["transcript"] for event in heard] == [SENTENCES[1], ""]
    assert client.events("input_audio_buffer.speech_started") == []
    kinds = [r.type for r in client.received]
    assert kinds.index("conversation.item.input_audio_transcription.completed") < kinds.index(
        "response.output_item.added"
    )


async def test_a_voice_that_does_not_exist_is_refused_by_name(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        client.session.update_options(voice="nobody")
        error = (await client.event("error"))["error"]
        said = await client.reply()
    assert error["param"] == "session.audio.output.voice"
    assert "alloy, ash, ballad" in error["message"]
    assert said.seconds > 0  # the session goes on as it was


async def test_speed_changes_the_next_reply(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as client:
        normal = await client.reply(instructions="Say only your first line in character.")
        client.session.update_options(speed=0.75)
        slow = await client.reply(instructions="Say only your first line in character.")
    assert slow.text == normal.text
    assert slow.seconds / normal.seconds == pytest.approx(1 / 0.75, rel=0.12)


async def test_a_reply_is_not_held_up_by_another_connections_recognition(
    engine: EngineProcess, tmp_path: Any
) -> None:
    """Free dictation of eight seconds takes more than one of a core; a second connection is answered meanwhile."""
    with engine_process(tmp_path) as dictating:
        async with (
            plugin(dictating.url, turn_detection=None) as busy,
            plugin(dictating.url, instructions=HOTEL) as other,
        ):
            busy.push(say("This is a long story about a trip to the sea with my old friends. " * 2))
            busy.session.commit_audio()
            await busy.event("input_audio_buffer.committed")
            generation = await other.session.generate_reply()
            await other.event("response.output_audio.delta")
            heard_first = busy.events("conversation.item.input_audio_transcription.completed") == []
            await busy.event("conversation.item.input_audio_transcription.completed", seconds=60)
            said = await listen(generation)
    assert said.seconds > 0
    assert heard_first


async def test_two_connections_keep_their_talks_apart(engine: EngineProcess) -> None:
    async with plugin(engine.url, instructions=HOTEL) as one, plugin(engine.url) as two:
        one.push(silence(0.3) + say(SENTENCES[1]) + silence(1.0))
        two.push(silence(0.3) + say(SENTENCES[0]) + silence(1.0))
        await one.next_reply()
        await two.next_reply()
    transcripts = [
        client.events("conversation.item.input_audio_transcription.completed")[0]["transcript"]
        for client in (one, two)
    ]
    assert transcripts == [SENTENCES[1], SENTENCES[0]]


async def test_a_wrong_key_ends_the_handshake(tmp_path: Any) -> None:
    with engine_process(tmp_path, key="the right one") as keyed:
        errors: list[llm.RealtimeModelError] = []
        with contextlib.suppress(APIConnectionError):  # the plugin raises its last error again when it closes
            async with plugin(keyed.url, api_key="a wrong one") as client:
                client.session.on("error", errors.append)
                await until(lambda: errors, what="an error")
        async with plugin(keyed.url, api_key="the right one") as client:
            assert (await client.reply()).seconds > 0
    assert "401" in str(errors[0].error.__cause__)
