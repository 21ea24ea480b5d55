import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.routing import Route, certain_route, route


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("hi", "junior", id="J1 1"),
        pytest.param("Hello there!", "junior", id="J1 2"),
        pytest.param("good morning", "junior", id="J1 3"),
        pytest.param("안녕하세요", "junior", id="J1 4"),
        pytest.param("thank you", "junior", id="J1 5"),
        pytest.param("고마워요", "junior", id="J1 6"),
        pytest.param("how are you?", "junior", id="J1 7"),
        pytest.param("can you repeat that?", "junior", id="J2 1"),
        pytest.param("what did you say?", "junior", id="J2 2"),
        pytest.param("다시 말해 주세요", "junior", id="J2 3"),
        pytest.param("Which plan is best?", "supervisor", id="J3 1: hi inside which"),
        pytest.param("How many lessons this month?", "supervisor", id="J3 2: hi inside this"),
        pytest.param("They charged me twice", "supervisor", id="J3 3: hey inside they"),
        pytest.param("Show my history", "supervisor", id="J3 4: hi inside history"),
        pytest.param('Hi, why is it "an hour"?', "supervisor", id="J4 1: a greeting and a question"),
        pytest.param('Thanks, but what does "fee" mean?', "supervisor", id="J4 2: thanks and a question"),
        pytest.param("", "nobody", id="J4 3: blank"),
        pytest.param("   \n", "nobody", id="J4 3: white space"),
        pytest.param("...", "nobody", id="J4 3: only punctuation"),
        pytest.param("[inaudible]", "nobody", id="J4 3: a recogniser's marker"),
        # courtesies, whole
        ("Hi!", "junior"),
        ("HELLO", "junior"),
        ("Hey there, good to see you again.", "junior"),
        ("Hi, how are you today?", "junior"),
        ("Hello, Mr. Kim!", "junior"),
        ("Good evening, doctor.", "junior"),
        ("Thank you so much for your help!", "junior"),
        ("I'm fine, thank you. And you?", "junior"),
        ("Okay, great.", "junior"),
        ("네, 감사합니다!", "junior"),
        ("선생님 안녕하세요", "junior"),
        ("안녕하세요, 잘 지내셨어요?", "junior"),
        ("네네네 좋아요", "junior"),
        ("Bye, see you tomorrow!", "junior"),
        # the same words inside others
        ("hide it", "supervisor"),
        ("Hire a car", "supervisor"),
        ("this thing", "supervisor"),
        ("Thankful people live longer?", "supervisor"),
        ("How are you charging me?", "supervisor"),
        ("Hello Kitty tickets, how much?", "supervisor"),
        ("Hi Why", "supervisor"),
        ("안녕하세요가 무슨 말이야", "supervisor"),
        ("doctor", "supervisor"),
        ("again", "supervisor"),
        # repeating and clarifying, whole
        ("Sorry?", "junior"),
        ("Pardon me?", "junior"),
        ("Could you please say that again more slowly?", "junior"),
        ("I'm sorry, I didn't catch that.", "junior"),
        ("What do you mean?", "junior"),
        ("What does that mean?", "junior"),
        ("Slow down, please.", "junior"),
        ("죄송하지만 다시 한번 말씀해 주세요", "junior"),
        ("뭐라고 하셨어요?", "junior"),
        ("무슨 뜻이에요?", "junior"),
        ("좀 더 천천히 말해 주세요", "junior"),
        ("Can you repeat the rule about articles?", "supervisor"),
        ("What did you say the fee was?", "supervisor"),
        ("다시 말해 주세요는 영어로 뭐예요?", "supervisor"),
        ("How do I say what did you say?", "supervisor"),
        # anything else
        ("Why?", "supervisor"),
        ("My payment failed", "supervisor"),
        ("이번 달에 수업 몇 번 했어요?", "supervisor"),
        ("환불하고 싶어요", "supervisor"),
    ],
)
def test_outside_a_scene(text: str, expected: Route) -> None:
    assert route(text, in_scene=False) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Which room is mine?", id="J4 4: to the receptionist"),
        "I have a reservation for tonight.",
        "How much is it?",
        "Why is it so expensive?",
        "Why is it an extra charge?",
        "Why do you say that?",
        "Why do you use plastic cups?",
        "What do you mean by a late fee?",
        "What does the fee include?",
        "What does the sign mean?",
        "What does my insurance mean for you?",
        "What is the difference between the standard room and the deluxe room?",
        "What's the difference between economy and business?",
        "What is the word on the street?",
        "How do you spell your name?",
        "How do I use this machine?",
        "How do I say this to my boss?",
        "When can I use the gym?",
        "Do you sell grammar books?",
        "Is this the right gate?",
        "Is that correct?",
        "Is it okay to pay in cash?",
        "Can I say something?",
        "Should I say yes or no?",
        "Do I need an appointment?",
        "What's this called?",
        "What is that in dollars?",
        "What did you do last weekend?",
        "What did we talk about last time, doctor?",
        "How many nights did I book?",
        "How many lessons do I have to take to get the license?",
        "How many classes are in the package?",
        "What's my room number?",
        "What is my total?",
        "Show me my bill.",
        "Do you need my medical history?",
        "Am I getting better, doctor?",
        "They charged me twice",
        "My English teacher is from London.",
        "I don't speak English well.",
        "Can you speak English?",
        "I teach English grammar at a school.",
        "I said it in my last lesson.",
        "그 방은 얼마예요?",
        "문법 책은 어디에 있어요?",
        "우리 영어로 뭐 할까요?",
        "영어로 무슨 이야기를 할까요?",
        "왜 이렇게 비싸요?",
        "이 말이 맞아요?",
        "지난번에 뭐라고 하셨어요, 선생님?",
        "제 예약 기록을 보여 주세요",
        "체크인하고 싶어요",
    ],
)
def test_the_learners_line_in_a_scene_stays_with_the_partner(text: str) -> None:
    assert route(text, in_scene=True) == "junior"
    assert certain_route(text) != "supervisor"


