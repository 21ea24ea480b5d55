"""What learners say about a scene. B numbers are cases of docs/behaviours.md."""

import pytest

from local_engine.minds.extraction import facts_from, field_asked
from local_engine.minds.facts import Facts, Field

NOTHING = Facts()


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        pytest.param(
            "I'm at a hotel talking to the receptionist to check in.",
            Facts("hotel", "receptionist", "check in"),
            id="B1",
        ),
        pytest.param(
            "호텔에서 직원이랑 체크인 연습하고 싶어요.", Facts("hotel", "staff", "check in"), id="B2"
        ),
        pytest.param(
            "공항 체크인 상황을 연습하고 싶어요.", Facts("airport", None, "check in"), id="B2, two of three"
        ),
        pytest.param("영어 연습하고 싶어요", NOTHING, id="B3, Korean"),
        pytest.param("I want to check in", Facts(goal="check in"), id="B3, no place inferred"),
        pytest.param("I'm at the airport with my wife", Facts("airport"), id="B3, company is no partner"),
        pytest.param("Thanks!", NOTHING, id="B4"),
        pytest.param("Not the hotel, the airport", Facts("airport", correction=True), id="B7"),
        pytest.param("호텔 말고 공항이요", Facts("airport", correction=True), id="B7, Korean"),
        pytest.param("I like the airport too", NOTHING, id="B7, a mention"),
        pytest.param("아무거나요", Facts(you_choose=True), id="B12"),
        pytest.param("알아서 해 주세요", Facts(you_choose=True), id="you choose, Korean"),
        pytest.param("anything", Facts(you_choose=True), id="anything"),
        pytest.param("You decide.", Facts(you_choose=True), id="you decide"),
        pytest.param("It's up to you, please.", Facts(you_choose=True), id="up to you"),
        pytest.param("I am at a hotel", Facts("hotel"), id="place alone"),
        pytest.param("the receptionist", Facts(partner="receptionist"), id="partner alone"),
        pytest.param("I want to practice English", NOTHING, id="vague"),
        pytest.param("Hello!", NOTHING, id="a greeting"),
        pytest.param("I have a reservation", NOTHING, id="no wish"),
        pytest.param("I don't want that", NOTHING, id="a refusal"),
        pytest.param("I'm at Starbucks", Facts("starbucks"), id="a place no list has"),
        pytest.param(
            "I'd like to practice ordering food in a restaurant with a waiter",
            Facts("restaurant", "waiter", "order food"),
            id="with a role",
        ),
        pytest.param(
            "I am at a bank. I am talking to a teller. I want to open an account.",
            Facts("bank", "teller", "open an account"),
            id="three sentences",
        ),
        pytest.param(
            "I would like to practice checking in at the airport with the staff",
            Facts("airport", "staff", "check in"),
            id="a gerund",
        ),
        pytest.param(
            "I want to practice airport check-in", Facts("airport", None, "check in"), id="a compound"
        ),
        pytest.param(
            "Can we practice a job interview?", Facts(goal="job interview"), id="a thing to practise"
        ),
        pytest.param("I need help with a refund", Facts(goal="help with a refund"), id="B9, kept"),
        pytest.param("I want a refund", Facts(goal="get a refund"), id="a thing wanted"),
        pytest.param(
            "I'm talking to my boss about a raise",
            Facts(partner="boss", goal="talk about a raise"),
            id="talking about",
        ),
        pytest.param(
            "I want to talk about my weekend with a friend",
            Facts(partner="friend", goal="talk about my weekend"),
            id="a friend one talks with",
        ),
        pytest.param(
            "I don't want to check in, I want to check out",
            Facts(goal="check out", correction=True),
            id="the goal taken back",
        ),
        pytest.param(
            "change the partner to the manager", Facts(partner="manager", correction=True), id="a change"
        ),
        pytest.param("아내랑 공항에 있어요", Facts("airport"), id="company, Korean"),
        pytest.param("친구랑 얘기하고 싶어요", Facts(partner="friend"), id="a friend one talks with, Korean"),
        pytest.param(
            "병원에서 의사 선생님한테 증상을 설명하고 싶어요",
            Facts("hospital", "doctor", "explain my symptoms"),
            id="three of three, Korean",
        ),
        pytest.param("커피 주문하고 싶어요", Facts(goal="order coffee"), id="the longer goal"),
        pytest.param("화성에 있어요", NOTHING, id="a Korean word no list has"),
        pytest.param("Airport에서 check-in 연습하고 싶어요", Facts(None, None, None), id="mixed, not read"),
    ],
)
def test_facts(said: str, facts: Facts) -> None:
    assert facts_from([said], asked=None) == facts


