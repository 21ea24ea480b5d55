"""The worker's log lines: one JSON object each, and never what somebody said."""

import json
import logging

import pytest
from pydantic import ValidationError

from agent.logs import JsonLines
from contract.scenario import Scenario

SAID = "분홍코끼리"


def _line(error: BaseException | None = None, extra: dict[str, object] | None = None) -> str:
    record = logging.LogRecord("agent", logging.ERROR, __file__, 1, "it failed", None, None)
    if error is not None:
        record.exc_info = (type(error), error, error.__traceback__)
    for key, value in (extra or {}).items():
        setattr(record, key, value)
    return JsonLines().format(record)


def test_ids_and_counts_are_fields() -> None:
    line = json.loads(_line(extra={"lesson_id": "one", "turns": 2}))
    assert (line["message"], line["lesson_id"], line["turns"]) == ("it failed", "one", 2)


def test_livekits_personal_fields_are_left_out() -> None:
    assert SAID not in _line(extra={"lk.pii.transcript": SAID})


def test_an_error_that_quotes_the_learner_loses_its_words_and_keeps_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario(place=SAID * 40)
    line = _line(caught.value)
    assert SAID not in line
    assert "ValidationError" in line
    assert "test_logs.py" in line


def test_a_connections_error_keeps_its_text() -> None:
    assert "Connection refused" in _line(ConnectionRefusedError(111, "Connection refused"))
