"""What the learner hears between a question and its answer (docs/behaviours.md, J5)."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from agent.tutor.consultation import Consultation
from agent.tutor.supervisor import NoAnswerError, Question
from contract.turn import Turn
from contract.words import Role
from lesson.fillers import APOLOGY, FIRST, STILL
from tests.fixtures.virtual_time import run_virtually
from tests.fixtures.waiting import until

ANSWER = "Reserve means to book."
NOW = datetime(2026, 3, 1, tzinfo=UTC)

Answers = Callable[[Question], Awaitable[str]]


@dataclass
class Mouth:
    """Hears what is said, and when, in seconds of the loop's clock."""

    said: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    is_speaking: bool = False

    def say(self, text: str) -> None:
        self.said.append(text)
        self.at.append(asyncio.get_running_loop().time())

    def prepare(self, text: str) -> None:
        self.prepared.append(text)


@dataclass
class Oracle:
    """A supervisor that answers as the test says."""

    answers: Answers
    asked: list[Question] = field(default_factory=list)

    async def answer(self, question: Question) -> str:
        self.asked.append(question)
        return await self.answers(question)


@dataclass
class Scene:
    """`later` makes the answer come when the test sets it."""

    mouth: Mouth = field(default_factory=Mouth)
    talk: list[Turn] = field(default_factory=list)
    later: "asyncio.Event" = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.oracle = Oracle(self._answer)
        self.desk = Consultation(self.oracle, voice=self.mouth, talk=lambda: self.talk)

    async def _answer(self, _: Question) -> str:
        await self.later.wait()
        return ANSWER

    def learner(self, text: str) -> None:
        self.desk.learner_said(self._turn(text, "learner"))

    def tutor(self, text: str) -> None:
        self.desk.tutor_said(self._turn(text, "tutor"))

    def _turn(self, text: str, role: Role) -> Turn:
        began = NOW + timedelta(seconds=len(self.talk))
        turn = Turn(
            turn_id=uuid4(),
            seq=len(self.talk),
            role=role,
            text=text,
            started_at=began,
            ended_at=began,
            speech_seconds=1,
        )
        self.talk.append(turn)
        return turn


