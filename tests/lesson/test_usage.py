from types import SimpleNamespace
from typing import Any

import pytest

from contract.usage import ModelUsage, UsagePart, UsagePurpose, Use
from lesson.usage import Prices, added, chat_use, is_nothing, plus, priced, since, speech_use, transcript_use

PRICES: Prices = {
    "mini": {"input_tokens": 0.4, "output_tokens": 1.6},
    "realtime": {
        "input_tokens": 4.0,
        "input_audio_tokens": 32.0,
        "output_tokens": 16.0,
        "output_audio_tokens": 64.0,
    },
    "cached": {
        "input_tokens": 4.0,
        "input_cached_tokens": 0.5,
        "input_audio_tokens": 32.0,
        "input_cached_audio_tokens": 0.25,
    },
    "mini-2025-01-01": {"input_tokens": 0.8},
    "ears": {"audio_minutes": 0.006},
    "voice": {"characters": 15.0},
}


def use(part: UsagePart, model: str, purpose: UsagePurpose = "talk", **counts: Any) -> Use:
    return Use(purpose=purpose, part=part, model=model, **counts)


def answered(**usage: Any) -> object:
    """An answer as the client gives it, with attributes all the way down."""
    return SimpleNamespace(
        usage=SimpleNamespace(
            **{k: SimpleNamespace(**v) if isinstance(v, dict) else v for k, v in usage.items()}
        )
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            answered(prompt_tokens=30, completion_tokens=4, total_tokens=34),
            {"input_tokens": 30, "output_tokens": 4},
            id="tokens",
        ),
        pytest.param(
            answered(
                prompt_tokens=30,
                completion_tokens=9,
                prompt_tokens_details={"audio_tokens": 20, "cached_tokens": 8},
                completion_tokens_details={"audio_tokens": 5},
            ),
            {
                "input_tokens": 30,
                "input_cached_tokens": 8,
                "input_audio_tokens": 20,
                "output_tokens": 9,
                "output_audio_tokens": 5,
            },
            id="tokens of sound, and cached ones",
        ),
        pytest.param(
            answered(prompt_tokens=30, completion_tokens=4, prompt_tokens_details=None),
            {"input_tokens": 30, "output_tokens": 4},
            id="no details",
        ),
        pytest.param(answered(prompt_tokens="many", completion_tokens=-4), {}, id="no counts"),
        pytest.param(SimpleNamespace(usage=None), {}, id="no usage"),
        pytest.param("<html>", {}, id="no answer of this kind"),
        pytest.param(None, {}, id="nothing"),
    ],
)
def test_a_chat_took_what_its_answer_says(answer: object, expected: dict[str, int]) -> None:
    assert chat_use("hint", "mini", answer) == use("llm", "mini", "hint", **expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            answered(
                type="tokens", input_tokens=14, output_tokens=5, input_token_details={"audio_tokens": 14}
            ),
            {"input_tokens": 14, "input_audio_tokens": 14, "output_tokens": 5},
            id="a model that counts tokens",
        ),
        pytest.param(answered(type="duration", seconds=2), {}, id="a model that counts seconds"),
        pytest.param("text", {}, id="a service that counts nothing"),
    ],
)
def test_a_transcription_took_the_sound_and_what_its_answer_says(
    answer: object, expected: dict[str, int]
) -> None:
    assert transcript_use("talk", "ears", answer, seconds=1.4) == use(
        "stt", "ears", "talk", audio_seconds=1.4, **expected
    )


def test_speech_took_characters_and_sound() -> None:
    assert speech_use("replay", "voice", "Hello.", seconds=0.81) == use(
        "tts", "voice", "replay", characters=6, audio_seconds=0.81
    )


