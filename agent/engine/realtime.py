"""The realtime engine: one OpenAI speech-to-speech model that hears, thinks and speaks.

The model decides turns (`create_response`, `interrupt_response`); `hold_turns` takes them over for the scenario builder
and `give_turns` hands them back, on the same connection. Fixed sentences go through a text-to-speech voice of the same
name, for a realtime model cannot be made to say exact words.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from livekit.agents import AgentSession, APIError
from livekit.plugins import openai
from openai import AsyncOpenAI
from openai.types.realtime import AudioTranscription
from openai.types.realtime.realtime_audio_input_turn_detection import SemanticVad, ServerVad

from agent.engine.patched import GrowingWaits, TutorRealtimeModel, VoiceRefusedError
from agent.engine.protocol import Parts
from agent.engine.protocol import Stage as ReplyStage
from agent.engine.resilience import RECONNECT_WAITS
from agent.engine.sentence_voice import SentenceVoice
from agent.engine.settings import EngineSettings
from agent.engine.speaking import Manner, WhenLost
from agent.voice_change import VoiceUnchangedError
from contract.words import REALTIME_VOICES, EngineKind, Stage, Voice
from lesson.latency import Silence
from lesson.patience import ByMeaning, TurnTaking


def detection(turn_taking: TurnTaking, *, engine_answers: bool = True) -> SemanticVad | ServerVad:
    """The wire form of how long a pause may be. `engine_answers=False`: it only reports speech and transcripts."""
    if isinstance(turn_taking, ByMeaning):
        return SemanticVad(
            type="semantic_vad",
            eagerness=turn_taking.eagerness,
            create_response=engine_answers,
            interrupt_response=engine_answers,
        )
    return ServerVad(
        type="server_vad",
        threshold=turn_taking.threshold,
        prefix_padding_ms=turn_taking.prefix_padding_ms,
        silence_duration_ms=turn_taking.silence_ms,
        create_response=engine_answers,
        interrupt_response=engine_answers,
    )


class RealtimeEngine:
    kind: ClassVar[EngineKind] = "realtime"
    voices: ClassVar[tuple[Voice, ...]] = REALTIME_VOICES  # those it speaks in
    holds_turns: ClassVar[bool] = False  # the model itself is told not to answer
    context_tokens: ClassVar[int] = 0  # the model keeps the talk
    agent_parts: ClassVar[Parts | None] = None
    silence: ClassVar[Silence | None] = None

    def __init__(
        self,
        settings: EngineSettings,
        *,
        client: AsyncOpenAI,
        voice: Voice,
        turn_taking: TurnTaking,
        stage: Stage,
        speed: float = 1.0,
        reconnects: int = len(RECONNECT_WAITS),
        when_voice_lost: WhenLost = "go on",
        on_lost: Callable[[Exception], None] | None = None,
    ) -> None:
        self._turn_taking = turn_taking
        self._ours = False
        self._by_button = False
        self._answers_held = False
        self._transcriber = settings.openai_stt_model
        self.model = TutorRealtimeModel(
            model=settings.openai_realtime_model,
            voice=voice,
            base_url=settings.engine_url,
            api_key=settings.engine_key,
            # Constructed with the engine answering, also for the builder: constructed without, the session's own turn
            # detector would commit and answer every turn (livekit-agents 1.8.9).
            turn_detection=detection(turn_taking),
            input_audio_transcription=self._transcription(stage),
            speed=speed,
            conn_options=GrowingWaits(max_retry=reconnects),
        )
        self.model.on_lost = on_lost
        self._exact = openai.TTS(
            model=settings.openai_tts_model, voice=voice, client=client, response_format="pcm"
        )
        self.exact_voice = SentenceVoice(self._exact, manner=Manner(when_lost=when_voice_lost))
        self.voice = voice
        self._session: AgentSession[Any] | None = None

    @property
    def parts(self) -> Parts:
        # No turn handling: anything explicit there can silently switch the model's own off (livekit-agents 1.8.9).
        return Parts(llm=self.model, tts=self.exact_voice)

    def attach(self, session: AgentSession[Any]) -> None:
        self._session = session

    def reached(self, stage: ReplyStage) -> None:
        """The model's own events tell it (agent.engine.stages)."""

    def prepare(self, lines: Iterable[str]) -> None:
        self.exact_voice.prepare(lines)

    def hold_turns(self) -> None:
        """From now on the engine reports what it hears and does not answer."""
        self._ours = True
        self._tell_turns()

    def give_turns(self) -> None:
        """The engine answers by itself again, and its transcripts are English. Then the next agent may take over.

        An agent decides for its whole life, by what the model says of itself as it takes over, who takes the turns
        (livekit-agents 1.8.9). So the model says here that it does, whatever holds else, until `agent_took_over`.
        """
        self._ours = False
        self.model.update_options(turn_detection=detection(self._turn_taking))
        self.model.update_options(input_audio_transcription=self._transcription("roleplay"))

    def agent_took_over(self) -> None:
        """What holds on from before is said again: the talk button, held answers."""
        self._tell_turns()

    def listen_by_button(self) -> None:
        """The engine finds no turns by itself: what it heard becomes one when it is committed."""
        self._by_button = True
        self._tell_turns()

    def listen_freely(self) -> None:
        """Turns are found as before `listen_by_button`."""
        self._by_button = False
        self._tell_turns()

    def clear_user_turn(self) -> None:
        if self._session is not None:
            self._session.clear_user_turn()

    def commit_user_turn(self, *, skip_reply: bool = False) -> Any:
        if self._session is not None:
            self._session.commit_user_turn(skip_reply=skip_reply)

    def hold_answers(self) -> None:
        """The engine answers nothing until `release_answers`, for something is about to change between two lines."""
        self._answers_held = True
        self._tell_turns()

    def release_answers(self) -> None:
        self._answers_held = False
        self._tell_turns()

    async def change_voice(self, voice: Voice, *, heard: Mapping[str, str]) -> None:
        """The same conversation in another voice. To be asked for between two lines only.

        `heard` is what was really heard of interrupted lines, by item id. Raises VoiceUnchangedError.
        """
        try:
            await self.model.change_voice(voice, heard=heard)
        except (VoiceRefusedError, TimeoutError, APIError) as error:
            raise VoiceUnchangedError(f"the engine could not change its voice to {voice}") from error
        self._exact.update_options(voice=voice)
        self.exact_voice.changed()
        self.voice = voice

    def check(self) -> None:
        """It may have gone deaf: without a sign of life it is connected anew."""
        self.model.check_pulse()

    def take_turns_by(self, turn_taking: TurnTaking) -> None:
        """Another patience, from the next pause on."""
        self._turn_taking = turn_taking
        self._tell_turns()

    def speak_at(self, speed: float) -> None:
        """1.0 is the model's own pace; holds from the next reply on."""
        self.model.update_options(speed=speed)

    async def aclose(self) -> None:
        """The model's connection is the session's to close."""
        await self.exact_voice.aclose()

    def _tell_turns(self) -> None:
        answers = not (self._ours or self._answers_held)
        found = None if self._by_button else detection(self._turn_taking, engine_answers=answers)
        self.model.update_options(turn_detection=found)

    def _transcription(self, stage: Stage) -> AudioTranscription:
        # The builder understands Korean too; in the scene a pinned language transcribes an accent better.
        if stage == "scenario":
            return AudioTranscription(model=self._transcriber)
        return AudioTranscription(model=self._transcriber, language="en")
