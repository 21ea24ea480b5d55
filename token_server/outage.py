"""One line when a part we need goes away and one when it is back, however often it is asked in between."""

import logging
from collections.abc import Callable


class Outage:
    def __init__(self, logger: logging.Logger, *, of: str, monotonic: Callable[[], float]) -> None:
        self._logger = logger
        self._of = of
        self._monotonic = monotonic
        self._since: float | None = None

    def failed(self, error: Exception) -> None:
        if self._since is None:
            self._since = self._monotonic()
            self._logger.warning("a part is away", extra={"part": self._of, "why": str(error)})

    def worked(self) -> None:
        if self._since is not None:
            seconds = round(self._monotonic() - self._since, 1)
            self._logger.info("a part is back", extra={"part": self._of, "seconds": seconds})
            self._since = None