@pytest.mark.parametrize(
    ("asked", "said", "facts"),
    [
        pytest.param("partner", "the receptionist", Facts(partner="receptionist"), id="partner"),
        pytest.param("partner", "My boss", Facts(partner="boss"), id="my"),
        pytest.param("partner", "with the barista", Facts(partner="barista"), id="with"),
        pytest.param("partner", "a wizard", Facts(partner="wizard"), id="a partner no list has"),
        pytest.param("partner", "의사요", Facts(partner="doctor"), id="Korean partner"),
        pytest.param("place", "In a taxi", Facts("taxi"), id="in"),
        pytest.param(
            "place", "a small Italian restaurant", Facts("small italian restaurant"), id="adjectives"
        ),
        pytest.param("place", "Can we do a restaurant?", Facts("restaurant"), id="a proposal"),
        pytest.param("place", "공항이요", Facts("airport"), id="Korean place"),
        pytest.param("goal", "check in", Facts(goal="check in"), id="goal"),
        pytest.param("goal", "Ordering a drink, please", Facts(goal="order a drink"), id="a gerund"),
        pytest.param("goal", "a job interview", Facts(goal="job interview"), id="a noun"),
        pytest.param("goal", "To the airport", Facts(goal="go to the airport"), id="a direction"),
        pytest.param("goal", "환불", Facts(goal="get a refund"), id="Korean goal"),
        pytest.param("place", "hmm", NOTHING, id="a hesitation"),
        pytest.param("place", "well", NOTHING, id="B4"),
        pytest.param("place", "I don't know", NOTHING, id="no idea"),
        pytest.param("place", "What do you mean?", NOTHING, id="a question back"),
        pytest.param(
            "partner", "No, the bank", Facts("bank", correction=True), id="an earlier field corrected"
        ),
    ],
)
def test_a_bare_answer_is_about_what_was_asked(asked: Field, said: str, facts: Facts) -> None:
    assert facts_from([said], asked=asked) == facts


def test_later_words_count_over_earlier_ones() -> None:
    said = ["I am at a hotel", "No, the airport", "I want to check in"]
    assert facts_from(said, asked=None) == Facts("airport", None, "check in", correction=True)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        pytest.param("Where are you?", "place", id="where"),
        pytest.param("Okay. Who are you talking to?", "partner", id="who"),
        pytest.param("What do you want to do there?", "goal", id="what"),
        pytest.param("누구와 이야기하고 있나요?", "partner", id="Korean who"),
        pytest.param("어디에 있나요？", "place", id="Korean where, full-width mark"),
        pytest.param("무엇을 하고 싶으세요?", "goal", id="Korean what"),
        pytest.param("Where are you, who are you talking to, and what do you want to do?", None, id="all"),
        pytest.param("Hi. Tell me what you want to do.", "goal", id="a wish"),
        pytest.param("안녕하세요. 누구와 이야기할지 말해 주세요.", "partner", id="a wish, Korean"),
        pytest.param("I see.", None, id="no question"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_field_asked(question: str, field: Field | None) -> None:
    assert field_asked(question) == field


def test_instructions_may_name_the_field_asked() -> None:
    assert field_asked("Tell me more.", "Target field: partner") == "partner"
