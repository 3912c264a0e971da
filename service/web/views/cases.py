"""The case card: of the selected row, or found by name, or by a code from the calendar."""

from __future__ import annotations

from service.casework.accommodation_rows import in_force
from service.casework.case_file import CaseFile, plan_actions
from service.casework.diary import follow_ups
from service.casework.diary_kinds import DONE, PLANNED
from service.casework.records import TeamMember
from service.casework.referrals.coordinator_decision import REFERRED
from service.casework.referrals.first_talk import FIRST_TALK
from service.casework.referrals.for_case import Reason, reasons
from service.casework.thing_lines import open_things
from service.casework.wants import Say
from service.ports import GatewayError
from service.reconcile.context import GOOGLE_DOCS, Links
from service.workbook.look import WorkbookSeen

from ..answering import (
    CASE_MANAGER,
    CASELOAD,
    COORDINATOR,
    COUNSELOR,
    DEPUTY,
    HEAD,
    RESTRICTED,
    SAFEGUARDING,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.case import CaseFacts, Line, case_card
from ..cards.reasons import reason_lines
from .attention_rows import CODE
from .case_goals import goal_lines, may_be_seen
from .not_handed_on import waiting
from .register_sections import sections_of

MAY_OPEN = {CASE_MANAGER, COORDINATOR, DEPUTY, SAFEGUARDING, COUNSELOR, HEAD}
COMING, LAST = 3, 5


@action("case", MAY_OPEN, also=(RESTRICTED,))
def case(request: CardRequest) -> Answer:
    """The case of the row that is selected, or that a button names."""
    return answer_case(request, selected_code(request))


@action("charts", MAY_OPEN, "", also=(CASELOAD, RESTRICTED))
def charts(request: CardRequest) -> Answer:
    """The same card, with the charts read from the progress sheet."""
    return answer_case(request, selected_code(request), update=True, read_charts=True)


def answer_case(
    request: CardRequest, code: str, update: bool = False, note: str = "", read_charts: bool = False
) -> Answer:
    """The case card, as far as the person who asks may see it. Raises NotForYou."""
    file, fields = request.file(code)
    facts = gather(file, fields, request, _progress(file, fields, request, read_charts))
    looks = (Look(code, "case card" if "needs" in fields else "case pointer"),)
    return Answer(case_card(facts, request.say), update, note, looks)


def selected_code(request: CardRequest) -> str:
    """The case code that the request is about. Raises Unclear when nothing was selected, NotForYou
    for a row that belongs to no case."""
    asked = request.asked
    named = asked.given.get("code") or asked.row
    found = CODE.search(named)
    code = found[0] if found else request.caseload.code_of(named)
    if not named:
        code = code_of_sheet(request, asked.workbook_id)
        if not code:
            raise Unclear(request.say("cards.problem.nothing_selected"))
    if not code:
        raise NotForYou
    return code


def code_of_sheet(request: CardRequest, file_id: str) -> str:
    """The case whose progress sheet is open."""
    if not file_id:
        return ""
    made = request.school.ledger.agreed_of("progress_sheet")
    return next((sheet.key for sheet in made if sheet.object_id == file_id), "")


def gather(
    file: CaseFile,
    fields: frozenset[str],
    request: CardRequest,
    progress: WorkbookSeen | None = None,
) -> CaseFacts:
    """What the card says: each part only where its field may be seen."""
    # Forms of registers lead back to the case card, so they know this module.
    from .register_checklists import checklist_buttons
    from .register_forms import offers
    from .register_papers import paper_buttons

    say, case, today = request.say, file.case, request.office.today

    def may(field: str) -> bool:
        return field in fields

    row = request.caseload.row("caseload", case.code)
    # What stands in these cells leads nowhere: the files are those that were made for this case.
    missing = row.text("action_plan") if row else ""
    documents = request.documents(case.code, "team" in fields) if may("action_plan") else ()
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    plans = tuple(links.file("document", each) for each in documents)
    sheet = request.progress_sheet(case.code)
    manager = request.office.name(case.case_manager) if case.case_manager else ""
    who = [
        say("cards.case.grade", grade=case.grade) if case.grade and may("grade") else "",
        case.status if may("status") else "",
        say("cards.case.manager", name=manager) if manager and may("case_manager") else "",
    ]
    support = [case.support_level, case.plan_type if may("plan_type") else ""]
    return CaseFacts(
        code=case.code,
        student=case.student,
        who=" · ".join(each for each in who if each),
        support=" · ".join(s for s in support if s) if may("support_level") else "",
        flags=flags_of(file, request) if may("flags") else (),
        why=reason_lines(reasons_of(request, case.code, fields), say, request.office.zone),
        first_talk=_first_talk(file) if may("diary") else "",
        coming=_coming(file, request) if may("diary") else (),
        needs=case.needs if may("needs") else "",
        strengths=case.strengths if may("strengths") else "",
        told=case.staff_may_be_told if may("staff_may_be_told") else "",
        goals=goal_lines(may_be_seen(file, fields), request, progress),
        may_chart=may("progress") and bool(sheet),
        actions=tuple(
            Line(
                each.action,
                " · ".join(part for part in (each.who, each.status) if part),
                say("cards.today.by", day=each.due) if each.due else "",
            )
            for each in plan_actions(file)
            if each.status != "Done"
        )
        if may("actions")
        else (),
        accommodations=tuple(
            Line(each.accommodation, each.type, each.where)
            for each in file.accommodations
            if in_force(each, today, request.office.settings.school_year)
        )
        if may("accommodations")
        else (),
        things=open_things(case.random_things) if may("random_things_to_do") else (),
        team=tuple(_member(each, request) for each in file.team) if may("team") else (),
        contacts=_contacts(file, request) if may("diary") else (),
        plans=plans if may("action_plan") else (),
        no_plan=_no_plan(missing, request.has_plan(case.code), say)
        if may("action_plan") and not plans
        else "",
        progress_sheet=links.file("progress_sheet", sheet)
        if sheet and may("progress_sheet") and request.may_open(case.code)
        else "",
        may_measure=bool(sheet) and may("progress_sheet"),
        may_do=may_do(request, file),
        may_see_accesses=may("accesses"),
        may_see_record=may("accesses") and request.person.role == COORDINATOR,
        waits=tuple(
            Line(
                say("hand_on.waits", person=each.row.person),
                below=say("hand_on.waits_below"),
                row=each.row.row.row_id,
            )
            for each in waiting(request, (file,))
        ),
        sections=tuple(each for each in sections_of(request, "case", case.code) if each),
        offers=(
            *offers(request, case.code),
            *(paper_buttons(request, "case", case.code) if may_do(request, file) else ()),
            *(checklist_buttons(request, case.code) if may_do(request, file) else ()),
        ),
    )


def _no_plan(cell: str, stands: bool, say: Say) -> str:
    """Why there is no plan to open: what its cell says, or with whom the one that stands is."""
    return say("cards.case.plan_with_manager") if stands else cell


def reasons_of(request: CardRequest, code: str, fields: frozenset[str]) -> tuple[Reason, ...]:
    """What the referrals say that led to the case, for who may see that. What safeguarding holds is
    not among them."""
    if "referral" not in fields:
        return ()
    return reasons(code, request.office.without_roster.referrals, request.say)


def may_do(request: CardRequest, file: CaseFile) -> bool:
    """Whether this person writes into the case: its case manager, who stands in, the coordinator
    (the same people as may open the Caseload workbook)."""
    if request.person.role == COORDINATOR:
        return True
    return "diary" in request.fields(file) and request.person.role == CASE_MANAGER


def flags_of(file: CaseFile, request: CardRequest) -> tuple[str, ...]:
    say = request.say
    return tuple(
        say(
            "cards.flag",
            who=request.office.name(flag.speak_to.casefold()),
            before=flag.before or say("cards.flag_anything"),
        )
        for flag in request.flags
        if flag.code == file.case.code
    )


def _coming(file: CaseFile, request: CardRequest) -> tuple[Line, ...]:
    say, today = request.say, request.office.today
    late = follow_ups.missed(file.diary, today)
    planned = sorted(
        (e for e in file.diary if e.status == PLANNED and e.day and e.day >= today),
        key=lambda e: (e.day, e.start is not None, e.start),
    )
    shown = [Line(e.kind, say("cards.today.was_due", day=e.day), "", e.row.row_id) for e in late]
    for entry in planned[:COMING]:
        key = "cards.today.on_at" if entry.start else "cards.today.all_day"
        when = say(key, day=entry.day, start=entry.start)
        shown.append(Line(entry.kind, when, entry.with_whom, entry.row.row_id))
    return tuple(shown)


def _first_talk(file: CaseFile) -> str:
    """The row of the First Talk that is still to come, of a case that waits for it."""
    planned = (e for e in file.diary if e.kind == FIRST_TALK and e.status == PLANNED)
    row = next((e.row.row_id for e in planned), "")
    return row if file.case.status == REFERRED else ""


def _contacts(file: CaseFile, request: CardRequest) -> tuple[Line, ...]:
    done = [e for e in file.diary if e.status == DONE and e.day is not None]
    done.sort(key=lambda e: (e.day, e.row.position), reverse=True)
    return tuple(
        Line(
            e.notes or e.kind,
            " · ".join(
                part
                for part in (request.say("cards.day", day=e.day), e.kind, e.with_whom, e.how)
                if part
            ),
            request.say("cards.case.next_step", step=e.next_step) if e.next_step else "",
            e.row.row_id,
        )
        for e in done[:LAST]
    )


def _member(member: TeamMember, request: CardRequest) -> Line:
    """Who it is, and who may be told what."""
    say = request.say
    by_order = member.rights.endswith("by order") or member.rights == "Unknown"
    may_see = ", ".join(member.may_see) if member.may_see and not by_order else ""
    told = say("cards.case.may_see", what=may_see) if may_see else say("cards.case.sees_nothing")
    parts = [told, member.rights if by_order else "", _asked(member, request), member.phone]
    return Line(
        member.person,
        " · ".join(part for part in (member.role, member.household, member.language) if part),
        " · ".join(part for part in parts if part),
    )


def _asked(member: TeamMember, request: CardRequest) -> str:
    return request.say("cards.case.ask_first", who=member.ask_first) if member.ask_first else ""


def _progress(
    file: CaseFile, fields: frozenset[str], request: CardRequest, read: bool
) -> WorkbookSeen | None:
    """The progress sheet as it was last read, or read now where the charts are asked for."""
    file_id = request.progress_sheet(file.case.code)
    if not file_id or "progress" not in fields:
        return None
    key = f"progress:{file_id}"
    if not read:
        return request.cache.standing(key)
    try:
        return request.cache.book(key)
    except GatewayError:
        return None