def virtually(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The real waits, in no time."""

    @functools.wraps(test)
    def run(*args: Any, **fixtures: Any) -> None:
        run_virtually(test(*args, **fixtures))

    return run


@pytest.fixture
def scene() -> Scene:
    return Scene()


@virtually
async def test_an_answer_that_is_there_at_once_needs_no_filler(scene: Scene) -> None:
    scene.later.set()
    scene.learner("What does reserve mean?")
    assert await scene.desk.ask("reserve") == "answered"
    assert scene.mouth.said == [ANSWER]
    (question,) = scene.oracle.asked
    assert (question.context, question.turns[-1].text) == ("reserve", "What does reserve mean?")
    assert not scene.desk.busy


@virtually
async def test_a_filler_comes_at_once_and_is_not_glued_to_the_answer(scene: Scene) -> None:
    scene.learner("What does reserve mean?")
    began = asyncio.get_running_loop().time()
    asking = asyncio.create_task(scene.desk.ask(""))
    await until(lambda: scene.mouth.said, what="a filler")
    assert scene.mouth.at[0] - began < 0.3
    assert scene.mouth.said[0] in FIRST["en"]
    scene.later.set()
    assert await asking == "answered"
    assert scene.mouth.said == [scene.mouth.said[0], ANSWER]


@virtually
async def test_a_long_wait_has_one_more_and_at_most_two(scene: Scene) -> None:  # J5
    scene.learner("What does reserve mean?")
    began = asyncio.get_running_loop().time()
    assert await scene.desk.ask("") == "apologised"
    first, still, sorry = scene.mouth.said
    assert first in FIRST["en"]
    assert still in STILL["en"]
    assert sorry == APOLOGY["en"]
    assert [round(at - began, 1) for at in scene.mouth.at] == [0.1, 4.0, 10.0]
    assert not scene.desk.busy


@virtually
async def test_after_an_apology_the_next_question_is_answered(scene: Scene) -> None:  # J5
    scene.learner("What does reserve mean?")
    await scene.desk.ask("")
    scene.later.set()
    scene.learner("What does deposit mean?")
    assert await scene.desk.ask("") == "answered"
    assert scene.mouth.said[-1] == ANSWER


@virtually
async def test_three_questions_in_a_row_have_three_fillers(scene: Scene) -> None:  # J5
    fillers = []
    for word in ("reserve", "deposit", "receipt"):
        scene.later.clear()
        scene.learner(f"What does {word} mean?")
        asking = asyncio.create_task(scene.desk.ask(""))
        heard = len(scene.mouth.said)
        await until(lambda: len(scene.mouth.said) > heard, what="a filler")  # noqa: B023 - awaited in the loop
        fillers.append(scene.mouth.said[-1])
        assert fillers[-1] in scene.mouth.prepared or word == "reserve"
        scene.later.set()
        await asking
        scene.tutor(ANSWER)
    assert len(set(fillers)) == 3


@pytest.mark.parametrize("error", [NoAnswerError("no"), RuntimeError("bug")])
@virtually
async def test_an_error_becomes_a_spoken_sentence(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    scene = Scene()

    async def fail(_: Question) -> str:
        raise error

    scene.oracle.answers = fail
    scene.learner("What does my secret word mean?")
    assert await scene.desk.ask("") == "apologised"
    assert scene.mouth.said == [APOLOGY["en"]]
    assert "secret" not in caplog.text


@virtually
async def test_korean_where_the_scene_is_built(scene: Scene) -> None:
    scene.learner("체크인이 영어로 뭐예요?")
    assert await scene.desk.ask("", locale="ko") == "apologised"
    first, still, sorry = scene.mouth.said
    assert (first in FIRST["ko"], still in STILL["ko"], sorry) == (True, True, APOLOGY["ko"])
    assert scene.oracle.asked[0].locale == "ko"


@virtually
async def test_no_filler_over_what_the_model_says_itself(scene: Scene) -> None:
    scene.mouth.is_speaking = True
    scene.learner("What does reserve mean?")
    assert await scene.desk.ask("") == "apologised"
    assert scene.mouth.said == [APOLOGY["en"]]


@pytest.mark.parametrize("line", ["hi", "Can you repeat that?", "What does that mean?", "네, 감사합니다"])
@virtually
async def test_a_line_that_is_surely_the_voices_comes_back_to_it(scene: Scene, line: str) -> None:
    scene.learner(line)
    assert await scene.desk.ask("") == "for_the_voice"
    assert scene.mouth.said == []
    assert scene.oracle.asked == []


@virtually
async def test_a_late_transcript_is_waited_for_and_then_asked_with(scene: Scene) -> None:
    scene.later.set()
    scene.learner("A room, please.")
    scene.tutor("Which one?")
    asking = asyncio.create_task(scene.desk.ask("reserve"))
    await until(lambda: scene.mouth.said, what="a filler meanwhile")
    assert scene.oracle.asked == []
    scene.learner("What does reserve mean?")
    assert await asking == "answered"
    assert scene.oracle.asked[0].turns[-1].text == "What does reserve mean?"


@virtually
async def test_without_a_transcript_the_voices_words_must_do(scene: Scene) -> None:
    scene.later.set()
    assert await scene.desk.ask("what reserve means") == "answered"
    assert scene.oracle.asked[0].context == "what reserve means"


@virtually
async def test_who_goes_on_with_something_else_takes_the_question_back(scene: Scene) -> None:
    scene.learner("What does reserve mean?")
    asking = asyncio.create_task(scene.desk.ask(""))
    await until(lambda: scene.mouth.said, what="a filler")
    scene.learner("Never mind. I would like a room.")
    assert await asking == "taken_back"
    assert scene.mouth.said[1:] == []


@virtually
async def test_a_yes_meanwhile_takes_nothing_back(scene: Scene) -> None:
    scene.learner("What does reserve mean?")
    asking = asyncio.create_task(scene.desk.ask(""))
    await until(lambda: scene.mouth.said, what="a filler")
    scene.learner("Okay, thank you.")
    scene.later.set()
    assert await asking == "answered"


@virtually
async def test_one_question_at_a_time(scene: Scene) -> None:
    scene.learner("What does reserve mean?")
    asking = asyncio.create_task(scene.desk.ask(""))
    await until(lambda: scene.desk.busy, what="a question is out")
    assert await scene.desk.ask("again") == "asked_already"
    scene.later.set()
    assert await asking == "answered"
    assert len(scene.oracle.asked) == 1


@virtually
async def test_a_filler_of_the_tutors_answers_nothing(scene: Scene) -> None:
    scene.later.set()
    scene.learner("thank you")
    scene.tutor("One moment.")
    assert await scene.desk.ask("") == "for_the_voice"
    scene.tutor("You are welcome.")  # now it is answered, and the line is waited for
    assert await scene.desk.ask("what reserve means") == "answered"


@virtually
async def test_a_line_that_was_cut_by_the_learners_does_not_answer_it(scene: Scene) -> None:
    scene.later.set()
    cut = scene._turn("Welcome to our", "tutor")
    scene.learner("thank you")
    scene.desk.tutor_said(cut)  # it is reported once its last sound is out
    assert await scene.desk.ask("") == "for_the_voice"


@virtually
async def test_the_end_of_the_lesson_ends_the_question(scene: Scene) -> None:
    scene.learner("What does reserve mean?")
    asking = asyncio.create_task(scene.desk.ask(""))
    await until(lambda: scene.mouth.said, what="a filler")
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not scene.desk.busy
    assert all("consultation" not in task.get_name() for task in asyncio.all_tasks())
