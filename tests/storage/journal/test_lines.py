from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.turn import StoredTurn
from storage.journal.entries import EndEntry, Entry, ScenarioEntry, TurnEntry
from storage.journal.lines import ack_line, entry_line, read
from storage.records import BuilderProgress
from tests.storage.examples import at, new_sitting, new_turn

SITTING = new_sitting(uuid4())


def turn_entry(seq: int, text: str = "One coffee, please.") -> TurnEntry:
    return TurnEntry(turn=new_turn(SITTING, seq, text=text))


ENTRIES: list[Entry] = [
    turn_entry(0, 'Line\nbreak, "quotes", \u2028, 체크인, \x00'),
    ScenarioEntry(
        lesson_id=SITTING.lesson_id,
        scenario=Scenario(place="hotel"),
        builder=BuilderProgress(attempts=1, asked_fields=("partner",), completed=False),
        title=None,
        revision=(1 << 32) + 2,
    ),
    EndEntry(lesson_id=SITTING.lesson_id, sitting_id=SITTING.sitting_id, reason="hung_up", at=at(90.123456)),
]
NUMBERED = dict(enumerate(ENTRIES, start=1))
WHOLE = b"".join(entry_line(number, entry) for number, entry in NUMBERED.items())


def test_entries_come_back_as_they_were_in_order() -> None:
    contents = read(WHOLE)
    assert list(contents.pending.items()) == list(NUMBERED.items())
    assert contents.damaged == ()
    assert contents.whole_bytes == len(WHOLE)


def test_acknowledged_entries_are_not_pending() -> None:
    assert read(WHOLE + ack_line(2)).pending == {1: ENTRIES[0], 3: ENTRIES[2]}
    assert read(WHOLE + ack_line(1) + ack_line(2) + ack_line(3)).pending == {}


@given(cut=st.integers(0, len(WHOLE)))
def test_a_file_cut_anywhere_gives_the_entries_that_were_whole(cut: int) -> None:
    ends = [len(b"".join(entry_line(n, NUMBERED[n]) for n in range(1, last + 1))) for last in (1, 2, 3)]
    contents = read(WHOLE[:cut])
    # An entry is whole when all but its line's end is there.
    assert list(contents.pending) == [
        number for number, end in zip((1, 2, 3), ends, strict=True) if cut >= end - 1
    ]
    assert contents.damaged == ()


@given(position=st.integers(0, len(WHOLE) - 1), flip=st.integers(1, 255))
def test_a_changed_byte_costs_its_own_line_only(position: int, flip: int) -> None:
    """Two lines where the byte is a line's end; one that is also the last is taken for cut, not for damaged."""
    data = bytearray(WHOLE)
    data[position] ^= flip
    contents = read(bytes(data))
    hit = {WHOLE[:position].count(b"\n") + 1}
    if WHOLE[position : position + 1] == b"\n":
        hit.add(min(hit) + 1)
    survivors = [number for number in NUMBERED if number not in hit]
    assert [number for number in contents.pending if number not in hit] == survivors
    for number, entry in contents.pending.items():
        assert entry == NUMBERED[number]


@pytest.mark.parametrize(
    ("tail", "damaged"),
    [
        pytest.param(b"", 0, id="nothing"),
        pytest.param(b"0bad0bad {", 0, id="cut line"),
        pytest.param(b"0bad0bad {\n", 0, id="cut line with an end"),
        pytest.param(b"\x00" * 100, 0, id="zeros after a power cut"),
        pytest.param(b"\n\n\n", 0, id="empty lines"),
        pytest.param(b"one bad line\nand one more\n", 1, id="the last is cut, the one before damaged"),
        pytest.param(b"bad line\n" + ack_line(1), 1, id="damage before a good line"),
    ],
)
def test_only_the_last_line_may_be_cut(tail: bytes, damaged: int) -> None:
    contents = read(WHOLE + tail)
    assert len(contents.damaged) == damaged
    assert set(contents.pending) >= {2, 3}


def test_a_line_with_a_good_checksum_and_foreign_content_is_damage() -> None:
    import zlib

    body = b'{"n":1,"entry":{"kind":"unheard of"}}'
    line = b"%08x %s\n" % (zlib.crc32(body), body)
    assert read(line + WHOLE).damaged == (line.rstrip(b"\n"),)


def test_a_turn_survives_the_journal_unchanged() -> None:
    turn = new_turn(SITTING, 7, pauses=[0.1 + 0.2, 1e-9], speech_seconds=1 / 3, started_at=at(0.000001))
    (entry,) = read(entry_line(1, TurnEntry(turn=turn))).pending.values()
    assert isinstance(entry, TurnEntry)
    assert entry.turn == turn
    assert isinstance(entry.turn, StoredTurn)
