"""Google Calendar's own error bodies, one function per refusal.

The texts are those of the Calendar API's error guide and of public bug reports; where
Google's wording is not published, the reason (`invalid`, `required`) is still Google's.
"""

from __future__ import annotations

from emulator.errors import ApiError


def refuse(
    status: int,
    reason: str,
    message: str,
    *,
    domain: str = "global",
    location: str | None = None,
    location_type: str = "parameter",
) -> ApiError:
    """An error in the Calendar style: `errors[]`, `code` and `message`, no `status`."""
    return ApiError(
        status,
        message,
        reason=reason,
        domain=domain,
        location=location,
        location_type=location_type,
    )


def invalid(message: str, location: str | None = None) -> ApiError:
    return refuse(400, "invalid", message, location=location)


def required(message: str) -> ApiError:
    return refuse(400, "required", message)


def bad_request() -> ApiError:
    return refuse(400, "badRequest", "Bad Request")


def not_found() -> ApiError:
    return refuse(404, "notFound", "Not Found")


def needs_writer() -> ApiError:
    message = "You need to have writer access to this calendar."
    return refuse(403, "requiredAccessLevel", message, domain="calendar")


def needs_owner() -> ApiError:
    message = "You need to have owner access to this calendar."
    return refuse(403, "requiredAccessLevel", message, domain="calendar")


def needs_reader() -> ApiError:
    message = "You need to have reader access to this calendar."
    return refuse(403, "requiredAccessLevel", message, domain="calendar")


def organizer_only() -> ApiError:
    message = "Shared properties can only be changed by the organizer of the event."
    return refuse(403, "forbiddenForNonOrganizer", message, domain="calendar")


def no_guests_for_service_accounts() -> ApiError:
    message = (
        "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
    )
    return refuse(403, "forbiddenForServiceAccounts", message, domain="calendar")


def duplicate() -> ApiError:
    return refuse(409, "duplicate", "The requested identifier already exists.")


def deleted() -> ApiError:
    return refuse(410, "deleted", "Resource has been deleted")


def stale() -> ApiError:
    return refuse(
        412,
        "conditionNotMet",
        "Precondition Failed",
        location="If-Match",
        location_type="header",
    )


def empty_range() -> ApiError:
    message = "The specified time range is empty."
    return refuse(
        400,
        "timeRangeEmpty",
        message,
        domain="calendar",
        location="timeMax",
    )


def full_sync_required() -> ApiError:
    message = "Sync token is no longer valid, a full sync is required."
    return refuse(
        410,
        "fullSyncRequired",
        message,
        domain="calendar",
        location="syncToken",
    )


def sync_token_with(parameter: str) -> ApiError:
    """`syncToken` was combined with a parameter that would change what is being followed."""
    if parameter == "orderBy":
        message = "Sync token cannot be used with non-default ordering."
    else:
        message = f"Sync token cannot be used with {parameter}."
    return refuse(
        400,
        "syncTokenWithNonDefaultOrdering" if parameter == "orderBy" else "invalidParameter",
        message,
        domain="calendar",
        location="syncToken",
    )


def no_such_order() -> ApiError:
    message = "The requested ordering is not available for the particular query."
    return refuse(
        400,
        "requestedOrderingNotAvailable",
        message,
        domain="calendar",
        location="orderBy",
    )
