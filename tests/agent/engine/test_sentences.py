"""The sentence splitter: cases S1 to S9 of docs/behaviours.md, in every chunking, at the earliest moment."""

import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.engine.sentences import MAX_WEIGHT, MIN_WEIGHT, SentenceSplitter, main, split, weight

CASES = [
    pytest.param(
        "Dr. Kim said the U.S. price is $3.50. OK?", "Dr. Kim said the U.S. price is $3.50.|OK?", id="S1 price"
    ),
    pytest.param(
        "It is 3.5km away. Turn left.", "It is 3.5km away.|Turn left.", id="S1 a dot between digit and letter"
    ),
    pytest.param("Wait... really?!", "Wait... really?!", id="S2 pause"),
    pytest.param("Are you at St. Mary's hospital?", "Are you at St. Mary's hospital?", id="S2 saint"),
    pytest.param("Yes. I can help you.", "Yes. I can help you.", id="S2 too light alone"),
    pytest.param("Really?! Yes!", "Really?! Yes!", id="S2 two marks"),
    pytest.param(
        'He said "Stop." Then he left the room.', 'He said "Stop."|Then he left the room.', id="S3 quotation"
    ),
    pytest.param(
        "No. 5 is your gate. No. I can't go.", "No. 5 is your gate.|No. I can't go.", id="S3 number sign"
    ),
    pytest.param(
        "Meet me at 5 p.m. at the cafe. Bye now, friend!",
        "Meet me at 5 p.m. at the cafe.|Bye now, friend!",
        id="S3 acronym",
    ),
    pytest.param(
        "안녕하세요! 무엇을 도와드릴까요?", "안녕하세요!|무엇을 도와드릴까요?", id="S4 half width"
    ),
    pytest.param(
        "안녕하세요！무엇을 도와드릴까요？", "안녕하세요！|무엇을 도와드릴까요？", id="S4 full width"
    ),
    pytest.param(
        "안녕하세요 오늘 날씨가 좋네요", "안녕하세요|오늘 날씨가 좋네요", id="S5 without a full stop"
    ),
    pytest.param("네 시에 만나요 다음에 봐요", "네 시에 만나요|다음에 봐요", id="S5 네 ends nothing"),
    pytest.param(
        "오늘 기분이 좋습니다 내일 봐요", "오늘 기분이 좋습니다|내일 봐요", id="S6 니다"
    ),
    pytest.param("필요 없어요 괜찮아요", "필요 없어요|괜찮아요", id="S6 a noun in 요"),
    pytest.param("다음 주 네 시에 다시 만나죠", "다음 주 네 시에 다시 만나죠", id="S7 죠"),
    pytest.param("그러니까 다음 주에 갈게요", "그러니까 다음 주에 갈게요", id="S7 까 ends nothing"),
    pytest.param("갔다 왔어요", "갔다 왔어요", id="S7 다 ends nothing"),
    pytest.param("1. Say hello.\n2. Smile.", "1. Say hello.|2. Smile.", id="S8 list"),
    pytest.param("...", "", id="S8 marks alone"),
    pytest.param(" \n\t ", "", id="S8 blank"),
    pytest.param("It costs 3.50 dollars.", "It costs 3.50 dollars.", id="S9"),
    pytest.param("The answer is no. Ask him again.", "The answer is no.|Ask him again.", id="no before a word"),
    pytest.param("Take the bus No. 12 downtown.", "Take the bus No. 12 downtown.", id="number in the middle"),
    pytest.param("I met J. Smith, e.g. today.", "I met J. Smith, e.g. today.", id="initial"),
    pytest.param("Hello there, friend! ... Well then.", "Hello there, friend! ...|Well then.", id="marks join"),
    pytest.param("Hello there, friend!\n...\n", "Hello there, friend! ...", id="marks join over a line"),
    pytest.param("... Well then, good morning.", "Well then, good morning.", id="marks before anything"),
    pytest.param("Well… I am not sure about it.", "Well… I am not sure about it.", id="light pause"),
    pytest.param("I was thinking… Never mind now.", "I was thinking…|Never mind now.", id="pause, then a capital"),
    pytest.param("Hi\r\nthere", "Hi|there", id="a line's end, whatever its weight"),
    pytest.param("Mr.\nKim is here today.", "Mr.|Kim is here today.", id="a line's end after an abbreviation"),
    pytest.param(
        "좋아요. That sounds great! 그럼 시작해 볼까요?",
        "좋아요. That sounds great!|그럼 시작해 볼까요?",
        id="both languages",
    ),
    pytest.param("정말요？！네", "정말요？！네", id="light, full width"),
    pytest.param("(See the U.S.) Then we can go home.", "(See the U.S.) Then we can go home.", id="closed acronym"),
]  # fmt: skip


