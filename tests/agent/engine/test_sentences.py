"""The sentence splitter: docs/behaviours.md, cases S1 to S9, whatever chunks the text comes in."""

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.engine.sentences import (
    MAX_WEIGHT,
    MIN_WEIGHT,
    SentenceSplitter,
    is_speakable,
    split,
    split_stream,
    weight,
)

LONG = "word " * 60  # 300 characters
CLAUSES = "and then we went on, " * 15
CASES = [
    pytest.param(
        "Dr. Kim said the U.S. price is $3.50. OK?",
        ["Dr. Kim said the U.S. price is $3.50.", "OK?"],
        id="S1 abbreviation, acronym, price",
    ),
    pytest.param(
        "It is 3.5km away. Turn left.", ["It is 3.5km away.", "Turn left."], id="S1 decimal before a unit"
    ),
    pytest.param("Wait... really?!", ["Wait... really?!"], id="S2 ellipsis before a small letter"),
    pytest.param("Are you at St. Mary's hospital?", ["Are you at St. Mary's hospital?"], id="S2 St."),
    pytest.param("Yes. I can help you.", ["Yes. I can help you."], id="S2 light first"),
    pytest.param("Really?! Yes!", ["Really?! Yes!"], id="S2 light and a run of marks"),
    pytest.param(
        'He said "Stop." Then he left the room.',
        ['He said "Stop."', "Then he left the room."],
        id="S3 closing quote",
    ),
    pytest.param(
        "No. 5 is your gate. No. I can't go.", ["No. 5 is your gate.", "No. I can't go."], id="S3 No. and no"
    ),
    pytest.param(
        "Meet me at 5 p.m. at the cafe. Bye now, friend!",
        ["Meet me at 5 p.m. at the cafe.", "Bye now, friend!"],
        id="S3 p.m.",
    ),
    pytest.param(
        "안녕하세요! 무엇을 도와드릴까요?", ["안녕하세요!", "무엇을 도와드릴까요?"], id="S4 Korean with marks"
    ),
    pytest.param(
        "안녕하세요！무엇을 도와드릴까요？", ["안녕하세요！", "무엇을 도와드릴까요？"], id="S4 full width"
    ),
    pytest.param("안녕하세요 오늘 날씨가 좋네요", ["안녕하세요", "오늘 날씨가 좋네요"], id="S5 요"),
    pytest.param("네 시에 만나요 다음에 봐요", ["네 시에 만나요", "다음에 봐요"], id="S5 네 is no end"),
    pytest.param("오늘 기분이 좋습니다 내일 봐요", ["오늘 기분이 좋습니다", "내일 봐요"], id="S6 니다"),
    pytest.param("필요 없어요 괜찮아요", ["필요 없어요", "괜찮아요"], id="S6 필요 is a noun"),
    pytest.param("다음 주 네 시에 다시 만나죠", ["다음 주 네 시에 다시 만나죠"], id="S7 네"),
    pytest.param("그러니까 다음 주에 갈게요", ["그러니까 다음 주에 갈게요"], id="S7 까"),
    pytest.param("갔다 왔어요", ["갔다 왔어요"], id="S7 다"),
    pytest.param("1. Say hello.\n2. Smile.", ["1. Say hello.", "2. Smile."], id="S8 list"),
    pytest.param("...", [], id="S8 punctuation alone"),
    pytest.param(" \n \t\n", [], id="S8 blank"),
    pytest.param("It costs 3.50 dollars.", ["It costs 3.50 dollars."], id="S9 a price in two chunks"),
    # Beyond the fixed cases
    pytest.param("", [], id="nothing"),
    pytest.param("Hi.\nHow are you?", ["Hi.", "How are you?"], id="a new line ends a light one too"),
    pytest.param(
        "Mr.\nKim is here today.", ["Mr.", "Kim is here today."], id="a new line after an abbreviation"
    ),
    pytest.param("정말요？！네", ["정말요？！네"], id="light before a full-width end"),
    pytest.param("One line.\r\n\r\nThe other line.", ["One line.", "The other line."], id="blank lines"),
    pytest.param(
        "So do I. That is J. Smith, e.g. here.",
        ["So do I. That is J. Smith, e.g. here."],
        id="single letters end none",
    ),
    pytest.param(
        "That was John's. I don't. He is the best. Fine then, all.",
        ["That was John's.", "I don't. He is the best.", "Fine then, all."],
        id="an apostrophe's letter is no initial, best is not St.",
    ),
    pytest.param(
        "It is approx. two miles vs. three, etc. and so on. Good night, all.",
        ["It is approx. two miles vs. three, etc. and so on.", "Good night, all."],
        id="approx. vs. etc.",
    ),
    pytest.param(
        'He said "at 5 p.m." and left. I said "no." 5 people laughed.',
        ['He said "at 5 p.m." and left.', 'I said "no."', "5 people laughed."],
        id="abbreviations in quotes",
    ),
    pytest.param(
        "I was thinking… maybe not today. Well, let me see... Then we go.",
        ["I was thinking… maybe not today.", "Well, let me see...", "Then we go."],
        id="ellipsis before a capital ends",
    ),
    pytest.param(
        "Is that so? It is!! Well, good。 All is well？！ Yes, it is.",
        ["Is that so?", "It is!! Well, good。", "All is well？！", "Yes, it is."],
        id="runs of marks",
    ),
    pytest.param(
        "“Where are you going?” she asked me. ‘Home, I hope.’ Good.",
        ["“Where are you going?”", "she asked me.", "‘Home, I hope.’", "Good."],
        id="typographic quotes",
    ),
    pytest.param("요 앞에서 만나자 그래요", ["요 앞에서 만나자 그래요"], id="a single 요 ends none"),
    pytest.param(
        "OK, 알겠습니다 Let's start now. 준비되셨습니까 그럼 시작하죠 Good luck to you!",
        ["OK, 알겠습니다", "Let's start now.", "준비되셨습니까", "그럼 시작하죠", "Good luck to you!"],
        id="mixed languages",
    ),
    pytest.param(
        "이 가요 정말 중요 한 노래예요 좋아요", ["이 가요 정말 중요 한 노래예요", "좋아요"], id="nouns on 요"
    ),
    pytest.param(
        "That is all, my friend. !! -- And now we go.",
        ["That is all, my friend. !!", "-- And now we go."],
        id="punctuation alone joins the piece before",
    ),
    pytest.param(
        "That is all.\n---\n...\nAnd now we go.",
        ["That is all. --- ...", "And now we go."],
        id="lines of punctuation join the line before",
    ),
    pytest.param("... Hello there, you.", ["Hello there, you."], id="punctuation before all is dropped"),
    pytest.param(
        "(안녕하세요？) 그리고 갑니다",
        ["(안녕하세요？)", "그리고 갑니다"],
        id="a bracket closes after a full-width mark",
    ),
    pytest.param(
        "（안녕하세요？）그리고 갑니다 [정말로요！]네, 그래요",
        ["（안녕하세요？）", "그리고 갑니다", "[정말로요！]", "네, 그래요"],
        id="full-width brackets, no space",
    ),
    pytest.param(
        "(It is over there.) Then we go there. [Laughs a little.] Good.",
        ["(It is over there.)", "Then we go there.", "[Laughs a little.]", "Good."],
        id="a bracket after a full stop",
    ),
    pytest.param(
        "**Hello there, friend.** Then _we go there._ And *here we are!* Good",
        ["**Hello there, friend.**", "Then _we go there._", "And *here we are!*", "Good"],
        id="marks of emphasis",
    ),
    pytest.param(
        '정말 좋아요！*아주* 많이 **반가워요！**그럼 갑니다！"네" 하고 말했어요',
        ["정말 좋아요！", "*아주* 많이 **반가워요！**", "그럼 갑니다！", '"네" 하고 말했어요'],
        id="what opens closes nothing",
    ),
    pytest.param(
        "There are 3 things: 1. apples 2. bananas 3. pears",
        ["There are 3 things: 1. apples 2. bananas 3. pears"],
        id="a list in a line",
    ),
    pytest.param(
        "Three things: 1. Apples, 2. Bananas, 3. Pears. That is all.",
        ["Three things: 1. Apples, 2. Bananas, 3. Pears.", "That is all."],
        id="a list in a line, with capitals",
    ),
    pytest.param(
        "세 가지예요: 1. 호텔 2. 공항 3. 은행", ["세 가지예요: 1. 호텔 2. 공항 3. 은행"], id="a Korean list"
    ),
    pytest.param(
        "Your room is 12. The key is here. It was 2026. We met at 10:30. Then we left. Take 2. They are small.",
        [
            "Your room is 12.",
            "The key is here.",
            "It was 2026.",
            "We met at 10:30.",
            "Then we left.",
            "Take 2. They are small.",
        ],
        id="a number that ends a sentence",
    ),
    pytest.param(
        "Apple Inc. and Kia Ltd. are here. See Fig. 2 and cf. Smith. Ask Col. Park or Gen. Lee, Lt. Kim. Good.",
        [
            "Apple Inc. and Kia Ltd. are here.",
            "See Fig. 2 and cf. Smith.",
            "Ask Col. Park or Gen. Lee, Lt. Kim.",
            "Good.",
        ],
        id="more abbreviations",
    ),
    pytest.param(
        "It opens on Mon. to Fri. from Jan. 5 until Dec. 25. I come in Dec. Then I rest. We met in Sept. and Oct. 3 too.",
        [
            "It opens on Mon. to Fri. from Jan. 5 until Dec. 25.",
            "I come in Dec.",
            "Then I rest.",
            "We met in Sept. and Oct. 3 too.",
        ],
        id="days and months",
    ),
    pytest.param(
        "I asked dr. kim and mr. Lee, and ms. park. It took 50 ms. Then it was over.",
        ["I asked dr. kim and mr. Lee, and ms. park.", "It took 50 ms.", "Then it was over."],
        id="abbreviations in small letters",
    ),
    pytest.param(
        "We sell apples, pears, etc. Then we close. I ate a fig. It was good. It is fig. 3 here.",
        [
            "We sell apples, pears, etc.",
            "Then we close.",
            "I ate a fig.",
            "It was good.",
            "It is fig. 3 here.",
        ],
        id="an abbreviation may end a sentence too",
    ),
    pytest.param(
        "I work for Apple Inc. We make phones. See you.",
        ["I work for Apple Inc.", "We make phones.", "See you."],
        id="a company may end one",
    ),
    pytest.param(
        "One line.\u2028Two\u2029Three lines", ["One line.", "Two", "Three lines"], id="U+2028, U+2029"
    ),
    pytest.param("\ufeffHello there, you.", ["Hello there, you."], id="a byte order mark at the start"),
    pytest.param("\ufeff", [], id="a byte order mark alone"),
    pytest.param(LONG, ["word " * 47 + "word", ("word " * 12).strip()], id="too long: the last space"),
    pytest.param(
        CLAUSES,
        [("and then we went on, " * 11).strip(), ("and then we went on, " * 4).strip()],
        id="too long: the last comma",
    ),
    pytest.param("가" * 130, ["가" * 120, "가" * 10], id="too long and no place to cut"),
    pytest.param(
        "Yes, " + "1,000 " * 45,
        ["Yes, " + ("1,000 " * 39).strip(), ("1,000 " * 6).strip()],
        id="too long: neither a light comma nor one inside a number",
    ),
]


