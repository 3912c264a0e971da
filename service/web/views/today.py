"""Today: what the day asks of a case manager."""

from __future__ import annotations

from datetime import time, timedelta

from service.casework.case_file import CaseFile
from service.casework.diary import follow_ups
from service.casework.diary_kinds import PLANNED
from service.casework.records import DiaryEntry
from service.casework.thing_lines import open_things
from service.reconcile.rows.filter_views import FILTER_VIEW, view_key

from ..answering import CASE_MANAGER, RESTRICTED, Answer, CardRequest, Look, action
from ..cards.today import Item, Today, today_card
from ..cards.widgets import Json, button, buttons, open_link, section
from .attention_rows import AttentionQuestion, codes_in, questions
from .class_today import class_button
from .cracks import cracks_for
from .my_week import asks_about_week, my_week_button
from .not_handed_on import waiting
from .points_today import points_button
from .register_pages import ways_to_pages
from .register_papers import paper_section
from .register_sections import looked_at, sections_of

COMING, OLDEST = 15, 5
WEEK = timedelta(days=6)
REVIEWS_AHEAD = timedelta(days=14)


@action("today", {CASE_MANAGER}, also=(RESTRICTED,))
def today(request: CardRequest) -> Answer:
    """The home card of a case manager: own cases, and those of whom they stand in for."""
    files = request.caseload.files(request.own_codes())
    open_files = tuple(file for file in files if file.case.is_open)
    shown = gather(open_files, request)
    codes = {
        item.code
        for items in (
            shown.urgent,
            shown.of_day,
            shown.coming,
            shown.waiting,
            shown.overdue,
            shown.things,
        )
        for item in items
        if item.code
    }
    codes |= codes_in(own_questions(request), request)
    codes |= set(looked_at(request, "today"))
    looks = tuple(Look(code, "today card") for code in sorted(codes))
    return Answer(today_card(shown, request.say), looks=looks)


def gather(files: tuple[CaseFile, ...], request: CardRequest) -> Today:
    """What stands on the card, from the records of the open cases."""
    say, now, office = request.say, request.reading.now, request.office
    day, clock = office.today, now.astimezone(office.zone).time()
    cases = {file.case.code: file.case for file in files}
    entries = [entry for file in files for entry in file.diary if entry.code in cases]
    planned = [e for e in entries if e.status == PLANNED and e.day is not None]
    planned.sort(key=lambda e: (e.day, e.start is not None, e.start or clock))
    # What has no time today stands among what comes first.
    of_day = [e for e in planned if e.day == day and e.start is not None]
    ahead = [e for e in planned if e.day is not None and e.day > day]
    of_week = [e for e in ahead if e.day is not None and e.day <= day + WEEK]
    coming = of_week or ahead[:1]
    seen_today = [e.code for e in planned if e.day == day]
    late = follow_ups.missed(entries, day)
    mine = own_questions(request)
    return Today(
        name=request.person.name,
        day=day,
        urgent=_urgent(files, seen_today, request),
        of_day=tuple(_appointment(e, cases[e.code].student, request, clock) for e in of_day),
        at_hand=_at_hand(request),
        coming=tuple(_appointment(e, cases[e.code].student, request) for e in coming[:COMING]),
        coming_in_all=len(coming),
        waiting=(
            *_picks(mine, request),
            *_not_handed_on(files, request),
            *_reviews(files, request),
        ),
        overdue=tuple(
            Item(
                say("cards.today.entry", student=cases[e.code].student, kind=e.kind),
                above=say("cards.today.was_due", day=e.day) if e.day else "",
                code=e.code,
                action="entry",
                row=e.row.row_id,
            )
            for e in late[:OLDEST]
        ),
        overdue_in_all=len(late),
        things=tuple(
            Item("\n".join(things), above=file.case.student, code=file.case.code)
            for file in files
            if file.case.code in seen_today and (things := open_things(file.case.random_things))
        ),
        away=away(request),
        attention=len(mine),
        cracks=len(cracks_for(request)),
        sections=tuple(
            each
            for each in (
                *sections_of(request, "today"),
                paper_section(request),
                _own_rows(request),
                *ways_to_pages(request),
            )
            if each
        ),
    )


def _at_hand(request: CardRequest) -> Json | None:
    """What is opened in the middle of a lesson, in one row; on Friday with a question."""
    title = request.say("cards.my_week.friday") if asks_about_week(request) else ""
    ways = (class_button(request), points_button(request), my_week_button(request))
    return section(title, buttons(*ways))


def _own_rows(request: CardRequest) -> Json | None:
    """Each tab about students, opened on this person's own rows."""
    say, seen, school = request.say, request.caseload.seen, request.school
    views = {view.key: view.object_id for view in school.ledger.agreed_of(FILTER_VIEW)}
    links = []
    for tab in (seen.tabs[t.key] for t in seen.template.tabs if t.about_student):
        view = views.get(view_key(school.keys, tab.key, request.person.email), "")
        if view:
            base = request.context.links.file("progress_sheet", seen.file_id)
            address = f"{base}#gid={tab.sheet_id}&fvid={view}"
            links.append(button(tab.title, open_link(address)))
    return section(say("cards.today.own_rows"), buttons(*links), folded=True)