def chunked(text: str, size: int) -> list[str]:
    splitter = SentenceSplitter()
    pieces: list[str] = []
    for at in range(0, len(text), size):
        pieces += splitter.push(text[at : at + size])
    return pieces + splitter.flush()


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_every_chunking_gives_the_same_pieces(text: str, expected: str) -> None:
    pieces = expected.split("|") if expected else []
    assert [chunked(text, size) for size in range(1, len(text) + 1)] == [pieces] * len(text)


@pytest.mark.parametrize(
    ("before", "decides"),
    [
        pytest.param("How can I help you? ", "W", id="a mark: the next word has begun"),
        pytest.param("How can I help you?\n", "W", id="a line"),
        pytest.param("오늘 기분이 좋습니다 ", "내", id="a Korean ending"),
        pytest.param("어디에 있어요？", "저", id="full width"),
        pytest.param("I was thinking... ", "N", id="a pause: its next letter is a capital"),
    ],
)
def test_a_sentence_is_given_out_with_the_character_that_decides(before: str, decides: str) -> None:
    splitter = SentenceSplitter()
    assert splitter.push(before) == []
    assert splitter.push(decides) == [before.strip()]


def test_numbers_that_come_in_two_parts_stay_one() -> None:
    """S9: the digit after the dot had not come yet."""
    splitter = SentenceSplitter()
    assert splitter.push("It costs 3.") == []
    assert splitter.push("50 dollars.") == []
    assert splitter.flush() == ["It costs 3.50 dollars."]


def test_a_splitter_begins_anew_after_a_flush() -> None:
    splitter = SentenceSplitter()
    splitter.push("Some text without an end")
    splitter.flush()
    assert splitter.push("Good morning to you. Hello") == ["Good morning to you."]


def test_what_is_too_heavy_is_cut_at_its_last_comma_else_at_its_last_space() -> None:
    clause = "and then we walked along the river for quite a while"
    with_commas = split(", ".join([clause] * 8))
    assert [piece[-1] for piece in with_commas[:-1]] == [","] * (len(with_commas) - 1)
    with_spaces = split(" ".join([clause] * 8))
    assert " ".join(with_spaces) == " ".join([clause] * 8)
    assert all(MAX_WEIGHT - 12 < weight(piece) <= MAX_WEIGHT for piece in with_spaces[:-1])


def test_what_has_no_gap_is_not_cut() -> None:
    assert split("a" * 20_000) == ["a" * 20_000]


ALPHABET = st.sampled_from(
    [*"abIN15 .!?…,;\"'()\n요다네가", "Dr.", "No.", "U.S.", "...", "습니다 ", "！", "？", " 필요 "]
)


@given(st.lists(ALPHABET, max_size=60).map("".join), st.integers(1, 7))
def test_no_chunking_changes_the_pieces_and_nothing_is_lost(text: str, size: int) -> None:
    pieces = split(text)
    assert chunked(text, size) == pieces
    assert all(piece == piece.strip() and any(char.isalnum() for char in piece) for piece in pieces)
    said = "".join("".join(pieces).split())
    given_text = "".join(text.split())
    assert given_text.endswith(said)
    assert not any(
        char.isalnum() for char in given_text.removesuffix(said)
    )  # dropped: punctuation before all else


@given(
    st.lists(st.sampled_from(["hello ", "요 ", "좋습니다 ", "so, ", "x" * 30 + " "]), max_size=80).map(
        "".join
    )
)
def test_only_the_last_piece_is_light_and_none_with_gaps_is_heavy(text: str) -> None:
    pieces = split(text)
    assert all(weight(piece) >= MIN_WEIGHT for piece in pieces[:-1])
    assert all(weight(piece) <= MAX_WEIGHT for piece in pieces)


def test_the_command_prints_a_sentence_a_line() -> None:
    sink = io.StringIO()
    main(io.BufferedReader(io.BytesIO("Hello there. 안녕하세요 반가워요".encode())), sink)
    assert sink.getvalue() == "Hello there.\n안녕하세요\n반가워요\n"


def test_the_command_loads_nothing_but_the_standard_library() -> None:
    """It must start at once: LiveKit alone takes seconds to import."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "agent.engine.sentences"],
        input=b"One more thing. Good bye then.",
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == ["One more thing.", "Good bye then."]
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.decode().splitlines()}
    assert not loaded & {"livekit", "pydantic", "numpy", "asyncio", "openai"}