@pytest.mark.parametrize(
    "text",
    [
        "What does reserve mean?",
        'What does "the bill" mean?',
        "what does 'fee' mean",
        "Sorry, what does half board mean?",
        "What does the word luggage mean?",
        "What's the meaning of reservation?",
        "Do you know what deposit means?",
        "I don't know what deposit means.",
        "How do I say 영수증 in English?",
        "How do you say thank you in Korean?",
        "How can I say that politely in English?",
        "How do I say goodbye in English?",
        "What is this called in English?",
        "What's the English word for 영수증?",
        "What is another word for big?",
        "What is the past tense of go?",
        "What's the opposite of cheap?",
        "What's the plural of child?",
        "Which preposition should I use with interested?",
        "What is the present perfect?",
        "Can you explain the present perfect?",
        "When do I use the present perfect?",
        'When do we use "the"?',
        "When do I use since or for?",
        "What's the difference between say and tell?",
        "What is the difference between 'a few' and 'few'?",
        "What's the difference between job and work in English?",
        "Is my sentence correct?",
        "Is that good English?",
        "Is it correct to say I am agree?",
        'Can I say "I am boring"?',
        "Did I say that right?",
        'Why is it "an hour"?',
        "Hi, why is it 'an hour'?",
        'Why do you say "an hour" and not "a hour"?',
        "Why do we say good morning?",
        "Why do we use the present perfect here?",
        "Give me an example with reserve.",
        "Can you use reserve in a sentence?",
        "How do you pronounce schedule?",
        "How do you spell receipt?",
        "I have a question. What does reserve mean?",
        "영수증이 영어로 뭐예요?",
        "체크인하고 싶다를 영어로 어떻게 말해요?",
        "reserve가 무슨 뜻이에요?",
        "이 단어 무슨 뜻이에요?",
        "say랑 tell 차이가 뭐예요?",
        "왜 an hour라고 해요?",
        "현재완료는 언제 써요?",
        "제 문장 맞아요?",
        "이 표현 자연스러워요?",
        "reserve 예문 하나 알려 주세요",
        "선생님, deposit은 영어로 무슨 뜻이에요?",
        "How many lessons this month?",
        "How many lessons have I had so far?",
        "How many lessons did I do this week?",
        "How long have I practised English today?",
        "Show my history",
        "Can you show me my progress?",
        "What did I say in my last lesson?",
        "What did we talk about in the last lesson?",
        "What did I get wrong?",
        "What are my most common mistakes?",
        "What mistakes do I often make?",
        "How fast do I speak?",
        "How is my English?",
        "Is my English getting better?",
        "When was my last lesson?",
        "지난 수업에서 제가 뭐라고 했어요?",
        "저번 수업 때 뭐 배웠어요?",
        "이번 달에 수업을 몇 번 했어요?",
        "제 학습 기록 보여 주세요",
        "제가 자주 틀리는 게 뭐예요?",
        "제 영어 실력이 늘었어요?",
    ],
)
@pytest.mark.parametrize("in_scene", [True, False])
def test_english_itself_and_the_learners_own_lessons_reach_the_supervisor(text: str, in_scene: bool) -> None:
    assert route(text, in_scene=in_scene) == "supervisor"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the second one", "junior"),
        ("Tuesday", "junior"),
        ("What does reserve mean?", "supervisor"),
        ("", "nobody"),
    ],
)
def test_an_answer_the_supervisor_waits_for_stays_with_the_junior(text: str, expected: Route) -> None:
    assert route(text, in_scene=False, owed_answer=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hi", "junior"),
        ("what did you say?", "junior"),
        ("What does reserve mean?", "supervisor"),
        ("", "nobody"),
        pytest.param("Which room is mine?", None, id="only the scene tells"),
        pytest.param("How do I change your voice?", None, id="the product: the voice's own choice"),
    ],
)
def test_what_the_rules_are_sure_of(text: str, expected: Route | None) -> None:
    assert certain_route(text) == expected


@given(st.text(max_size=400))
def test_every_line_has_a_route(text: str) -> None:
    outside, inside = route(text, in_scene=False), route(text, in_scene=True)
    assert (outside == "nobody") == (inside == "nobody")
    assert not (outside == "junior" and inside == "supervisor")


@given(
    st.sampled_from(["hi", "thank you", "네", "안녕하세요", "what did you say"]),
    st.sampled_from([" ", "  ", "! ", ", "]),
)
def test_a_courtesy_beside_another_word_is_no_courtesy(courtesy: str, between: str) -> None:
    assert route(f"{courtesy}{between}refund", in_scene=False) == "supervisor"
