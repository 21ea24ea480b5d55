"""Whether a worker could take a lesson now, asked of livekit-agents 1.8.9's private parts.

AgentServer says when it registered, not when it lost the connection again, nor whether an idle process waits:
`_connecting`, `_closed` and `_proc_pool._warmed_proc_queue` say so. tests/agent/test_registration.py fails when they go.
"""

from livekit.agents import AgentServer


class Registration:
    def __init__(self, server: AgentServer, *, max_lessons: int) -> None:
        self._server = server
        self._max_lessons = max_lessons
        self._registered = False
        server.on("worker_registered", self._on_registered)

    def _on_registered(self, *_: object) -> None:
        self._registered = True

    @property
    def running_lessons(self) -> int:
        return len(self._server.active_jobs) if self._registered else 0

    def can_serve(self) -> bool:
        """Registered with LiveKit, not draining, a warm process waiting, and below the limit of lessons."""
        return (
            self._registered
            and not self._server._closed  # noqa: SLF001
            and not self._server._connecting  # noqa: SLF001
            and not self._server.draining
            and not self._server._proc_pool._warmed_proc_queue.empty()  # noqa: SLF001
            and self.running_lessons < self._max_lessons
        )
