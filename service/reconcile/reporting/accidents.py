"""What looks like an accident, could not be read or did not succeed: left alone, and told.

Each of these is one question on Attention that goes by itself once it is settled.
"""

from __future__ import annotations

from service.casework.records import CASELOAD, OFFICE, Problem
from service.ports import Agreed

from ..changes import AGAIN, GONE, Change, Remember
from ..context import SchoolContext
from ..documents.document_templates import TEMPLATE
from ..guards import Guard, guard_columns, guard_headings, guard_tabs, row_counts
from ..observe import Gap, Observed
from ..rows import service_columns
from ..rows.row_matching import RowsApart, guard_sorted, said_by_rows
from .failures import DOUBTFUL, LATER, WAITS

# What waits for something else, and what is told of the template itself.
NOT_TOLD = (WAITS, TEMPLATE, LATER)


def guards_of(
    observed: Observed, apart: RowsApart, context: SchoolContext, gone_share: float
) -> list[Guard]:
    """Tabs that look less like work than like an accident, unless somebody said it was meant."""
    counts = dict(_sizes(observed))
    gone = {
        f"{book}/{key}": tab.gone
        for book, seen in observed.workbooks.items()
        for key, tab in seen.tabs.items()
    }
    shrunk = [
        guard
        for guard in [*guard_tabs(counts, observed.known, gone_share), *guard_sorted(apart)]
        if not context.is_confirmed(guard.part)
    ]
    heads = {
        f"{book}/{key}": tab.head
        for book, seen in observed.workbooks.items()
        for key, tab in seen.tabs.items()
    }
    return [*guard_columns(gone), *guard_headings(heads), *shrunk]


def _sizes(observed: Observed) -> list[tuple[str, int]]:
    quiet = ("attention", "history")
    return [
        (f"{book}/{key}", len(seen.standing(key)))
        for book, seen in observed.workbooks.items()
        for key in seen.tabs
        if key not in quiet
    ]


def memory_of(observed: Observed, apart: RowsApart, frozen: frozenset[str]) -> list[Change]:
    """How many rows each tab holds and what each said, for the guards of the next run."""
    sizes = [(part, rows) for part, rows in _sizes(observed) if part not in frozen]
    new = [
        agreed
        for agreed in row_counts(sizes)
        if (known := observed.known.get(("tab", agreed.key))) is None
        or known.marks.get("rows") != agreed.marks["rows"]
    ]
    rows = said_by_rows(apart, observed.known)
    new += [a for a in rows if f"{apart.books[a.object_id]}/{a.object_id}" not in frozen]
    return [Remember(tuple(new))] if new else []


def guard_problem(guard: Guard, observed: Observed, context: SchoolContext) -> Problem:
    say = context.say
    book, _, tab = guard.part.partition("/")
    part, before, now = guard.part, guard.before, guard.now
    if guard.what == "gone":
        columns = ", ".join(guard.columns)
        what = say("guards.gone.what")
        why = say("guards.gone.why", part=part, columns=columns)
    elif guard.what == "sorted":
        tab_seen = observed.workbooks[book].tabs[tab]
        columns = ", ".join(tab_seen.headings.get(name, name) for name in guard.columns)
        what = say("guards.sorted.what")
        why = say("guards.sorted.why", part=part, columns=columns)
    elif guard.what == "headings":
        what = say("guards.headings.what")
        why = say("guards.headings.why", part=_named(book, tab, observed), now=now)
    elif guard.what == "empty":
        what = say("guards.empty.what")
        why = say("guards.empty.why", part=part, before=before)
    elif guard.what == "calendar_empty":
        what = say("guards.calendar.what")
        why = say("guards.calendar.why", part=part, before=before, now=now)
    else:
        what = say("guards.shrunk.what")
        why = say("guards.shrunk.why", part=part, before=before, now=now)
    row = service_columns.whole_tab(book, tab)
    return Problem(f"guard:{guard.part}", row, "", what, why)


def _named(book: str, tab: str, observed: Observed) -> str:
    """A tab as people call it."""
    seen = observed.workbooks.get(book)
    return (seen.tabs[tab].title if seen and tab in seen.tabs else "") or f"{book}/{tab}"


def gap_problem(gap: Gap, context: SchoolContext) -> Problem:
    part, _, which = gap.part.partition("/")
    say, sentence = context.say, gap.sentence
    whose = which if part == "calendar" else ""
    # Where it can be read: a workbook that did not answer cannot say so itself.
    in_caseload = part in ("calendar", "progress", "own") or gap.part == f"workbook/{OFFICE}"
    return Problem(
        key=f"gap:{gap.part}",
        row=service_columns.whole_tab(CASELOAD if in_caseload else OFFICE, ""),
        column="",
        what=say("guards.template.what" if part == TEMPLATE else "guards.gap.what"),
        why=say("guards.template.why", name=which, sentence=sentence)
        if part == TEMPLATE
        else say("guards.gap.why", part=gap.part, sentence=sentence),
        whose=whose,
    )


def failed_before(observed: Observed, context: SchoolContext) -> list[Problem]:
    """What could not be done in this or the last run, until it succeeds."""
    failures = [
        (key, agreed)
        for (kind, key), agreed in observed.known.items()
        if kind == "failure" and agreed.marks.get("why") not in NOT_TOLD
    ]
    return [_failure(key, agreed, observed, context) for key, agreed in failures]


def _failure(key: str, agreed: Agreed, observed: Observed, context: SchoolContext) -> Problem:
    kind, reason = agreed.marks.get("kind", ""), agreed.marks.get("why", "")
    pick: tuple[str, ...] = ()
    if reason == DOUBTFUL:
        reference = agreed.marks.get("reference", "")
        what = context.say("guards.doubtful_mail.what", reference=reference)
        why = context.say("guards.doubtful_mail.why", reference=reference)
        pick = tuple(context.say(f"failures.doubtful_{each}") for each in (GONE, AGAIN))
    elif reason == "unsure":
        what, why = context.say("problems.write_kept.what"), context.say("problems.write_kept.why")
    elif kind == "write_workbook":
        book = key.partition("|")[2]
        title = observed.workbooks[book].template.title if book in observed.workbooks else book
        what = context.say("guards.unwritten.what", book=title)
        why = context.say("guards.unwritten.why", book=title)
    else:
        what = context.say("guards.failed.what", what=context.say(f"history.{kind}"))
        why = context.say("guards.failed.why", sentence=context.say(f"failures.{reason}"))
    tab, row_id = agreed.marks.get("tab", ""), agreed.marks.get("row", "")
    return Problem(
        key=f"failed:{key}",
        row=service_columns.row_of(
            observed.workbooks, agreed.marks.get("book", OFFICE), tab, row_id
        ),
        column="",
        what=what,
        why=why,
        code=agreed.marks.get("code", ""),
        pick=pick,
    )


def withheld_by(observed: Observed, frozen: frozenset[str]) -> set[str]:
    """What was read is read again until the tab that it goes to can be written."""
    held: set[str] = set()
    if {"office/referrals", "restricted/safety_referrals"} & frozen or {
        "office",
        "restricted",
    } - set(observed.workbooks):
        held |= {name for name in observed.tokens if name.startswith("form:")}
    if "caseload/diary" in frozen or CASELOAD not in observed.workbooks:
        held |= {name for name in observed.tokens if name.startswith("calendar:")}
    return held
