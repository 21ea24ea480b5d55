"""The pipeline engine: a recogniser hears, a language model thinks, a voice speaks, sentence by sentence.

Each part is OpenAI's API at an address of its own, or any LiveKit plugin (`plugins.py`). The session decides turns: by meaning
with LiveKit's local audio model, else by silence. `hold_turns` keeps it from answering: then a turn is only told.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final

from livekit.agents import AgentSession, UserTranscriptionTimeoutEvent, inference, llm, stt, tts
from livekit.agents.voice.turn import EndpointingOptions, TurnDetectionMode
from livekit.plugins import openai

from agent.engine import plugins
from agent.engine.clients import Clients
from agent.engine.hearing import SETTLE_SECONDS, TurnHearing
from agent.engine.protocol import Parts
from agent.engine.protocol import Stage as ReplyStage
from agent.engine.resilience import RECOGNITION, UNHEARD_STRETCHES
from agent.engine.sentence_voice import SentenceVoice
from agent.engine.settings import EngineSettings
from agent.engine.speaking import Manner, WhenLost
from contract.settings import Part
from contract.words import PIPELINE_VOICES, EngineKind, Stage, Voice
from lesson.latency import Silence
from lesson.patience import (
    ACTIVATION_THRESHOLD,
    PREFIX_PADDING_MS,
    ByMeaning,
    Eagerness,
    TurnTaking,
    by_silence,
)

OnStage = Callable[[ReplyStage, float], None]  # Unix seconds

LANGUAGE: Final = "en"  # of the scene; the builder hears Korean too
# How long a pause may be, by how readily the end of a thought is assumed: where the model hears an end, and where not.
PAUSES: Final[Mapping[Eagerness, tuple[float, float]]] = {
    "low": (0.8, 3.0),
    "medium": (0.6, 2.5),
    "high": (0.4, 2.0),
}
# Voice for so long stops the tutor at once; without words that follow, it goes on where it was.
INTERRUPTION_SECONDS: Final = 0.2
RESUME_SECONDS: Final = 1.5
# The speed is tuned after each of the tutor's turns: until it has stayed, only what will be said soon is made ahead.
SPEED_SETTLES_SECONDS: Final = 30.0


class PipelineEngine:
    kind: ClassVar[EngineKind] = "pipeline"
    voices: ClassVar[tuple[Voice, ...]] = PIPELINE_VOICES
    agent_parts: ClassVar[Parts | None] = None

    def __init__(
        self,
        settings: EngineSettings,
        *,
        clients: Clients,
        voice: Voice,
        turn_taking: TurnTaking,
        stage: Stage,
        speed: float = 1.0,
        on_stage: OnStage | None = None,
        unheard_stretches: int = UNHEARD_STRETCHES,
        when_voice_lost: WhenLost = "go on",
        on_unheard: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._turn_taking = turn_taking
        self._by_button = False
        self._session: AgentSession[Any] | None = None
        self._meaning: inference.TurnDetector | None = None
        self.voice = voice
        self.holds_turns = False
        self.context_tokens = settings.pipeline_context_tokens
        self._on_stage = on_stage
        self._on_unheard = on_unheard
        self._recogniser = _recogniser(settings, clients, stage)
        self._hearing = (
            None
            if self._recogniser.capabilities.streaming
            else TurnHearing(self._recogniser, unheard_stretches=unheard_stretches, on_unheard=on_unheard)
        )
        self.exact_voice = SentenceVoice(
            _speech(settings, clients, voice, speed),
            manner=Manner(
                settings.pipeline_sentences_per_request, settings.pipeline_first_cut, when_voice_lost
            ),
            on_stage=self.reached,
        )
        self._model = _model(settings, clients)
        self._tell_turns()

    @property
    def parts(self) -> Parts:
        detection, pauses = self._turns()
        return Parts(
            llm=self._model,
            stt=self._hearing or self._recogniser,
            tts=self.exact_voice,
            turn_handling={
                "turn_detection": detection,
                "endpointing": pauses,
                "interruption": {
                    "min_duration": INTERRUPTION_SECONDS,
                    "false_interruption_timeout": RESUME_SECONDS,
                },
                "preemptive_generation": {
                    "enabled": self._settings.pipeline_preemptive != "off",
                    "preemptive_tts": self._settings.pipeline_preemptive == "sound",
                },
            },
        )

    @property
    def silence(self) -> Silence:
        _, pauses = self._turns()
        recorded_at = None if self._hearing is None else self._hearing.recorded_at
        return Silence(pauses["min_delay"], pauses["max_delay"], recorded_at)

    def attach(self, session: AgentSession[Any]) -> None:
        """The session that it hears and speaks for."""
        self._session = session
        # Here the detector interrupts and, without a turn detector, decides turns (docs/behaviours.md, patience).
        plugins.update(
            session.vad,
            activation_threshold=ACTIVATION_THRESHOLD,
            prefix_padding_duration=PREFIX_PADDING_MS / 1000,
        )
        if self._hearing is not None:
            session.on("user_state_changed", self._hearing.user_state_changed)
        else:
            session.on("user_transcription_timeout", self._no_words)

    def _no_words(self, _: UserTranscriptionTimeoutEvent) -> None:
        self._on_unheard()

    def reached(self, stage: ReplyStage) -> None:
        if self._on_stage is not None:
            self._on_stage(stage, time.time())

    def prepare(self, lines: Iterable[str]) -> None:
        self.exact_voice.prepare(lines)

    def hold_turns(self) -> None:
        """From now on a turn of the learner is told and not answered."""
        self.holds_turns = True

    def give_turns(self) -> None:
        """It answers by itself again, and hears English."""
        self.holds_turns = False
        plugins.update(self._recogniser, language=LANGUAGE, detect_language=False)

    def agent_took_over(self) -> None:
        """Also of another engine, whose agents left turns to a model."""
        self._tell_turns()

    def hold_answers(self) -> None:
        """A pipeline changes between two sentences; no answer has to wait."""

    def release_answers(self) -> None:
        pass

    def listen_by_button(self) -> None:
        """It finds no turns by itself: what it heard becomes one when it is committed."""
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

    def check(self) -> None:
        """It has no connection that could fall silent: each request stands alone."""

    def clear_user_turn(self) -> None:
        if self._session is not None:
            self._session.clear_user_turn()

    def commit_user_turn(self, *, skip_reply: bool = False) -> Any:
        if self._session is not None:
            self._session.commit_user_turn(transcript_timeout=RECOGNITION.all_seconds, skip_reply=skip_reply)

    def speak_at(self, speed: float) -> None:
        """1.0 is the voice's own pace; holds from the next sentence on."""
        if plugins.update(self.exact_voice.part, speed=speed):
            self.exact_voice.changed(settles_seconds=SPEED_SETTLES_SECONDS)

    async def change_voice(self, voice: Voice, *, heard: Mapping[str, str]) -> None:
        """From the next sentence on; a plugin that cannot change its voice keeps it."""
        del heard  # the conversation is the session's
        plugins.update(self.exact_voice.part, voice=voice)
        self.exact_voice.changed()
        self.voice = voice

    async def aclose(self) -> None:
        if self._session is not None:
            if self._hearing is not None:
                self._session.off("user_state_changed", self._hearing.user_state_changed)
            else:
                self._session.off("user_transcription_timeout", self._no_words)
            self._session = None
        await self.exact_voice.aclose()
        await (self._hearing or self._recogniser).aclose()
        await self._model.aclose()

    def _turns(self) -> tuple[TurnDetectionMode, EndpointingOptions]:
        if self._by_button:
            return "manual", EndpointingOptions(mode="fixed", min_delay=0.0, max_delay=0.0)
        if isinstance(self._turn_taking, ByMeaning) and self._settings.pipeline_turns == "meaning":
            ended, not_ended = PAUSES[self._turn_taking.eagerness]
            return self._detector(), EndpointingOptions(mode="fixed", min_delay=ended, max_delay=not_ended)
        pause = by_silence(self._turn_taking).silence_ms / 1000
        return "vad", EndpointingOptions(mode="fixed", min_delay=pause, max_delay=pause)

    def _detector(self) -> inference.TurnDetector:
        """LiveKit's local model: it comes with its wheel and needs no network (livekit-local-inference)."""
        self._meaning = self._meaning or inference.TurnDetector(version="v1-mini")
        return self._meaning

    def _tell_turns(self) -> None:
        detection, pauses = self._turns()
        if self._hearing is not None:
            self._hearing.settle_seconds = SETTLE_SECONDS if detection == "vad" else 0.0
        if self._session is not None:
            self._session.update_options(turn_detection=detection, endpointing_opts=pauses)


