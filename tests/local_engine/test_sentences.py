import pytest

from local_engine.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Good evening. How are you?", ["Good evening.", "How are you?"], id="two"),
        pytest.param(
            "Dr. Kim is at St. Mary's. Yes!", ["Dr. Kim is at St. Mary's.", "Yes!"], id="abbreviations"
        ),
        pytest.param("It is $3.50. OK?", ["It is $3.50.", "OK?"], id="a number"),
        pytest.param(
            'He said "Stop." Then he left.', ['He said "Stop."', "Then he left."], id="a closing quote"
        ),
        pytest.param(
            "안녕하세요！무엇을 도와드릴까요？",
            ["안녕하세요！", "무엇을 도와드릴까요？"],
            id="full-width marks",
        ),
        pytest.param("one\ntwo", ["one", "two"], id="a new line"),
        pytest.param("  ", [], id="blank"),
    ],
)
def test_split_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences
