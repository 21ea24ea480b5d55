"""Seconds of each stage, and their summary (docs/behaviours.md, "Latency log")."""

from uuid import uuid4

import pytest

from contract.latency import LatencyStage, TurnLatency
from contract.words import EngineKind
from lesson.latency import (
    BUCKETS,
    FEW_REPLIES,
    TARGETS,
    Silence,
    decided_at,
    percentile,
    stage_seconds,
    summarise,
)

T = 1_760_000_000.0


def latency(**stages: object) -> TurnLatency:
    at = {
        name: T + value if isinstance(value, float) and name != "total" else value
        for name, value in stages.items()
    }
    return TurnLatency.model_validate({"engine": "pipeline", "channel": "voice", **at})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            latency(
                vad_end=0.0,
                turn_decided=1.5,
                stt_final=1.9,
                llm_first_token=2.4,
                llm_first_sentence=2.7,
                tts_first_byte=3.1,
                audio_out=3.2,
            ),
            {
                "turn_decided": 1.5,
                "stt_final": 0.4,
                "llm_first_token": 0.5,
                "llm_first_sentence": 0.3,
                "tts_first_byte": 0.4,
                "token_to_audio": 0.8,
                "audio_out": 0.1,
                "total": 1.7,
            },
            id="a pipeline's model begins when the transcript is there",
        ),
        pytest.param(
            latency(
                engine="realtime",
                vad_end=0.0,
                turn_decided=1.5,
                stt_final=2.5,
                llm_first_token=1.8,
                tts_first_byte=1.9,
                audio_out=2.0,
            ),
            {
                "turn_decided": 1.5,
                "stt_final": 1.0,
                "llm_first_token": 0.3,
                "tts_first_byte": 0.1,
                "token_to_audio": 0.2,
                "audio_out": 0.1,
                "total": 0.5,
            },
            id="a realtime model begins at the decision, its transcript comes beside",
        ),
        pytest.param(
            latency(channel="text", turn_decided=0.0, tts_first_byte=0.6, audio_out=0.7),
            {"audio_out": 0.1, "total": 0.7},
            id="a fixed sentence after a typed line: what was not measured is left out",
        ),
        pytest.param(
            latency(turn_decided=1.5, stt_final=1.2, llm_first_token=1.4, audio_out=1.9),
            {"stt_final": 0.0, "llm_first_token": 0.0, "token_to_audio": 0.5, "total": 0.4},
            id="what was ready before the decision cost nothing",
        ),
        pytest.param(latency(), {}, id="nothing seen"),
    ],
)
def test_stage_seconds(given: TurnLatency, expected: dict[LatencyStage, float]) -> None:
    assert stage_seconds(given) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("values", "p50", "p95", "p99"),
    [
        pytest.param([0.4], 0.4, 0.4, 0.4, id="one"),
        pytest.param([1.0, 2.0], 1.0, 2.0, 2.0, id="two: a measured one, none between them"),
        pytest.param([float(n) for n in range(1, 101)], 50.0, 95.0, 99.0, id="a hundred"),
        pytest.param([float(n) for n in range(1, 21)], 10.0, 19.0, 20.0, id="twenty"),
    ],
)
def test_percentiles_are_of_nearest_rank(values: list[float], p50: float, p95: float, p99: float) -> None:
    assert (percentile(values, 50), percentile(values, 95), percentile(values, 99)) == (p50, p95, p99)


def test_a_summary_has_each_measured_stage_and_no_other() -> None:
    summary = summarise(
        [
            latency(turn_decided=0.0, audio_out=2.0),
            latency(turn_decided=0.0, audio_out=1.0, vad_end=-1.5),
            latency(),
        ]
    )
    assert summary.replies == 3
    assert [stage.stage for stage in summary.stages] == ["turn_decided", "total"]
    total = summary.stages[1]
    assert (total.count, total.avg, total.min, total.max) == (2, 1.5, 1.0, 2.0)
    assert (total.p50, total.p95, total.p99) == (1.0, 2.0, 2.0)
    assert total.target == TARGETS["pipeline"]["total"]
    assert summary.stages[0].target is None