def _recogniser(settings: EngineSettings, clients: Clients, stage: Stage) -> stt.STT[Any]:
    chosen: stt.STT[Any] | None = _chosen(settings, "stt", stt.STT, {"language": LANGUAGE})
    # The builder understands Korean too; in the scene a pinned language transcribes an accent better.
    return chosen or openai.STT(
        model=settings.openai_stt_model,
        client=clients.stt,
        language=LANGUAGE,
        detect_language=stage == "scenario",
    )


def _model(settings: EngineSettings, clients: Clients) -> llm.LLM[Any]:
    chosen: llm.LLM[Any] | None = _chosen(settings, "llm", llm.LLM, {})
    return chosen or openai.LLM(
        model=settings.openai_llm_model,
        client=clients.llm,
        temperature=settings.pipeline_temperature,
        max_completion_tokens=settings.pipeline_max_tokens,
    )


def _speech(settings: EngineSettings, clients: Clients, voice: Voice, speed: float) -> tts.TTS[Any]:
    chosen: tts.TTS[Any] | None = _chosen(settings, "tts", tts.TTS, {"voice": voice})
    return chosen or openai.TTS(
        model=settings.openai_tts_model,
        client=clients.tts,
        voice=voice,
        speed=speed,
        response_format="pcm",
    )


def _chosen(settings: EngineSettings, part: Part, base: type[Any], values: Mapping[str, str]) -> Any:
    """The plugin that the settings name for a part. Raises plugins.PluginError."""
    named = settings.plugin_of(part)
    return None if named is None else plugins.make(*named, base=base, values=values)
