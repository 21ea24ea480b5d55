"""Fixed phrases: their sound is made once, ahead of need."""

import asyncio
from collections.abc import AsyncGenerator

from agent.engine.phrases import Phrases
from tests.fixtures.virtual_time import run_virtually

GREETING = "Hello there, friend. Where shall we go?"


class Service:
    def __init__(self, *, size: int = 10) -> None:
        self.asked: list[str] = []
        self.size = size
        self.down = False
        self.voice = b"."

    async def synthesise(self, text: str) -> AsyncGenerator[bytes, None]:
        self.asked.append(text)
        voice = self.voice
        await asyncio.sleep(1.0)
        if self.down:
            raise ConnectionError
        yield text.encode()[: self.size // 2]
        yield voice * (self.size // 2)


async def heard(phrases: Phrases, text: str) -> bytes:
    return b"".join([pcm async for pcm in phrases.sound(text)])


def test_what_was_prepared_is_there_at_once() -> None:
    async def run() -> tuple[float, list[str]]:
        service = Service()
        phrases = Phrases(service.synthesise)
        phrases.prepare([GREETING])
        await asyncio.sleep(5.0)
        began = asyncio.get_running_loop().time()
        for sentence in ("Hello there, friend.", "Where shall we go?"):
            assert await heard(phrases, sentence)
        return asyncio.get_running_loop().time() - began, service.asked

    assert run_virtually(run()) == (0.0, ["Hello there, friend.", "Where shall we go?"])


def test_a_fixed_phrase_that_was_said_is_kept_and_another_line_is_not() -> None:
    async def run() -> list[str]:
        service = Service()
        phrases = Phrases(service.synthesise)
        for _ in range(2):
            await heard(phrases, "What the model wrote.")
        phrases.prepare(["Goodbye then, friend."])
        await phrases.aclose()  # before it was made ahead
        for _ in range(2):
            await heard(phrases, "Goodbye then, friend.")
        return service.asked

    assert run_virtually(run()) == ["What the model wrote."] * 2 + ["Goodbye then, friend."]


def test_a_phrase_that_is_being_made_is_not_asked_for_twice() -> None:
    async def run() -> tuple[bytes, float, list[str]]:
        service = Service()
        phrases = Phrases(service.synthesise)
        phrases.prepare(["Goodbye then, friend."])
        await asyncio.sleep(0.4)
        sound = await heard(phrases, "Goodbye then, friend.")
        return sound, asyncio.get_running_loop().time(), service.asked

    assert run_virtually(run()) == (b"Goodb.....", 1.0, ["Goodbye then, friend."])


def test_what_was_broken_off_is_not_kept() -> None:
    async def run() -> int:
        service = Service()
        phrases = Phrases(service.synthesise)
        phrases.prepare(["Goodbye then, friend."])
        await phrases.aclose()
        sound = phrases.sound("Goodbye then, friend.")
        await anext(sound)
        await sound.aclose()
        return len(await heard(phrases, "Goodbye then, friend."))

    assert run_virtually(run()) == 10


def test_another_voice_makes_the_phrases_anew() -> None:
    async def run() -> list[str]:
        service = Service()
        phrases = Phrases(service.synthesise)
        phrases.prepare(["Goodbye then, friend."])
        await asyncio.sleep(5.0)
        phrases.forget()
        await asyncio.sleep(5.0)
        return service.asked

    assert run_virtually(run()) == ["Goodbye then, friend."] * 2


def test_a_phrase_that_was_begun_in_the_old_voice_is_not_kept() -> None:
    async def run() -> tuple[bytes, bytes]:
        service = Service()
        phrases = Phrases(service.synthesise)
        phrases.prepare(["Goodbye then, friend."])
        await phrases.aclose()
        saying = asyncio.create_task(heard(phrases, "Goodbye then, friend."))
        await asyncio.sleep(0.5)
        service.voice = b"!"
        phrases.forget(settles_seconds=60.0)
        return await saying, await heard(phrases, "Goodbye then, friend.")

    assert run_virtually(run()) == (b"Goodb.....", b"Goodb!!!!!")


def test_while_a_voice_changes_again_and_again_its_phrases_are_made_once_it_has_stayed() -> None:
    async def run() -> list[str]:
        service = Service()
        phrases = Phrases(service.synthesise)
        phrases.prepare(["The very first.", "The very second."])
        await asyncio.sleep(5.0)
        service.asked.clear()
        for _ in range(3):
            phrases.forget(settles_seconds=30.0)
            phrases.prepare(["The very second."])  # it will be said soon
            await asyncio.sleep(20.0)
        await asyncio.sleep(20.0)
        return service.asked

    assert run_virtually(run()) == ["The very second."] * 3 + ["The very first."]


def test_a_service_that_is_down_costs_the_head_start_only() -> None:
    async def run() -> bytes:
        service = Service()
        service.down = True
        phrases = Phrases(service.synthesise)
        phrases.prepare([GREETING])
        await asyncio.sleep(5.0)
        service.down = False
        return await heard(phrases, "Where shall we go?")

    assert run_virtually(run())


def test_what_is_kept_is_bounded() -> None:
    async def run() -> list[str]:
        service = Service(size=100)
        phrases = Phrases(service.synthesise, max_bytes=150)
        phrases.prepare(["The very first.", "The very second.", "The very third."])
        await asyncio.sleep(5.0)
        service.asked.clear()
        for text in ("The very third.", "The very second.", "The very first."):
            await heard(phrases, text)
        return service.asked

    assert run_virtually(run()) == ["The very first."]
