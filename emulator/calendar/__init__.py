"""Google Calendar API v3.

Reading order: times, recurrence (pure) · store (what is kept, who may see it) · view (an
event as one person sees it) · draft (what a write makes of an event; pure) · attendees ·
events (write and get) · rows, listing (list, instances, sync) · freebusy · calendars (with
calendarList and settings) · sharing (acl) · reading (for the browser pages) · refusals
(Google's error bodies).

Known to differ from Google: no invitation mails; conference data, attachments and event labels
are ignored; no quickAdd, watch or colors; an unreadable sync token is a 410 (there a 400); a
change of a series' times lets go of the instances that no longer fit; a sync tells of changes
outside the window of its first list, too.
"""

from . import calendars, controls, events, freebusy, listing, sharing

__all__ = ["calendars", "controls", "events", "freebusy", "listing", "sharing"]
