"""A process of the agent's that cannot use its settings says which, and never a secret."""

import sys
from collections.abc import Callable

import pytest

from agent import console, worker
from agent.messages import __main__ as messages
from contract.settings_errors import BAD_SETTINGS

SECRET = "short-and-secret"


@pytest.mark.parametrize(
    "main", [worker.main, messages.main, console.main], ids=["worker", "messages", "console"]
)
def test_bad_settings_are_named(
    main: Callable[[], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["program"])
    monkeypatch.setenv("TUTOR_SECRET", SECRET)
    monkeypatch.setenv("USAGE_PRICES", "cheap")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main() == BAD_SETTINGS
    told = capsys.readouterr().err
    assert "TUTOR_SECRET has 16 characters, expected at least 32" in told
    assert "DATABASE_URL is not set, expected: Postgres, as a URL" in told
    assert "USAGE_PRICES is 'cheap', expected a JSON object" in told
    assert SECRET not in told


@pytest.mark.parametrize("price", ["NaN", "Infinity", "-0.4", "true", '"0.4"', "null"])
def test_a_price_that_is_none_is_named_with_its_model(
    price: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["program"])
    monkeypatch.setenv("USAGE_PRICES", f'{{"gpt-4.1-mini": {{"input_tokens": {price}}}}}')
    assert worker.main() == BAD_SETTINGS
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("USAGE_PRICES")]
    value = {"NaN": "nan", "Infinity": "inf", "true": "True", '"0.4"': "'0.4'", "null": "None"}.get(
        price, price
    )
    assert told == [
        f"USAGE_PRICES says {value} for input_tokens of gpt-4.1-mini, expected a number from 0 up"
    ]
