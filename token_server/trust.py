"""Whether leases can be judged. While the database was away nobody could renew; their tutors live all the same.

After a failed read, and at the start, which may follow one, leases say nothing until living tutors had time to renew.
"""

from typing import Final

TRUST_AFTER_SECONDS: Final = 6.0  # LEASE_SECONDS and one more, counted from the first good read


class LeaseTrust:
    def __init__(self) -> None:
        self._good_since: float | None = None

    def failed(self) -> None:
        self._good_since = None

    def read(self, *, at: float) -> bool:
        """A read that worked, at this monotonic time in seconds: may its leases be judged?"""
        if self._good_since is None:
            self._good_since = at
        return at - self._good_since >= TRUST_AFTER_SECONDS