def test_replies_of_two_engines_and_two_channels_are_summed_up_apart() -> None:
    summary = summarise(
        [
            latency(engine="realtime", turn_decided=0.0, audio_out=0.5),
            latency(turn_decided=0.0, audio_out=2.0),
            latency(channel="text", turn_decided=0.0, audio_out=4.0),
            latency(engine="realtime", turn_decided=0.0, audio_out=1.5),
        ]
    )
    assert summary.replies == 4
    assert [(stage.engine, stage.channel, stage.count, stage.p50, stage.max) for stage in summary.stages] == [
        ("realtime", "voice", 2, 0.5, 1.5),
        ("pipeline", "voice", 1, 2.0, 2.0),
        ("pipeline", "text", 1, 4.0, 4.0),
    ]


@pytest.mark.parametrize(
    ("engine", "stage", "target"),
    [
        pytest.param("realtime", "total", (1.0, 1.5, 2.0), id="realtime, whole: goal 1 s, limit 2 s"),
        pytest.param("realtime", "llm_first_token", None, id="realtime: one model, no parts"),
        pytest.param("pipeline", "total", (2.5, 3.5, 5.0), id="pipeline, whole"),
        pytest.param(
            "pipeline", "llm_first_sentence", (0.5, 0.8, 1.0), id="first sentence: goal 0.5 s, limit 1 s"
        ),
        pytest.param("pipeline", "turn_decided", None, id="the silence is chosen"),
    ],
)
def test_targets_are_an_engines(
    engine: EngineKind, stage: LatencyStage, target: tuple[float, float, float] | None
) -> None:
    found = TARGETS[engine].get(stage)
    assert (None if found is None else (found.p50, found.p95, found.p99)) == target


@pytest.mark.parametrize(("replies", "few"), [(FEW_REPLIES - 1, True), (FEW_REPLIES, False)])
def test_percentiles_of_few_replies_are_marked(replies: int, few: bool) -> None:
    summary = summarise([latency(turn_decided=0.0, audio_out=1.0)] * replies)
    assert summary.stages[0].few is few


def test_every_target_is_an_edge_of_the_histograms() -> None:
    all_targets = [target for targets in TARGETS.values() for target in targets.values()]
    targets = {value for target in all_targets for value in (target.p50, target.p95, target.p99)}
    assert targets <= set(BUCKETS)


def test_a_missing_stage_is_null_in_the_record() -> None:
    record = TurnLatency(answers=uuid4(), engine="realtime", channel="voice").model_dump(mode="json")
    assert {name: record[name] for name in ("vad_end", "stt_final", "total")} == {
        "vad_end": None,
        "stt_final": None,
        "total": None,
    }


@pytest.mark.parametrize(
    ("silence", "transcribed", "closed", "decided"),
    [
        pytest.param(Silence(1.0, 1.0), 0.7, 1.0, 1.0, id="the silence was over last"),
        pytest.param(Silence(1.0, 1.0), 0.98, 1.0, 1.0, id="both at once"),
        pytest.param(Silence(1.0, 1.0), 2.2, 2.21, 1.0, id="the words came last"),
        pytest.param(Silence(1.0, 1.0), 0.7, 1.4, 1.4, id="something else held it up"),
        pytest.param(Silence(0.6, 2.5, 0.4), 1.9, 1.91, 0.6, id="an end, and the words came last"),
        pytest.param(Silence(0.6, 2.5, 0.4), 5.0, 5.01, 0.6, id="an end, and the words came very late"),
        pytest.param(Silence(0.6, 2.5, 1.25), 1.9, 2.5, 2.5, id="no end, and the silence was over last"),
        pytest.param(Silence(0.6, 2.5, 1.25), 2.8, 2.81, 2.5, id="no end, and the words came last"),
        pytest.param(Silence(0.6, 2.5), 1.9, 1.91, 0.6, id="a recogniser that streams"),
        pytest.param(Silence(0.6, 2.5, -3.0), 1.9, 1.91, 0.6, id="what was recorded was said before"),
    ],
)
def test_a_turn_is_decided_when_its_silence_is_over(
    silence: Silence, transcribed: float, closed: float, decided: float
) -> None:
    """Seconds after the last sound."""
    recorded = None if silence.recorded_at is None else T + silence.recorded_at
    given = Silence(silence.ended, silence.not_ended, recorded)
    found = decided_at(given, stopped=T, transcribed=T + transcribed, closed=T + closed)
    assert found == pytest.approx(T + decided, abs=1e-6)
