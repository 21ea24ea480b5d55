"""The realtime engine: one OpenAI speech-to-speech model that hears, thinks and speaks.

The model decides turns (`create_response`, `interrupt_response`); `hold_turns` takes them over for the scenario builder
and `give_turns` hands them back, on the same connection. Fixed sentences go through a text-to-speech voice of the same
name, for a realtime model cannot be made to say exact words.
"""

from typing import Any

from livekit.agents import tts
from livekit.plugins import openai
from openai import AsyncOpenAI
from openai.types.realtime import AudioTranscription
from openai.types.realtime.realtime_audio_input_turn_detection import SemanticVad, ServerVad

from agent.engine.patched import GrowingWaits, TutorRealtimeModel
from agent.settings import AgentSettings
from contract.words import Stage, Voice
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
    def __init__(
        self,
        settings: AgentSettings,
        *,
        client: AsyncOpenAI,
        voice: Voice,
        turn_taking: TurnTaking,
        stage: Stage,
        speed: float = 1.0,
    ) -> None:
        self._turn_taking = turn_taking
        self._ours = False
        self._by_button = False
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
            conn_options=GrowingWaits(),
        )
        self.exact_voice: tts.TTS[Any] = openai.TTS(
            model=settings.openai_tts_model, voice=voice, client=client, response_format="pcm"
        )

    def hold_turns(self) -> None:
        """From now on the engine reports what it hears and does not answer."""
        self._ours = True
        self._tell_turns()

    def give_turns(self) -> None:
        """The engine answers by itself again, and its transcripts are English.

        Also when the learner talks by button: an agent that takes over decides for its whole life, by what the model
        says of itself then, who takes the turns (livekit-agents 1.8.9). `listen_by_button` again once it has begun.
        """
        self._ours = self._by_button = False
        self._tell_turns()
        self.model.update_options(input_audio_transcription=self._transcription("roleplay"))

    def listen_by_button(self) -> None:
        """The engine finds no turns by itself: what it heard becomes one when it is committed."""
        self._by_button = True
        self._tell_turns()

    def listen_freely(self) -> None:
        """Turns are found as before `listen_by_button`."""
        self._by_button = False
        self._tell_turns()

    def take_turns_by(self, turn_taking: TurnTaking) -> None:
        """Another patience, from the next pause on."""
        self._turn_taking = turn_taking
        self._tell_turns()

    def speak_at(self, speed: float) -> None:
        """1.0 is the model's own pace; holds from the next reply on."""
        self.model.update_options(speed=speed)

    def _tell_turns(self) -> None:
        found = None if self._by_button else detection(self._turn_taking, engine_answers=not self._ours)
        self.model.update_options(turn_detection=found)

    def _transcription(self, stage: Stage) -> AudioTranscription:
        # The builder understands Korean too; in the scene a pinned language transcribes an accent better.
        if stage == "scenario":
            return AudioTranscription(model=self._transcriber)
        return AudioTranscription(model=self._transcriber, language="en")
