"""The latency log's arithmetic: when a turn was decided, the seconds of each stage, and their summary over a lesson.

A stage counts from the instant that made it possible. What was ready before that (a generation begun ahead of the
decision) cost nothing and counts as 0.0; what was not measured is left out. Targets: docs/behaviours.md, "Latency log".
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from contract.latency import (
    LATENCY_STAGES,
    LatencyStage,
    LatencySummary,
    LatencyTarget,
    StageSummary,
    TurnLatency,
)
from contract.words import EngineKind, Source

FEW_REPLIES: Final = 20

_SECOND: Final = LatencyTarget(p50=1.0, p95=1.5, p99=2.0)
_HALF: Final = LatencyTarget(p50=0.5, p95=0.8, p99=1.0)
TARGETS: Final[Mapping[EngineKind, Mapping[LatencyStage, LatencyTarget]]] = {
    "realtime": {  # one model: its parts are seen, but not aimed at
        "stt_final": _SECOND,
        "total": _SECOND,
    },
    "pipeline": {
        "stt_final": _SECOND,
        "llm_first_token": _SECOND,
        "llm_first_sentence": _HALF,
        "tts_first_byte": _HALF,
        "token_to_audio": _HALF,
        "total": LatencyTarget(p50=2.5, p95=3.5, p99=5.0),
    },
}

# Edges of histograms, in seconds: every target is one, so that "within the target" can be read off.
BUCKETS: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 2.5, 3.5, 5.0, 8.0, 15.0)


# So soon after its words a turn is closed that waited for nothing but them.
WORDS_LAST_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a silence ends a turn where the session decides: after what sounds like an end, and after what does not.
    `recorded_at` is when a recogniser of recordings was given the last stretch of speech, None where there is none.
    """

    ended: float
    not_ended: float
    recorded_at: float | None = None


def decided_at(silence: Silence, *, stopped: float, transcribed: float, closed: float) -> float:
    """When the silence that ended a turn was over. All are instants of one clock.

    A session closes a turn when it has its words, too: where those came last, the silence was over before. What does not sound
    like an end is recorded at half its silence (livekit-agents 1.8.9, AudioRecognition._run_eou_detection).
    """
    if closed - transcribed > WORDS_LAST_SECONDS:
        return closed
    recorded = silence.recorded_at
    waited_on = recorded is not None and recorded - stopped >= silence.not_ended / 2 - WORDS_LAST_SECONDS
    return min(closed, stopped + (silence.not_ended if waited_on else silence.ended))


def stage_seconds(latency: TurnLatency) -> dict[LatencyStage, float]:
    """What each measured stage of one reply took."""
    decided = latency.turn_decided
    # A pipeline's model waits for the transcript too; a realtime one hears by itself, its transcript comes beside.
    could_think = _latest(decided, latency.stt_final) if latency.engine == "pipeline" else decided
    written = latency.llm_first_sentence or latency.llm_first_token
    spans: dict[LatencyStage, tuple[float | None, float | None]] = {
        "turn_decided": (latency.vad_end, decided),
        "stt_final": (decided, latency.stt_final),
        "llm_first_token": (could_think, latency.llm_first_token),
        "llm_first_sentence": (latency.llm_first_token, latency.llm_first_sentence),
        "tts_first_byte": (written, latency.tts_first_byte),
        "token_to_audio": (latency.llm_first_token, latency.audio_out),
        "audio_out": (latency.tts_first_byte, latency.audio_out),
        "total": (decided, latency.audio_out),
    }
    return {
        stage: max(0.0, end - start)
        for stage, (start, end) in spans.items()
        if start is not None and end is not None
    }


def total_seconds(*, turn_decided: float | None, audio_out: float | None) -> float | None:
    if turn_decided is None or audio_out is None:
        return None
    return max(0.0, audio_out - turn_decided)


def summarise(latencies: Iterable[TurnLatency]) -> LatencySummary:
    """Replies of another engine or channel are another thing: of both together no percentile would be true."""
    alike: dict[tuple[EngineKind, Source], list[dict[LatencyStage, float]]] = {}
    for latency in latencies:
        alike.setdefault((latency.engine, latency.channel), []).append(stage_seconds(latency))
    return LatencySummary(
        replies=sum(map(len, alike.values())),
        stages=[
            summary
            for (engine, channel), measured in alike.items()
            for summary in _summaries(engine, channel, measured)
        ],
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Nearest rank: a value that was measured, never one between two. `ordered` is sorted and not empty."""
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def _summaries(
    engine: EngineKind, channel: Source, measured: Sequence[Mapping[LatencyStage, float]]
) -> Iterator[StageSummary]:
    for stage in LATENCY_STAGES:
        if ordered := sorted(seconds[stage] for seconds in measured if stage in seconds):
            yield _summary(stage, engine, channel, ordered)


def _summary(
    stage: LatencyStage, engine: EngineKind, channel: Source, ordered: Sequence[float]
) -> StageSummary:
    def rounded(value: float) -> float:
        return round(value, 3)

    return StageSummary(
        stage=stage,
        engine=engine,
        channel=channel,
        count=len(ordered),
        avg=rounded(fmean(ordered)),
        min=rounded(ordered[0]),
        max=rounded(ordered[-1]),
        p50=rounded(percentile(ordered, 50)),
        p95=rounded(percentile(ordered, 95)),
        p99=rounded(percentile(ordered, 99)),
        few=len(ordered) < FEW_REPLIES,
        target=TARGETS[engine].get(stage),
    )


def _latest(*instants: float | None) -> float | None:
    return max((at for at in instants if at is not None), default=None)
