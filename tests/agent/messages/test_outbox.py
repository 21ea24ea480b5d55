"""The order of what goes out, and that a turn waits for the disk."""

import asyncio

from agent.messages.outbox import Outbox
from contract.messages import MessageDone, MessageFailed
from contract.model import Message


async def test_what_waits_for_the_disk_holds_back_what_comes_after_it_and_nothing_else() -> None:
    sent: list[Message] = []
    outbox = Outbox(sent.append)
    first, heard, sentence, said, done = (MessageFailed(code=f"{number}") for number in range(5))
    on_disk = [asyncio.Event(), asyncio.Event()]
    writing = [asyncio.create_task(_wait(event)) for event in on_disk]

    outbox.put(first)
    outbox.put(heard, after=writing[0])
    outbox.put(sentence)
    outbox.put(said, after=writing[1])
    outbox.put(done)
    assert sent == [first]

    on_disk[1].set()
    await writing[1]
    await asyncio.sleep(0)
    assert sent == [first]

    on_disk[0].set()
    await writing[0]
    await asyncio.sleep(0)
    assert sent == [first, heard, sentence, said, done]


async def test_a_write_that_is_given_up_holds_nothing_back() -> None:
    sent: list[Message] = []
    outbox = Outbox(sent.append)
    writing = asyncio.create_task(asyncio.sleep(3600))
    outbox.put(MessageFailed(code="heard"), after=writing)
    writing.cancel()
    await asyncio.wait({writing})
    outbox.put(MessageDone())
    assert [type(message) for message in sent] == [MessageFailed, MessageDone]


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
