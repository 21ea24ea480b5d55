import pytest

from local_engine.minds.scene import Scene, Wish, abuse_line, given_first_line, scene_in, wish_in
from local_engine.minds.scenes import SCENES, whole_scene

HOTEL = Scene("hotel", "receptionist", "check in")


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        pytest.param(
            'Title: "x"\nPlace: "hotel"\nPartner: "receptionist"\nGoal: "check in"', HOTEL, id="quoted"
        ),
        pytest.param("- PLACE: hotel\n* partner = receptionist\n  Goal : check in", HOTEL, id="any manner"),
        pytest.param(
            '{"place": "hotel", "conversation_partner": "receptionist", "goal": "check in"}', HOTEL, id="JSON"
        ),
        pytest.param("Known: place: hotel, partner: null, goal: unknown", Scene("hotel"), id="on one line"),
        pytest.param("Place: cafe\n…\nPlace: hotel", Scene("hotel"), id="the last one"),
        pytest.param("Meet me at the place with a goal.", Scene(), id="prose"),
        pytest.param("", Scene(), id="nothing"),
    ],
)
def test_scene_in(text: str, scene: Scene) -> None:
    assert scene_in(text) == scene


@pytest.mark.parametrize(
    ("tail", "wish"),
    [
        pytest.param(
            "Begin the lesson now. First where we are, then your first line in character.", "new", id="new"
        ),
        pytest.param("The scene has just been agreed. Say only your first line.", "first_line", id="agreed"),
        pytest.param(
            "One friendly greeting and an open question about the learner's day.", "free", id="free"
        ),
        pytest.param("The learner continues an earlier lesson. No briefing.", "continued", id="continued"),
        pytest.param("Say in one sentence that you are back.", "back", id="back"),
        pytest.param("Say that line again, in the same words.", "again", id="again"),
        pytest.param("Speak slowly, about 70 words a minute.", "answer", id="nothing in particular"),
    ],
)
def test_wish_in(tail: str, wish: Wish) -> None:
    assert wish_in("You are a partner in a role play.\n" * 40 + tail) == wish


def test_a_line_given_in_quotes_is_the_first_line() -> None:
    assert (
        given_first_line('Then say: "Good morning! Is that parcel for today?"')
        == "Good morning! Is that parcel for today?"
    )
    assert given_first_line('Place: "hotel"') is None


def test_the_abuse_line_is_what_must_be_said_exactly() -> None:
    assert abuse_line(
        "Insults: say exactly this sentence and nothing else:\n이건 튜터가 함께할 수 없는 이야기예요.\n"
    ) == ("이건 튜터가 함께할 수 없는 이야기예요.")
    assert abuse_line("Be kind.") is None


@pytest.mark.parametrize(
    ("known", "whole"),
    [
        pytest.param(Scene(), SCENES[0], id="nothing known"),
        pytest.param(Scene(place="hotel"), HOTEL, id="by place"),
        pytest.param(
            Scene(partner="doctor"), Scene("hospital", "doctor", "explain my symptoms"), id="by partner"
        ),
        pytest.param(
            Scene("big hotel", None, "ask for towels"),
            Scene("big hotel", "receptionist", "ask for towels"),
            id="the learner's words stay",
        ),
    ],
)
def test_whole_scene(known: Scene, whole: Scene) -> None:
    assert whole_scene(known) == whole
