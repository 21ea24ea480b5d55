"""Prometheus figures. Labels are routes, modes, reasons and outcomes: never an id, never a learner's word."""

from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from contract.usage import Use
from contract.usage_figures import UsageFigures
from contract.words import EndReason, Mode

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tutor_http_requests", "Requests", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "tutor_http_request_seconds",
            "Time to answer",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._starts = Counter("tutor_lesson_starts", "Sittings begun", ["mode"], registry=self._registry)
        self._ends = Counter(
            "tutor_lesson_ends", "Lessons ended by the token server", ["reason"], registry=self._registry
        )
        self._tutors = Counter(
            "tutor_tutors_sent_for", "Tutors sent for by the watch", ["why"], registry=self._registry
        )
        self._open = Gauge("tutor_open_sittings", "Sittings not ended", registry=self._registry)
        self._alone = Gauge(
            "tutor_learners_without_tutor",
            "Learners in a room without a living tutor",
            registry=self._registry,
        )
        self._deliveries = Counter(
            "tutor_report_deliveries", "Reports posted to the webhook", ["outcome"], registry=self._registry
        )
        self._engine_calls = Counter(
            "tutor_engine_calls",
            "Translations and sounds asked of the engine for pages",
            ["what", "outcome"],
            registry=self._registry,
        )
        self._usage = UsageFigures(self._registry)

    def request(self, *, method: str, route: str, status: int, seconds: float) -> None:
        method = method if method in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def lesson_started(self, mode: Mode) -> None:
        self._starts.labels(mode).inc()

    def lesson_ended(self, reason: EndReason) -> None:
        self._ends.labels(reason).inc()

    def tutor_sent_for(self, why: str) -> None:
        self._tutors.labels(why).inc()

    def sittings(self, *, open_: int, without_tutor: int) -> None:
        self._open.set(open_)
        self._alone.set(without_tutor)

    def delivery(self, outcome: Literal["delivered", "failed", "given_up"]) -> None:
        self._deliveries.labels(outcome).inc()

    def engine_call(self, what: Literal["translation", "sound"], outcome: Literal["ok", "failed"]) -> None:
        self._engine_calls.labels(what, outcome).inc()

    def used(self, use: Use) -> None:
        self._usage.count(use)

    def text(self) -> bytes:
        return generate_latest(self._registry)
