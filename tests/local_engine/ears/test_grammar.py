from pathlib import Path

import pytest

from local_engine.ears.grammar import GrammarError, parse_grammar, read_grammar, words_of


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        pytest.param("I'm at a hotel.", ["i'm", "at", "a", "hotel"], id="an apostrophe stays"),
        pytest.param("I’m here!", ["i'm", "here"], id="a typographic one too"),
        pytest.param("Two bags, 2 seats", ["two", "bags", "2", "seats"], id="numbers stay"),
        pytest.param(
            "Check-in at the front desk?", ["check", "in", "at", "the", "front", "desk"], id="a hyphen"
        ),
        pytest.param("안녕", [], id="no English"),
    ],
)
def test_words_of(sentence: str, words: list[str]) -> None:
    assert words_of(sentence) == words


def test_a_sentence_comes_back_as_it_was_written() -> None:
    grammar = parse_grammar(["# spoken by the tests", "", "Can I have a window seat?", "I'm Kim."])
    assert grammar.as_written("can i have a window seat") == "Can I have a window seat?"
    assert grammar.as_written("can i have a window") == ""
    assert "can i have a window seat | i'm kim" in grammar.jsgf()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(["Hello.", "안녕하세요"], "line 2 has no English word", id="Korean"),
        pytest.param(["# nothing"], "has no sentence", id="empty"),
    ],
)
def test_a_grammar_that_cannot_be(lines: list[str], message: str) -> None:
    with pytest.raises(GrammarError, match=f"LOCAL_ENGINE_GRAMMAR {message}"):
        parse_grammar(lines)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match=r"LOCAL_ENGINE_GRAMMAR is '.*absent.txt'"):
        read_grammar(tmp_path / "absent.txt")
