"""What of a model's answer counts as heard."""

from typing import Any

import pytest
from livekit.agents import llm

from agent.engine.ears import was_heard


@pytest.mark.parametrize(
    ("metrics", "heard"),
    [
        pytest.param({"provider_request_ids": ["resp_1"], "started_speaking_at": 1.0}, True, id="sounded"),
        pytest.param({"provider_request_ids": ["resp_1"]}, False, id="its words came, its sound did not"),
        pytest.param({}, True, id="of an earlier sitting, or said word for word"),
    ],
)
def test_an_answer_that_broke_off_before_its_first_sound_was_not_heard(metrics: Any, heard: bool) -> None:
    message = llm.ChatMessage(role="assistant", content=["Welcome to the hotel."], metrics=metrics)
    assert was_heard(message) is heard