@pytest.mark.parametrize(
    ("used", "cost"),
    [
        pytest.param(use("llm", "mini", input_tokens=1_000_000, output_tokens=500_000), 1.2, id="tokens"),
        pytest.param(
            use(
                "realtime",
                "realtime",
                input_tokens=1000,
                input_audio_tokens=600,
                output_tokens=500,
                output_audio_tokens=400,
            ),
            (400 * 4 + 600 * 32 + 100 * 16 + 400 * 64) / 1e6,
            id="audio tokens cost more",
        ),
        pytest.param(
            use("llm", "mini", input_tokens=1000, input_audio_tokens=600),
            0.0004,
            id="audio tokens without a price of their own",
        ),
        pytest.param(
            use(
                "realtime",
                "cached",
                input_tokens=1000,
                input_cached_tokens=700,
                input_audio_tokens=600,
                input_cached_audio_tokens=400,
            ),
            (100 * 4 + 300 * 0.5 + 200 * 32 + 400 * 0.25) / 1e6,
            id="cached tokens cost less",
        ),
        pytest.param(
            use(
                "realtime",
                "realtime",
                input_tokens=1000,
                input_cached_tokens=700,
                input_audio_tokens=600,
                input_cached_audio_tokens=400,
            ),
            (400 * 4 + 600 * 32) / 1e6,
            id="cached tokens without a price of their own",
        ),
        pytest.param(
            use("realtime", "cached", input_tokens=1000, input_cached_tokens=700, input_audio_tokens=600),
            (400 * 0.5 + 600 * 32) / 1e6,
            id="more cached than text, and nobody says how much of it is audio",
        ),
        pytest.param(
            use(
                "realtime",
                "cached",
                input_tokens=10,
                input_cached_tokens=30,
                input_audio_tokens=20,
                input_cached_audio_tokens=40,
            ),
            10 * 0.25 / 1e6,
            id="parts that are more than all",
        ),
        pytest.param(
            use("realtime", "realtime", output_tokens=10, output_audio_tokens=20),
            10 * 64 / 1e6,
            id="more audio than tokens",
        ),
        pytest.param(
            use("llm", "mini-2025-04-14", input_tokens=1_000_000),
            0.4,
            id="a dated name has its model's price",
        ),
        pytest.param(use("llm", "mini-2025-01-01", input_tokens=1_000_000), 0.8, id="or its own"),
        pytest.param(use("llm", "mini-large", input_tokens=1_000_000), None, id="another name has none"),
        pytest.param(use("stt", "ears", audio_seconds=90.0), 0.009, id="minutes of sound"),
        pytest.param(use("tts", "voice", characters=2000, audio_seconds=90.0), 0.03, id="characters"),
        pytest.param(use("tts", "unknown", characters=2000), None, id="no price"),
        pytest.param(use("llm", "mini", input_tokens=1), 0.0000004, id="one token is not free"),
    ],
)
def test_a_model_costs_what_the_operator_says(used: Use, cost: float | None) -> None:
    assert priced(used, PRICES).cost == (None if cost is None else pytest.approx(cost))


def test_all_of_a_lesson_is_added_up_by_part_and_model_and_by_purpose() -> None:
    talk = use("llm", "mini", input_tokens=10, output_tokens=1, cost=0.5)
    hint = use("llm", "mini", "hint", input_tokens=3, cost=0.25)
    tts = use("tts", "voice", characters=7, audio_seconds=1.004)
    summary = added([talk, tts, hint, talk, tts])
    assert summary.models == [
        ModelUsage(part="llm", model="mini", input_tokens=23, output_tokens=2, cost=1.25),
        ModelUsage(part="tts", model="voice", characters=14, audio_seconds=2.01),
    ]
    assert summary.purposes == [
        hint,
        use("llm", "mini", input_tokens=20, output_tokens=2, cost=1.0),
        use("tts", "voice", characters=14, audio_seconds=2.01),
    ]
    assert summary.cost == 1.25
    assert added([]).models == []
    assert added([tts]).cost is None


def test_small_costs_are_rounded_only_in_the_sum() -> None:
    summary = added([use("llm", "mini", input_tokens=1, cost=0.0000004)] * 10)
    assert summary.cost == 0.000004


def test_two_uses_together_cost_what_is_known() -> None:
    one, two = use("llm", "mini", input_tokens=10, cost=0.25), use("llm", "mini", input_tokens=2)
    assert plus(one, two) == plus(two, one) == use("llm", "mini", input_tokens=12, cost=0.25)
    assert plus(two, two).cost is None


def test_what_was_used_since_the_last_reading() -> None:
    before, now = use("llm", "mini", input_tokens=10), use("llm", "mini", input_tokens=25)
    assert since(before, now) == use("llm", "mini", input_tokens=15)
    assert since(None, now) == now
    assert is_nothing(since(now, now))
