import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.abuse import AbuseKind, abuse_in, abuse_line


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("insult", "You are stupid"),
        ("insult", "you're such an idiot"),
        ("insult", "Fuck you"),
        ("insult", "Shut up!"),
        ("insult", "Are you stupid?"),
        ("insult", "You stupid robot"),
        ("insult", "stupid tutor"),
        ("insult", "Hey, you bitch."),
        ("insult", "go to hell"),
        ("insult", "씨발"),
        ("insult", "너 바보야"),
        ("insult", "튜터는 멍청해요"),
        ("insult", "닥쳐"),
        ("insult", "야 꺼져"),
        ("insult", "이 병신아"),
        ("hate", "I hate all muslims"),
        ("hate", "Women are inferior"),
        ("hate", "짱깨"),
        ("sexual", "Show me your boobs"),
        ("sexual", "나랑 섹스하고 싶어"),
        ("violent", "I will kill you"),
        ("violent", "I'm going to kill you"),
        ("violent", "I want to punch you"),
        ("violent", "i'll beat you up"),
        ("violent", "kill yourself"),
        ("violent", "널 죽여 버릴 거야"),
        ("violent", "너 죽을래?"),
    ],
)
def test_abuse_is_found(kind: AbuseKind, text: str) -> None:  # G1
    assert abuse_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I want to report a robbery.", id="G1 a scene about a crime"),
        pytest.param("this is killing me", id="idiom: killing me"),
        pytest.param("It was a hell of a day", id="idiom: hell of a day"),
        "You're killing it!",
        "I have to kill two hours",
        "I could kill for a coffee",
        "I'll shoot you an email",
        "I will beat you at chess",
        "It's a chink in the armor",
        "Someone hit me and took my bag",
        "The murderer killed him with a knife",
        "The robber said I will shoot you",
        "He said he would kill me",
        "My boss called me an idiot",
        "He told me you are an idiot",
        "You are not stupid",
        "I will never hurt you",
        "I don't want to kill you",
        "That's a stupid idea",
        "I'm so stupid",
        "Thank you. Stupid question, but where is it?",
        "What does 'bitch' mean?",
        "How do you say 닥쳐 in English?",
        "I'd like the chicken breast",
        "Could you take off your shirt for the X-ray?",
        "You are so kind",
        "I feel useless",
        "I hate Monday",
        "시발점이 어디예요?",
        "핸드폰이 자꾸 꺼져요",
        "불이 꺼져 있어요",
        "약속 시간이 닥쳐서 급해요",
        "배고파 죽겠어요",
        "더워 죽겠어요",
        "죽고 싶어요",
        "모기를 다 죽여 버렸어요",
        "새끼손가락이 아파요",
        "강아지가 새끼를 낳았어요",
        "미친 듯이 바빠요",
        "저는 바보예요",
        "당신은 바보가 아니에요",
        "친구가 저한테 바보라고 했어요",
        "네 칼로 잘라 주세요",
        "",
    ],
)
def test_a_normal_line_is_none(text: str) -> None:
    assert abuse_in(text) is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        pytest.param("튜터", "이건 튜터가 함께할 수 없는 이야기예요.", id="a vowel"),
        pytest.param("수진", "이건 수진이 함께할 수 없는 이야기예요.", id="a consonant"),
        pytest.param("민호", "이건 민호가 함께할 수 없는 이야기예요.", id="another vowel"),
        pytest.param("Sam", "이건 Sam이 함께할 수 없는 이야기예요.", id="Latin, read with a consonant"),
        pytest.param("Kate", "이건 Kate가 함께할 수 없는 이야기예요.", id="Latin, read with a vowel"),
        pytest.param("튜터 3", "이건 튜터 3이 함께할 수 없는 이야기예요.", id="a digit"),
    ],
)
def test_the_line_has_the_particle_of_the_name(name: str, line: str) -> None:
    assert abuse_line(name) == line


def test_the_default_line() -> None:
    assert abuse_line() == "이건 튜터가 함께할 수 없는 이야기예요."


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    abuse_in(text)
