"""A picture and axe at each step of a lesson. TUTOR_PICTURES names the folder that keeps them, for a person to look at."""

import os
from pathlib import Path

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner


class Pictures:
    def __init__(self, learner: Learner, name: str) -> None:
        self._learner = learner
        self._name = name
        self._folder = Path(os.environ["TUTOR_PICTURES"]) if "TUTOR_PICTURES" in os.environ else None
        self._count = 0

    async def take(self, step: str) -> None:
        await assert_accessible(self._learner.page, step)
        self._count += 1
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            await self._learner.page.screenshot(
                path=self._folder / f"{self._name}-{self._count:02d}-{step}.png"
            )
