"""A pass opens one lesson for some seconds, and only where its signature is ours."""

from uuid import UUID

import pytest

from contract.message_pass import PASS_SECONDS, plan_in, sign_pass
from contract.plan import LessonPlan, learner_identity

SECRET = "0123456789abcdef0123456789abcdef-one"
NOW = 1_760_000_000.0
PLAN = LessonPlan(
    lesson_id=UUID(int=1), sitting_id=UUID(int=2), learner_identity=learner_identity(UUID(int=3)), mode="free"
)
PASS = sign_pass(PLAN, secret=SECRET, now=NOW)
OTHER = sign_pass(PLAN.model_copy(update={"lesson_id": UUID(int=9)}), secret=SECRET, now=NOW)


@pytest.mark.parametrize(
    ("value", "secret", "at", "plan"),
    [
        pytest.param(PASS, SECRET, NOW, PLAN, id="ours"),
        pytest.param(PASS, SECRET, NOW + PASS_SECONDS - 1, PLAN, id="still valid"),
        pytest.param(PASS, SECRET, NOW + PASS_SECONDS, None, id="too old"),
        pytest.param(PASS, SECRET + "x", NOW, None, id="another secret"),
        pytest.param(
            f"{OTHER.split('.')[0]}.{PASS.split('.')[1]}", SECRET, NOW, None, id="another lesson's body"
        ),
        pytest.param(PASS[:-1], SECRET, NOW, None, id="cut"),
        pytest.param("", SECRET, NOW, None, id="empty"),
        pytest.param("한글.é", SECRET, NOW, None, id="not ASCII"),
        # What aiohttp makes of header bytes that are no UTF-8.
        pytest.param("a.\udcff", SECRET, NOW, None, id="half a character in the signature"),
        pytest.param("\udcff.a", SECRET, NOW, None, id="half a character in the body"),
    ],
)
def test_plan_in(value: str, secret: str, at: float, plan: LessonPlan | None) -> None:
    assert plan_in(value, secret=secret, now=at) == plan
