"""Google Calendar API v3.

Reading order: times, recurrence (pure) · store (what is kept, who may see it) · view (an
event as one person sees it) · draft (what a write makes of an event; pure) · attendees ·
events (write and get) · rows, listing (list, instances, sync) · freebusy · calendars (with
calendarList and settings) · sharing (acl) · reading (for the browser pages) · refusals
(Google's error bodies).
"""

from emulator.calendar import calendars, controls, events, freebusy, listing, sharing

__all__ = ["calendars", "controls", "events", "freebusy", "listing", "sharing"]
