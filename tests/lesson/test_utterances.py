import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.words import Field
from lesson.utterances import corrected_fields, is_unheard, leaves_choice

KNOWN = Scenario(place="hotel", partner="clerk")
ALL: set[Field] = {"place", "partner"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "[inaudible]",
        "[Unintelligible] ",
        "(silence)",
        "...",
        "[BLANK_AUDIO]",
        "♪ music ♪",
        "<noise>",
        "…?!",
    ],
)
def test_nothing_was_heard(text: str) -> None:
    assert is_unheard(text)


@pytest.mark.parametrize("text", ["5", "네", "[inaudible] hotel", "hmm", "music", "a noise"])
def test_something_was_heard(text: str) -> None:
    assert not is_unheard(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("아무거나요", id="B12"),
        "anything",
        "You decide",
        "알아서 해 주세요",
        "아무거나 좋아요",
        "음, 아무거나요.",
        "호텔이요, 나머지는 알아서 해 주세요",
        "호텔이요 나머지는 알아서 해주세요",
        "At a hotel, and you choose the rest.",
        "at a hotel and you choose the rest",
        "It's up to you.",
        "Anything's fine.",
        "just anything please",
        "I don't know, you choose",
        "Please choose for me.",
        "Surprise me!",
        "마음대로 하세요",
        "아무 데나요",
        "Whatever you like",
        "상관없어요",
        "뭐든지 좋아요",
        "다 좋아요",
        "잘 모르겠어요, 추천해 주세요",
    ],
)
def test_leaves_the_choice_to_the_tutor(text: str) -> None:
    assert leaves_choice(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to buy anything cheap",
        "아무거나 먹고 싶어요",
        "You can choose a seat, she said",
        "I can't decide",
        "any questions",
        "좋아요",
        "잘 모르겠어요",
        "I want to decide the place",
        "whatever the weather, I run",
        "OK",
    ],
)
def test_is_about_something_else(text: str) -> None:
    assert not leaves_choice(text)


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        pytest.param("Not the hotel, the airport", {"place"}, id="B7 English"),
        pytest.param("호텔 말고 공항이요", ALL, id="B7 Korean"),
        pytest.param("I like the airport too", set(), id="B7 a mention"),
        pytest.param("the airport, not the hotel", {"place"}, id="the other way round"),
        pytest.param("not the hotel the airport", {"place"}, id="without its comma"),
        pytest.param("not a clerk, an officer", {"partner"}, id="another field"),
        pytest.param("I'm not at the hotel, I'm at the airport", {"place"}, id="in sentences"),
        pytest.param("Actually, I'm at the airport", ALL, id="actually"),
        pytest.param("No, the airport.", ALL, id="no"),
        pytest.param("Sorry, I meant the airport", ALL, id="I meant"),
        pytest.param("Let's do the airport instead", ALL, id="instead"),
        pytest.param("Change the place to the airport", ALL, id="change"),
        pytest.param("Oh wait, no, the airport", ALL, id="wait, no"),
        pytest.param("호텔이 아니라 공항이요", ALL, id="Korean: is not"),
        pytest.param("아니요, 공항이요", ALL, id="Korean: no"),
        pytest.param("장소를 공항으로 바꿔 주세요", ALL, id="Korean: change"),
        pytest.param("I'm not sure, maybe the airport", set(), id="not sure"),
        pytest.param("I don't have a reservation at the airport", set(), id="do not have"),
        pytest.param("No problem, the airport", set(), id="no problem"),
        pytest.param("actually the airport is also nice", set(), id="actually, also"),
        pytest.param("공항도 좋아요", set(), id="Korean: also"),
        pytest.param("호텔 말고도 공항도 있어요", set(), id="Korean: besides"),
        pytest.param("걱정 말고 공항 가요", set(), id="Korean: do not worry"),
        pytest.param("I'm going to the airport", set(), id="a plain sentence"),
    ],
)
def test_corrected_fields(text: str, opened: set[Field]) -> None:
    assert corrected_fields(text, KNOWN) == opened


@given(st.text())
def test_nothing_is_opened_while_nothing_is_known(text: str) -> None:
    assert corrected_fields(text, Scenario()) == frozenset()
    leaves_choice(text)
