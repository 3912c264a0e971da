"""Google's error bodies: the one place where an error becomes JSON.

A handler raises `ApiError`; the app asks `error_body` for the bytes that the calling API
would send. Sheets, Docs, Forms and the newer services answer in the style of google.rpc
(`code`, `message`, `status`, `details`); Drive and Calendar answer with `errors[]` and no
`status`; Gmail sends both.
"""

from __future__ import annotations

from typing import Any

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    410: "NOT_FOUND",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}

REASONS = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
    409: "duplicate",
    410: "gone",
    412: "conditionNotMet",
    413: "uploadTooLarge",
    429: "rateLimitExceeded",
    500: "backendError",
    501: "notImplemented",
    503: "backendError",
    504: "backendError",
}

# The texts Google uses when it has nothing more particular to say.
DEFAULT_MESSAGES = {
    400: "Request contains an invalid argument.",
    401: "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
    "cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    409: "The requested identifier already exists.",
    410: "Sync token is no longer valid, a full sync is required.",
    412: "Precondition Failed",
    429: "Resource has been exhausted (e.g. check quota).",
    500: "Internal error encountered.",
    501: "Operation is not implemented, or supported, or enabled.",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}

LEGACY_MESSAGES = {
    400: "Bad Request",
    401: "Invalid Credentials",
    403: "Forbidden",
    404: "Not Found",
    429: "Rate Limit Exceeded",
    500: "Internal Error",
    503: "Backend Error",
}

ERRORS_LIST_APIS = {"drive", "calendar", "gmail", "oauth2"}
STATUS_APIS = {"sheets", "docs", "forms", "gmail", "iamcredentials"}


class ApiError(Exception):
    """An error answer of a Google API.

    status       the HTTP status, e.g. 404
    message      Google's sentence; None takes the API's usual sentence for that status
    reason       `errors[0].reason` in Drive's, Calendar's and Gmail's style
    location     what was wrong (`fileId`, `q`, `If-Match`), with `location_type`
                 "parameter" or "header"
    details      google.rpc details, for the APIs that send them
    status_name  google.rpc's name where it is not the usual one for the HTTP status
    domain       `errors[0].domain`: "global", "usageLimits", "calendar", …
    headers      further HTTP headers, e.g. {"Retry-After": "30"}
    """

    def __init__(
        self,
        status: int,
        message: str | None = None,
        *,
        reason: str | None = None,
        location: str | None = None,
        location_type: str = "parameter",
        details: list[dict[str, Any]] | None = None,
        status_name: str | None = None,
        domain: str = "global",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {message or ''}".strip())
        self.status = status
        self.message = message
        self.reason = reason
        self.location = location
        self.location_type = location_type
        self.details = details
        self.status_name = status_name
        self.domain = domain
        self.headers = headers or {}


def bad_request(violations: list[tuple[str, str]], message: str | None = None) -> ApiError:
    """A 400 with google.rpc.BadRequest details; violations are (field path, description)."""
    listed = [
        {"field": field, "description": text} if field else {"description": text}
        for field, text in violations
    ]
    detail = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": listed,
    }
    text = message or "\n".join(description for _, description in violations)
    return ApiError(400, text, details=[detail])


def error_body(error: ApiError, api: str) -> dict[str, Any]:
    """The JSON that the API called `api` ("sheets", "drive", …) answers for this error."""
    legacy = api in ERRORS_LIST_APIS
    usual = DEFAULT_MESSAGES.get(error.status, "Unknown Error.")
    message = error.message or (LEGACY_MESSAGES.get(error.status, usual) if legacy else usual)
    body: dict[str, Any] = {"code": error.status, "message": message}
    if legacy:
        entry = {
            "message": message,
            "domain": error.domain,
            "reason": error.reason or REASONS.get(error.status, "unknown"),
        }
        if error.location:
            entry["location"] = error.location
            entry["locationType"] = error.location_type
        body["errors"] = [entry]
    if api in STATUS_APIS or not legacy:
        body["status"] = error.status_name or STATUS_NAMES.get(error.status, "UNKNOWN")
        if error.details:
            body["details"] = error.details
    return {"error": body}
