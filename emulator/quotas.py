"""Google's per-minute limits, enforced with `--quotas` on the Workspace's clock.

Each API counts its calls, or units where it counts units, per project and per person, in
windows of one minute of the clock. The numbers are Google's published defaults; the whole
local Workspace is one project.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .discovery import Route
from .errors import ApiError
from .workspace import Clock

PROJECT = "603366585132"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit per minute: how Google names it, for the project and for each person."""

    service: str
    title: str
    metric: str
    camel: str
    project: int
    person: int


def _limit(service: str, title: str, project: int, person: int) -> Limit:
    snake = title.lower().replace(" ", "_")
    return Limit(service, title, snake, title.title().replace(" ", ""), project, person)


LIMITS = {
    ("sheets", "read"): _limit("sheets", "Read requests", 300, 60),
    ("sheets", "write"): _limit("sheets", "Write requests", 300, 60),
    ("docs", "read"): _limit("docs", "Read requests", 3000, 300),
    ("docs", "write"): _limit("docs", "Write requests", 600, 60),
    ("forms", "read"): _limit("forms", "Read requests", 975, 390),
    ("forms", "responses"): _limit("forms", "Expensive read requests", 450, 180),
    ("forms", "write"): _limit("forms", "Write requests", 375, 150),
    ("drive", "units"): _limit("drive", "Queries", 1_000_000, 325_000),
    ("calendar", "units"): _limit("calendar-json", "Queries", 10_000, 600),
    ("gmail", "units"): _limit("gmail", "Queries", 1_200_000, 6_000),
}
DRIVE_UNITS = {"get": 5, "list": 100, "export": 200, "download": 200}
GMAIL_UNITS = {"send": 100, "list": 5, "get": 5}


def kind_and_cost(route: Route) -> tuple[str, int]:
    """Which limit of its API a method counts against, and how much."""
    last = route.method_id.rpartition(".")[2]
    if route.api == "drive":
        return "units", DRIVE_UNITS.get(last, 5 if route.verb == "GET" else 50)
    if route.api == "gmail":
        return "units", GMAIL_UNITS.get(last, 5)
    if route.api == "calendar":
        return "units", 1
    if route.method_id == "forms.forms.responses.list":
        return "responses", 1
    return "read" if route.reads else "write", 1


class Quotas:
    """What was spent in the current minute."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.minute = 0
        self.spent: Counter[tuple[str, str, str]] = Counter()

    def spend(self, route: Route, person: str) -> None:
        """Count one call. Raises ApiError as the API does when the minute's limit is used up."""
        kind, cost = kind_and_cost(route)
        limit = LIMITS.get((route.api, kind))
        if limit is None:
            return
        minute = int(self.clock.now().timestamp() // 60)
        if minute != self.minute:
            self.minute = minute
            self.spent.clear()
        for who, allowed in (("", limit.project), (person, limit.person)):
            if self.spent[route.api, kind, who] + cost > allowed:
                raise exceeded(route.api, limit, per_person=bool(who))
        self.spent[route.api, kind, ""] += cost
        self.spent[route.api, kind, person] += cost


def exceeded(api: str, limit: Limit, per_person: bool) -> ApiError:
    """The refusal, in the words and with the status of this API."""
    named = f"{limit.title} per minute" + (" per user" if per_person else "")
    message = (
        f"Quota exceeded for quota metric '{limit.title}' and limit '{named}' of service "
        f"'{limit.service}.googleapis.com' for consumer 'project_number:{PROJECT}'."
    )
    if api in ("drive", "calendar", "gmail"):
        status = 429 if api == "gmail" else 403
        return ApiError(status, message, reason="rateLimitExceeded", domain="usageLimits")
    return ApiError(429, message, details=_details(limit, per_person))


def _details(limit: Limit, per_person: bool) -> list[dict[str, object]]:
    service = f"{limit.service}.googleapis.com"
    metadata = {
        "quota_limit_value": str(limit.person if per_person else limit.project),
        "service": service,
        "consumer": f"projects/{PROJECT}",
        "quota_unit": "1/min/{project}/{user}" if per_person else "1/min/{project}",
        "quota_location": "global",
        "quota_metric": f"{service}/{limit.metric}",
        "quota_limit": f"{limit.camel}PerMinutePer{'User' if per_person else 'Project'}",
    }
    help_link = {
        "description": "Request a higher quota limit.",
        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
    }
    return [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": metadata,
        },
        {"@type": "type.googleapis.com/google.rpc.Help", "links": [help_link]},
    ]