def own_questions(request: CardRequest) -> tuple[AttentionQuestion, ...]:
    """What waits on Caseload's Attention tab for this person (or whom they stand in for)."""
    people = {request.person.email, *request.covers_for}
    found = questions(
        request.caseload.seen, request.say, request.office.today, request.office.staff
    )
    return tuple(each for each in found if each.whose in people)


def away(request: CardRequest) -> tuple[Item, ...]:
    """Who of the staff is away today, and who is back."""
    office, say = request.office, request.say
    day = office.today
    found = []
    for off in office.calendar.days_off:
        if not off.who:
            continue
        name, cover = office.name(off.who), office.name(off.cover) if off.cover else ""
        if off.first <= day <= off.last:
            back = office.calendar.next_school_day(off.last + timedelta(days=1), off.who)
            key = "cards.today.is_away_covered" if cover else "cards.today.is_away"
            found.append(Item(say(key, name=name, back=back, cover=cover), icon="event_busy"))
        elif off.last < day and day == office.calendar.next_school_day(
            off.last + timedelta(days=1), off.who
        ):
            found.append(Item(say("cards.today.is_back", name=name), icon="event_available"))
    return tuple(found)


def _urgent(
    files: tuple[CaseFile, ...], seen_today: list[str], request: CardRequest
) -> tuple[Item, ...]:
    """Flags first; then what must happen today although no time is set for it."""
    say, day = request.say, request.office.today
    found = []
    flags = request.flags
    for file in files:
        fields = request.fields(file)
        for flag in flags:
            if flag.code == file.case.code and "flags" in fields:
                found.append(
                    Item(
                        say(
                            "cards.flag",
                            who=request.office.name(flag.speak_to.casefold()),
                            before=flag.before or say("cards.flag_anything"),
                        ),
                        above=file.case.student,
                        code=file.case.code,
                        icon="warning",
                    )
                )
    for file in files:
        for entry in file.diary:
            if entry.status == PLANNED and entry.day == day and entry.start is None:
                found.append(
                    Item(
                        say("cards.today.entry", student=file.case.student, kind=entry.kind),
                        above=say("cards.today.some_time_today"),
                        code=file.case.code,
                        action="entry",
                        row=entry.row.row_id,
                        icon="today",
                    )
                )
    return tuple(found)


def _appointment(
    entry: DiaryEntry, student: str, request: CardRequest, clock: time | None = None
) -> Item:
    """`clock` is the time of day on the day of the entry: one whose hour has passed, and that
    nobody has marked, is the very one to mark."""
    say, day = request.say, request.office.today
    passed = clock is not None and entry.start is not None and entry.start <= clock
    if entry.start is None:
        when = say("cards.today.all_day", day=entry.day)
    elif entry.day == day:
        key = "cards.today.at_passed" if passed else "cards.today.at"
        when = say(key, start=entry.start)
    else:
        when = say("cards.today.on_at", day=entry.day, start=entry.start)
    return Item(
        student,
        above=when,
        below=" · ".join(each for each in (entry.kind, entry.with_whom, entry.how) if each),
        code=entry.code,
        action="entry",
        row=entry.row.row_id,
        icon="pending_actions" if passed else "schedule",
    )


def _picks(mine: tuple[AttentionQuestion, ...], request: CardRequest) -> tuple[Item, ...]:
    """Questions that one choice would settle."""
    return tuple(
        Item(
            each.what,
            above=each.student,
            below=request.say("cards.today.asked_since", day=each.since) if each.since else "",
            action="question",
            row=each.row_id,
            code=request.caseload.code_of(each.student) if each.student.startswith("C-") else "",
            icon="help",
        )
        for each in mine
        if each.choices and not each.pick
    )


def _not_handed_on(files: tuple[CaseFile, ...], request: CardRequest) -> tuple[Item, ...]:
    """What a family gets once it has been read."""
    return tuple(
        Item(
            request.say("hand_on.waits", person=each.row.person),
            above=each.file.case.student,
            below=request.say("hand_on.waits_below"),
            code=each.file.case.code,
            action="hand_on",
            row=each.row.row.row_id,
            icon="description",
        )
        for each in waiting(request, files)
    )


def _reviews(files: tuple[CaseFile, ...], request: CardRequest) -> tuple[Item, ...]:
    day = request.office.today
    due = [
        (file.case.review_due, file.case)
        for file in files
        if file.case.review_due is not None and file.case.review_due <= day + REVIEWS_AHEAD
    ]
    return tuple(
        Item(
            request.say("cards.today.review", student=case.student),
            below=request.say("cards.today.by", day=by),
            code=case.code,
            icon="event",
        )
        for by, case in sorted(due, key=lambda each: (each[0], each[1].code))
    )
