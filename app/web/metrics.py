"""Figures for Prometheus: how many requests, how long, how signing in goes, what waits."""

import os
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from app.services.health import Figures

NAME = "motcua_metrics"
# Neither has annotations.
_Together: Any = MultiProcessCollector
_without_beginnings: Any = disable_created_metrics
# When each counter began would double the lines, and nobody asks.
_without_beginnings()
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_UNKNOWN = "unknown"  # one label for every address that is not ours, or strangers make them up
_SIGN_IN = "session.enter"


class Metrics:
    """What one application counts.

    Where several workers serve, each writes its counts into a folder (`PROMETHEUS_MULTIPROC_DIR`)
    and whichever is asked adds them up.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "motcua_request_seconds",
            "Time to answer a request.",
            ("method", "endpoint", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.sign_ins = Counter(
            "motcua_sign_ins", "Attempts to sign in.", ("outcome",), registry=self.registry
        )

    def text(self) -> bytes:
        """The counts in the form Prometheus reads."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        _Together(together)
        return generate_latest(together)


class _Database:
    """Figures that the database knows for all workers together."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Give each figure its name."""
        events = "Events recorded, by every way in."
        yield CounterMetricFamily("motcua_events", events, value=self._figures.events)
        waited = "For how long the oldest due timer has been waiting to be told."
        seconds = self._figures.timer_seconds
        yield GaugeMetricFamily("motcua_oldest_timer_seconds", waited, value=seconds)
        incidents = "Cases that a job could not deal with yet."
        yield GaugeMetricFamily("motcua_incidents", incidents, value=self._figures.incidents)
        yield self._beats()
        yield self._unsent()

    def _beats(self) -> Metric:
        since = "How long ago each job of the schedulers last ran, on whichever machine."
        told = GaugeMetricFamily("motcua_scheduler_beat_seconds", since, labels=("job",))
        for job, seconds in sorted(self._figures.beat_seconds.items()):
            told.add_metric((job,), seconds)
        return told

    def _unsent(self) -> Metric:
        waits = "Messages that wait to be sent, and those that were given up."
        told = GaugeMetricFamily("motcua_outbox", waits, labels=("channel", "state"))
        for labels, count in sorted(self._figures.unsent.items()):
            told.add_metric(labels, count)
        return told


def bind(app: Flask) -> None:
    """Count the requests of an application."""
    app.extensions[NAME] = Metrics()
    app.after_request(_count)


def text(figures: Figures) -> bytes:
    """Everything there is to tell, in the form Prometheus reads."""
    metrics: Metrics = current_app.extensions[NAME]
    known = CollectorRegistry()
    known.register(_Database(figures))
    return metrics.text() + generate_latest(known)


def _count(response: Response) -> Response:
    metrics: Metrics = current_app.extensions[NAME]
    endpoint = request.endpoint or _UNKNOWN
    labels = (_method(), endpoint, str(response.status_code))
    metrics.seconds.labels(*labels).observe(perf_counter() - g.get("started", perf_counter()))
    if endpoint == _SIGN_IN and request.method == "POST":
        # A good password leads on to a page; anything else shows the form again.
        outcome = "ok" if 300 <= response.status_code < 400 else "refused"
        metrics.sign_ins.labels(outcome).inc()
    return response


def _method() -> str:
    # The method of a request is any word the caller likes.
    return request.method if request.method in {"GET", "HEAD", "POST"} else "other"
