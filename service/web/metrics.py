"""The district's figures as Prometheus reads them. School ids and numbers; nobody is in it."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from service.district_figures import DistrictStanding

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class _Figures(Collector):
    def __init__(self, standing: DistrictStanding) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        yield from self._schools()
        yield from self._quotas()
        if self._standing.room is not None:
            words = "How many more schools like these Google's quotas would carry"
            yield GaugeMetricFamily("holdfast_room_schools", words, self._standing.room)

    def _schools(self) -> Iterator[Metric]:
        def gauge(name: str, words: str) -> GaugeMetricFamily:
            return GaugeMetricFamily(f"holdfast_school_{name}", words, labels=("school",))

        synced = gauge("last_sync_timestamp_seconds", "When the last sync ended; 0 = never")
        waiting = gauge("waiting_seconds", "For how long a look that was asked for waits")
        asked = gauge("questions", "Open questions on Attention")
        old = gauge("questions_older_than_a_week", "Those that have stood for more than a week")
        for each in self._standing.schools:
            school = [each.school_id]
            since = self._standing.at - (each.waiting or self._standing.at)
            synced.add_metric(school, each.synced.timestamp() if each.synced else 0)
            waiting.add_metric(school, max(0.0, since.total_seconds()))
            asked.add_metric(school, each.questions)
            old.add_metric(school, each.old)
        yield from (synced, waiting, asked, old)

    def _quotas(self) -> Iterator[Metric]:
        def gauge(name: str, words: str) -> GaugeMetricFamily:
            return GaugeMetricFamily(f"holdfast_google_calls_{name}", words, labels=("api",))

        used = gauge("per_minute", "Calls of syncs, on average of the last ten minutes")
        forecast = gauge("forecast_per_minute", "Calls a minute when each school takes its turn")
        limit = gauge("limit_per_minute", "What Google allows a project")
        for each in self._standing.quotas:
            used.add_metric([each.api], each.used)
            forecast.add_metric([each.api], each.forecast)
            limit.add_metric([each.api], each.limit)
        yield from (used, forecast, limit)


def metrics_text(standing: DistrictStanding) -> bytes:
    """In Prometheus' text format (`TEXT`)."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(standing))
    return generate_latest(registry)
