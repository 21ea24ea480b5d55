import asyncio
from uuid import UUID, uuid4

import pytest

from storage.errors import UnknownLessonError
from storage.repositories import LEASE_SECONDS, Storage
from tests.storage.conftest import Later
from tests.storage.examples import at, stored_lesson


async def claimed_epoch(storage: Storage, lesson_id: UUID, job_id: str) -> int | None:
    lease = await storage.leases.claim(lesson_id, job_id=job_id)
    return lease.epoch if lease else None


async def test_the_first_claim_gets_the_lesson_and_the_second_leaves(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    assert await storage.leases.get(lesson_id) is None
    lease = await storage.leases.claim(lesson_id, job_id="job-1")

    assert lease is not None
    assert (lease.job_id, lease.epoch) == ("job-1", 1)
    assert lease.seconds_left == pytest.approx(LEASE_SECONDS, abs=1)
    assert await storage.leases.claim(lesson_id, job_id="job-2") is None
    held = await storage.leases.get(lesson_id)
    assert held is not None
    assert held.job_id == "job-1"


async def test_of_many_claims_at_once_one_wins(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    leases = await asyncio.gather(*(storage.leases.claim(lesson_id, job_id=f"job-{n}") for n in range(8)))
    assert sum(lease is not None for lease in leases) == 1


@pytest.mark.parametrize(
    ("silent", "epoch"),
    [
        pytest.param(LEASE_SECONDS - 1, None, id="alive"),
        pytest.param(LEASE_SECONDS, 2, id="dead after exactly the lease's seconds"),
        pytest.param(3600, 2, id="long dead"),
    ],
)
async def test_a_dead_tutors_lesson_can_be_taken_over(
    storage: Storage, later: Later, silent: float, epoch: int | None
) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.leases.claim(lesson_id, job_id="job-1")
    await later(silent)

    assert await claimed_epoch(storage, lesson_id, "job-2") == epoch
    assert await storage.leases.renew(lesson_id, job_id="job-1") is (epoch is None)


async def test_renewing_keeps_a_lease_alive(storage: Storage, later: Later) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.leases.claim(lesson_id, job_id="job-1")
    for _ in range(3):
        await later(LEASE_SECONDS - 1)
        assert await storage.leases.renew(lesson_id, job_id="job-1")

    assert await storage.leases.claim(lesson_id, job_id="job-2") is None


async def test_a_late_renewal_counts_while_nobody_else_has_claimed(storage: Storage, later: Later) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.leases.claim(lesson_id, job_id="job-1")
    await later(60)
    dead = await storage.leases.get(lesson_id)
    assert dead is not None
    assert dead.seconds_left == pytest.approx(LEASE_SECONDS - 60, abs=5)

    assert await storage.leases.renew(lesson_id, job_id="job-1")
    assert await storage.leases.claim(lesson_id, job_id="job-2") is None


async def test_the_same_job_claiming_again_keeps_its_epoch(storage: Storage, later: Later) -> None:
    lesson_id = await stored_lesson(storage)
    assert await claimed_epoch(storage, lesson_id, "job-1") == 1
    assert await claimed_epoch(storage, lesson_id, "job-1") == 1
    await later(60)
    assert await claimed_epoch(storage, lesson_id, "job-1") == 1


async def test_a_released_lease_is_free_and_its_epoch_goes_on(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.leases.claim(lesson_id, job_id="job-1")
    await storage.leases.release(lesson_id, job_id="job-2")
    assert await storage.leases.get(lesson_id) is not None
    await storage.leases.release(lesson_id, job_id="job-1")

    assert await storage.leases.get(lesson_id) is None
    assert not await storage.leases.renew(lesson_id, job_id="job-1")
    assert await claimed_epoch(storage, lesson_id, "job-2") == 2


async def test_an_ended_lesson_has_no_tutor(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.leases.claim(lesson_id, job_id="job-1")
    await storage.lessons.end(lesson_id, reason="button", at=at(0))

    assert not await storage.leases.renew(lesson_id, job_id="job-1")
    assert await storage.leases.claim(lesson_id, job_id="job-1") is None
    await storage.lessons.reopen(lesson_id)
    assert not await storage.leases.renew(lesson_id, job_id="job-1")
    assert await claimed_epoch(storage, lesson_id, "job-2") == 2


async def test_a_lesson_that_is_gone_has_no_lease(storage: Storage) -> None:
    with pytest.raises(UnknownLessonError):
        await storage.leases.claim(uuid4(), job_id="job-1")
    assert not await storage.leases.renew(uuid4(), job_id="job-1")
    assert await storage.leases.get(uuid4()) is None
    await storage.leases.release(uuid4(), job_id="job-1")
