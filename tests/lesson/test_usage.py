import pytest

from contract.usage import ModelUsage
from lesson.usage import Prices, added, priced, since

PRICES: Prices = {
    "mini": {"input_tokens": 0.4, "output_tokens": 1.6},
    "realtime": {
        "input_tokens": 4.0,
        "input_audio_tokens": 32.0,
        "output_tokens": 16.0,
        "output_audio_tokens": 64.0,
    },
    "ears": {"audio_minutes": 0.006},
    "voice": {"characters": 15.0},
}


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        pytest.param(
            ModelUsage(part="llm", model="mini", input_tokens=1_000_000, output_tokens=500_000),
            1.2,
            id="tokens",
        ),
        pytest.param(
            ModelUsage(
                part="realtime",
                model="realtime",
                input_tokens=1000,
                input_audio_tokens=600,
                output_tokens=500,
                output_audio_tokens=400,
            ),
            (400 * 4 + 600 * 32 + 100 * 16 + 400 * 64) / 1e6,
            id="audio tokens cost more",
        ),
        pytest.param(
            ModelUsage(part="llm", model="mini", input_tokens=1000, input_audio_tokens=600),
            0.0004,
            id="audio tokens without a price of their own",
        ),
        pytest.param(ModelUsage(part="stt", model="ears", audio_seconds=90.0), 0.009, id="minutes of sound"),
        pytest.param(
            ModelUsage(part="tts", model="voice", characters=2000, audio_seconds=90.0), 0.03, id="characters"
        ),
        pytest.param(ModelUsage(part="tts", model="unknown", characters=2000), None, id="no price"),
    ],
)
def test_a_model_costs_what_the_operator_says(usage: ModelUsage, cost: float | None) -> None:
    assert priced(usage, PRICES).cost == (None if cost is None else pytest.approx(cost))


def test_all_jobs_of_a_lesson_are_added_up_by_part_and_model() -> None:
    llm = ModelUsage(part="llm", model="mini", input_tokens=10, output_tokens=1, cost=0.5)
    tts = ModelUsage(part="tts", model="voice", characters=7, audio_seconds=1.004)
    summary = added([llm, tts, llm, tts])
    assert summary.models == [
        ModelUsage(part="llm", model="mini", input_tokens=20, output_tokens=2, cost=1.0),
        ModelUsage(part="tts", model="voice", characters=14, audio_seconds=2.01),
    ]
    assert summary.cost == 1.0
    assert added([]).models == []
    assert added([tts]).cost is None


def test_what_was_used_since_the_last_reading() -> None:
    before = ModelUsage(part="llm", model="mini", input_tokens=10, cost=0.25)
    now = ModelUsage(part="llm", model="mini", input_tokens=25, cost=0.75)
    assert since(before, now) == ModelUsage(part="llm", model="mini", input_tokens=15, cost=0.5)
    assert since(None, now) == now
