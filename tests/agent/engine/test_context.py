"""What of a talk a language model is told: whole exchanges, the latest that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.agents import llm

from agent.engine.context import CHARACTERS_A_TOKEN, is_instruction, tokens_of, within_budget

FIVE_TOKENS = "x" * int(5 * CHARACTERS_A_TOKEN)


def talk(shape: str) -> llm.ChatContext:
    """i instructions, t a line of the tutor's, l one of the learner's, c a call and its output; each of five tokens."""
    context = llm.ChatContext.empty()
    for number, letter in enumerate(shape):
        match letter:
            case "i":
                context.add_message(role="system", content=FIVE_TOKENS, id=f"i{number}")
            case "t":
                context.add_message(role="assistant", content=FIVE_TOKENS, id=f"t{number}")
            case "l":
                context.add_message(role="user", content=FIVE_TOKENS, id=f"l{number}")
            case "c":
                call = llm.FunctionCall(
                    id=f"c{number}", call_id=str(number), name="ask", arguments=FIVE_TOKENS[:-3]
                )
                out = llm.FunctionCallOutput(
                    id=f"o{number}", call_id=str(number), name="ask", output="", is_error=False
                )
                context.insert([call, out])
    return context


def shape_of(context: llm.ChatContext) -> str:
    return "".join(item.id[0] for item in context.items if item.id[0] != "o")


@pytest.mark.parametrize(
    ("shape", "tokens", "kept"),
    [
        pytest.param("itltlt", 100, "itltlt", id="all of it fits, the opening too"),
        pytest.param("itltlt", 25, "iltlt", id="without the opening"),
        pytest.param("itltlt", 20, "ilt", id="not from the middle of an exchange"),
        pytest.param("itllt", 20, "illt", id="a learner's two lines belong together"),
        pytest.param("itlct", 20, "ilct", id="a call belongs to the line that led to it"),
        pytest.param("itlctlt", 20, "ilt", id="a call is left out with its line"),
        pytest.param("itltl", 12, "il", id="the line that waits for its answer"),
        pytest.param("itlttttt", 10, "ilttttt", id="the last exchange stays however long"),
        pytest.param("itti", 5, "itti", id="nobody has answered yet"),
        pytest.param("ilti", 10, "ilti", id="instructions at the end stay there"),
        pytest.param("", 10, "", id="nothing"),
    ],
)
def test_what_is_kept_is_whole_exchanges(shape: str, tokens: int, kept: str) -> None:
    assert shape_of(within_budget(talk(shape), tokens)) == kept


@given(st.text("tlc", max_size=30), st.integers(5, 120))
def test_the_budget_holds_but_for_the_last_exchange_and_no_more_is_left_out_than_need_be(
    shape: str, tokens: int
) -> None:
    whole = talk("i" + shape)
    kept = within_budget(whole, tokens)
    items = [item for item in kept.items if not is_instruction(item)]
    assert (
        items
        == [item for item in whole.items if not is_instruction(item)][len(whole.items) - 1 - len(items) :]
    )
    if len(kept.items) < len(whole.items):
        assert items[0].type == "message"
        assert items[0].role == "user"
        exchanges = shape_of(kept).lstrip("i").replace("ll", "l")
        assert sum(map(tokens_of, kept.items)) <= tokens + 1 or exchanges.count("l") == 1 or "ll" in shape
