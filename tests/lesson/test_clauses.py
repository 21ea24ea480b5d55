import pytest

from lesson.clauses import clauses, plain, quotes_something


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Thank you,  GOODBYE!", ["thank you", "goodbye"], id="a comma and a mark"),
        pytest.param("At 5 p.m. today", ["at 5 p m", "today"], id="an abbreviation before a space"),
        pytest.param("It costs 3.50", ["it costs 3 50"], id="a number"),
        pytest.param("네, 알겠어요。그럼 안녕", ["네", "알겠어요", "그럼 안녕"], id="Korean"),
        pytest.param("well - yes", ["well", "yes"], id="a dash"),
        pytest.param("check-in", ["check in"], id="a hyphen"),
        pytest.param("don’t stop", ["don't stop"], id="an apostrophe"),
        pytest.param("?!", [], id="only marks"),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts
    assert plain(text) == " ".join(parts)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "goodbye"', True),
        ("What is ‘bye’?", True),
        ("I say 'bye' now", True),
        ("「안녕」이 뭐예요?", True),
        ("I don't know, it's late", False),
        ("the doctor’s office", False),
    ],
)
def test_quotes_something(text: str, quotes: bool) -> None:
    assert quotes_something(text) == quotes
