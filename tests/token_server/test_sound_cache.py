from typing import Any
from uuid import uuid4

from token_server.sound_cache import Sound, SoundCache


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def sound(text: str, **given: Any) -> Sound:
    return Sound(text=text, voice="alloy", speed=1.0, **given)


def test_the_longest_unused_goes_first_when_it_is_full() -> None:
    cache = SoundCache(max_bytes=30, max_seconds=100, monotonic=Clock())
    for text in "abc":
        cache.put(sound(text), b"0123456789")
    assert cache.get(sound("a"))
    cache.put(sound("d"), b"0123456789")
    assert [text for text in "abcd" if cache.get(sound(text))] == ["a", "c", "d"]
    cache.put(sound("d"), b"01")
    assert cache.bytes_kept == 22


def test_what_is_larger_than_all_of_it_is_not_kept() -> None:
    cache = SoundCache(max_bytes=30, max_seconds=100, monotonic=Clock())
    cache.put(sound("a"), b"0" * 31)
    assert cache.get(sound("a")) is None
    assert cache.bytes_kept == 0


def test_after_its_time_it_is_gone_and_its_bytes_are_free() -> None:
    clock = Clock()
    cache = SoundCache(max_bytes=30, max_seconds=100, monotonic=clock)
    cache.put(sound("a"), b"0123456789")
    clock.seconds = 99
    assert cache.get(sound("a"))
    clock.seconds = 100
    assert cache.get(sound("b")) is None
    assert cache.bytes_kept == 0


def test_a_learners_and_a_lessons_are_forgotten_and_no_others() -> None:
    cache = SoundCache(max_bytes=100, max_seconds=100, monotonic=Clock())
    me, you, first, second = uuid4(), uuid4(), uuid4(), uuid4()
    sounds = [
        sound("line", learner_id=me, lesson_id=first),
        sound("line", learner_id=me, lesson_id=second),
        sound("hint", learner_id=me),
        sound("hint", learner_id=you),
        sound("sample"),
    ]
    for one in sounds:
        cache.put(one, b"01")
    cache.forget(lesson_id=first)
    assert [cache.get(one) is not None for one in sounds] == [False, True, True, True, True]
    cache.forget(learner_id=me)
    assert [cache.get(one) is not None for one in sounds] == [False, False, False, True, True]
    assert cache.bytes_kept == 4