def in_chunks(chunks: Iterable[str]) -> list[str]:
    splitter = SentenceSplitter()
    pieces = [piece for chunk in chunks for piece in splitter.push(chunk)]
    return pieces + splitter.flush()


def chunked(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@pytest.mark.parametrize(("text", "pieces"), CASES)
def test_sentences_are_these_in_every_chunking(text: str, pieces: list[str]) -> None:
    assert split(text) == pieces
    for size in range(1, min(len(text), 40)):
        assert in_chunks(chunked(text, size)) == pieces, f"in chunks of {size}"
    for cut in range(len(text)):
        assert in_chunks([text[:cut], text[cut:]]) == pieces, f"in two chunks, cut at {cut}"


def test_a_price_that_comes_in_two_chunks_is_one_sentence() -> None:
    """S9."""
    assert in_chunks(["It costs 3.", "50 dollars."]) == ["It costs 3.50 dollars."]


# What the rules look at, more often than any text would have it.
TELLING = [
    *"aIxZ05 .,;!?…\"'”-$\n。！，한)]（）*_:\u2028\ufeff",
    "요",
    "죠",
    "니다",
    "필요",
    " ",
    " ",
    ". ",
    "... ",
    "No. ",
    "Dr. ",
    "etc. ",
    "Dec. ",
    "1. ",
    ": 2. ",
    "** ",
    "p.m.",
]
WRITTEN = st.lists(st.one_of(st.sampled_from(TELLING), st.text(max_size=4)), max_size=120).map("".join)


@st.composite
def _chunkings(draw: st.DrawFn) -> tuple[str, list[str]]:
    text = draw(WRITTEN)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    return text, [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]


@given(_chunkings())
def test_any_chunking_gives_the_same(case: tuple[str, list[str]]) -> None:
    text, chunks = case
    assert in_chunks(chunks) == split(text)


@given(_chunkings())
def test_nothing_is_lost_but_white_space_and_punctuation_before_all(case: tuple[str, list[str]]) -> None:
    text, chunks = case
    written, pieces = "".join(text.split()), in_chunks(chunks)
    joined = "".join("".join(piece.split()) for piece in pieces)
    assert written.endswith(joined)
    assert not is_speakable(written.removesuffix(joined))


@given(_chunkings())
def test_every_piece_can_be_spoken_and_fits(case: tuple[str, list[str]]) -> None:
    text, chunks = case
    for piece in in_chunks(chunks):
        assert piece == piece.strip()
        assert is_speakable(piece)
        assert not set("\n\u2028\u2029") & set(piece)
        spoken = piece[: max(at for at, character in enumerate(piece, 1) if character.isalnum())]
        assert weight(spoken) <= MAX_WEIGHT
    if not set("\n\r\u2028\u2029") & set(text):
        assert all(weight(piece) >= MIN_WEIGHT for piece in in_chunks(chunks)[:-1])


# What has to be written until the first piece is there: never more than the bar marks.
EARLIEST = [
    pytest.param("Hello there, friend. |How are you?", id="the next sentence's first letter"),
    pytest.param(
        'Hello there, friend. "|How are you?" he said.', id="a quote may still be punctuation alone"
    ),
    pytest.param("안녕하세요 |오늘", id="a Korean ending"),
    pytest.param("안녕하세요！|무엇을", id="full width needs no space"),
    pytest.param("Hello there, friend.\n|How", id="the next line"),
    pytest.param("Well, let me see... |Then", id="ellipsis"),
    pytest.param("It is gate No. |I said so.", id="No. before a letter"),
    pytest.param("word " * 48 + "|word", id="too long"),
    pytest.param("Your room is 12. |The", id="a number before a capital"),
    pytest.param("We sell pears, etc. |Then", id="etc. before a capital"),
    pytest.param("(It is over there.) |Then", id="after a bracket"),
    pytest.param("**안녕하세요！**|그", id="after emphasis, no space"),
]


@pytest.mark.parametrize("marked", EARLIEST)
def test_a_piece_comes_out_with_the_character_that_decides_it(marked: str) -> None:
    before, after = marked.split("|")
    splitter = SentenceSplitter()
    assert splitter.push(before) == []
    assert len(splitter.push(after[0])) == 1


def test_who_cannot_wait_for_the_next_letter_releases_what_is_decided() -> None:
    splitter = SentenceSplitter()
    assert splitter.push("Hello there, friend. ") == []
    assert splitter.release() == ["Hello there, friend."]
    assert splitter.push("How are") == []
    assert splitter.release() == []
    assert splitter.flush() == ["How are"]


def test_a_flushed_splitter_begins_anew() -> None:
    splitter = SentenceSplitter()
    assert splitter.push("Hello there. How ") + splitter.flush() == ["Hello there.", "How"]
    assert splitter.push("Good day, all. Yes") + splitter.flush() == ["Good day, all.", "Yes"]


def test_a_stream_that_pauses_gives_what_is_decided() -> None:
    said = "안녕하세요 오늘".encode()
    came: list[bytes | None] = [*(bytes([byte]) for byte in said), None, b"? Hello there. ", None, b""]
    written: list[str | None] = []

    def read(seconds: float | None) -> bytes | None:
        written.append(None)
        data = came.pop(0)
        assert data is not None or seconds is not None, "would wait for ever"
        return data

    split_stream(read, written.append)
    assert [line for line in written if line] == ["안녕하세요", "오늘? Hello there."]
    assert written[-1] is None  # the second came in the pause, before the end


def test_the_command_splits_standard_input_as_it_comes() -> None:
    command = [sys.executable, "-m", "agent.engine.sentences"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        os.write(process.stdin.fileno(), "Dr. Kim is here. 안녕하세요 ".encode())
        assert process.stdout.readline() == b"Dr. Kim is here.\n"
        assert process.stdout.readline() == "안녕하세요\n".encode()
        rest, _ = process.communicate(b"OK?")
    assert rest == b"OK?\n"
    assert process.returncode == 0


def test_the_command_loads_no_more_than_the_standard_library() -> None:
    """It starts at once: neither package above it imports LiveKit."""
    code = "import agent.engine.sentences, sys; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()) - {"agent", "__main__"} <= sys.stdlib_module_names | {"sitecustomize"}


def test_the_first_piece_may_be_a_clause_where_that_is_wished() -> None:
    splitter = SentenceSplitter(first_cut="comma")
    text = "Well, to be honest, I am not sure, my friend. Then, let us see, we go."
    pieces = splitter.push(text) + splitter.flush()
    assert pieces == ["Well, to be honest,", "I am not sure, my friend.", "Then, let us see, we go."]
