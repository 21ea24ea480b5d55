import itertools
import re

import pytest

from local_engine.minds.lines import ORDER, topic_of, topics
from local_engine.minds.scene import Scene
from local_engine.minds.talk import Talk, line
from local_engine.sentences import split_sentences

HOTEL = Scene("hotel", "receptionist", "check in")
ABUSE = "이건 튜터가 함께할 수 없는 이야기예요."


def after(learner: str, *tutor: str) -> Talk:
    return Talk(HOTEL, [learner], tutor or ("Good evening.",), abuse_line=ABUSE)


@pytest.mark.parametrize(
    ("learner", "answer"),
    [
        pytest.param(
            "What time is breakfast?", "Breakfast is from seven to ten.", id="a question of the place"
        ),
        pytest.param(
            "조식은 몇 시예요?",
            "Breakfast is from seven to ten.",
            id="Korean is understood, English answered",
        ),
        pytest.param("Are you an AI?", "Yes, I am an AI", id="asked whether it is one"),
        pytest.param("You are so stupid", ABUSE, id="abuse"),
        pytest.param("Can you say that again?", "Of course. Good evening.", id="asked again"),
        pytest.param("Goodbye!", "Thank you, and goodbye.", id="a farewell"),
        pytest.param("Is my English correct?", "cannot correct sentences", id="no correction is made up"),
    ],
)
def test_answers(learner: str, answer: str) -> None:
    assert answer in line(after(learner), "answer")


def test_openings() -> None:
    talk = Talk(HOTEL, [], [], first_line=None)
    first = line(talk, "first_line")
    assert first == "Good evening, and welcome to our hotel. May I have your name, please?"
    assert (
        line(talk, "new")
        == f"We are at the hotel, I am the receptionist, and your goal is this: check in. {first}"
    )
    assert line(talk, "continued").startswith("Last time we were at the hotel")
    assert line(Talk(HOTEL, [], [], first_line="Welcome back!"), "first_line") == "Welcome back!"
    assert line(after("yes", "How many nights?"), "again") == "How many nights?"


@pytest.mark.parametrize("place", ["hotel", "airport", "moon base"])
def test_a_long_talk_never_repeats_itself_nor_asks_on_and_on(place: str) -> None:
    said: list[str] = []
    learner = itertools.cycle(["Okay.", "I have a reservation.", "Hmm.", "How much is it?"])
    heard: list[str] = []
    for _ in range(40):
        heard.append(next(learner))
        said.append(line(Talk(Scene(place), heard, said), "answer"))
    assert all(one != other for one, other in itertools.pairwise(said))
    asked = "".join("?" if text.endswith("?") else "." for text in said)
    assert "???" not in asked
    assert "." in asked


@pytest.mark.parametrize("name", ORDER)
def test_every_line_is_one_or_two_short_english_sentences(name: str) -> None:
    topic = topics()[name]
    lines = [
        *topic.first,
        *topic.lead,
        *topic.hints,
        *(say for answers in topic.answers for say in answers.say),
    ]
    for text in lines:
        assert 1 <= len(split_sentences(text)) <= 2, text
        assert len(text.split()) <= 20, text
        assert re.fullmatch(r"[\x20-\x7e]+[.?!]", text), text


@pytest.mark.parametrize(
    ("scene", "topic"),
    [
        pytest.param(HOTEL, "hotel", id="place"),
        pytest.param(Scene("coffee shop", "barista", "order a drink"), "cafe", id="a coffee shop is no shop"),
        pytest.param(Scene(None, "doctor", None), "hospital", id="partner"),
        pytest.param(Scene(None, None, "exchange money"), "bank", id="goal"),
        pytest.param(Scene("job interview", None, None), "office", id="interview"),
        pytest.param(Scene("Anywhere", "Friend", "Just chat"), "free", id="free conversation"),
        pytest.param(Scene(), "free", id="no scene"),
        pytest.param(Scene("moon base", "astronaut", "dance"), "any", id="nothing known"),
    ],
)
def test_topic_of(scene: Scene, topic: str) -> None:
    assert topic_of(scene).name == topic
