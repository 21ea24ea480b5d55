from storage.repositories import HEARTBEAT_SECONDS, Storage
from tests.storage.conftest import Later


async def test_a_worker_with_room_is_alive_while_it_beats(storage: Storage, later: Later) -> None:
    await storage.workers.beat("worker-b", has_room=True, running_lessons=0)
    await storage.workers.beat("worker-a", has_room=True, running_lessons=3)
    await storage.workers.beat("worker-full", has_room=False, running_lessons=20)
    assert await storage.workers.alive() == ["worker-a", "worker-b"]

    await later(HEARTBEAT_SECONDS - 1)
    await storage.workers.beat("worker-a", has_room=False, running_lessons=20)
    await storage.workers.beat("worker-full", has_room=True, running_lessons=19)
    assert await storage.workers.alive() == ["worker-b", "worker-full"]
    await later(2)
    assert await storage.workers.alive() == ["worker-full"]


async def test_a_worker_that_leaves_is_not_alive(storage: Storage) -> None:
    await storage.workers.beat("worker-a", has_room=True, running_lessons=0)
    await storage.workers.remove("worker-a")
    await storage.workers.remove("worker-unknown")
    assert await storage.workers.alive() == []


async def test_ping_answers(storage: Storage) -> None:
    await storage.ping()
