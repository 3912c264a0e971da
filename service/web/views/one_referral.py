"""One referral on its card: the suggestion with its sum, and whom it is about or may be."""

from __future__ import annotations

from dataclasses import replace

from service.casework.names import Roster, display_names
from service.casework.records import Referral
from service.casework.referrals.context import LONGEST_NAME, grade_written, told_apart
from service.casework.referrals.messages import Referrer, referrer
from service.casework.referrals.questions import ANSWERS
from service.casework.referrals.workload import candidates
from service.reconcile.context import GOOGLE_DOCS, Links
from service.workbook.look import RowSeen

from ..answering import (
    CASELOAD,
    OFFICE,
    RESTRICTED,
    Answer,
    CardRequest,
    Look,
    Unclear,
    action,
)
from ..cards.referrals import ReferralFacts, referral_card
from ..writing import Change, save
from .cases import CODE
from .referrals import (
    DECIDE,
    MOST,
    READS_SAFETY,
    book_of,
    may_be_same,
    may_take_back,
    readable,
    row_of,
    the_referral,
)
from .saved import CHECKS, saved


@action("referral", DECIDE, OFFICE, also=(CASELOAD, RESTRICTED), alternate=True)
def referral(request: CardRequest) -> Answer:
    """One referral, with the suggestion and its sum."""
    one = the_referral(request)
    likely, asked = likely_students(one, request), open_answers(one, request)
    facts = replace(gather(one, request), likely=likely, answers=asked if one.decision else ())
    others = (Look(other, "referral list") for _, other in facts.others)
    looks = (Look(one.referral_id, "referral card"), *others)
    return Answer(referral_card(facts, request.say), looks=looks)


@action("settle_student", DECIDE, OFFICE, also=(RESTRICTED,), form="referral", alternate=True)
def settle_student(request: CardRequest) -> Answer:
    """One of the roster whom it is about."""
    one, chosen = the_referral(request), request.asked.text("student")
    if one.decision:
        raise Unclear(request.say("cards.problem.decided", decision=one.decision))
    if chosen not in {name for _, name in likely_students(one, request)}:
        raise Unclear(request.say("cards.problem.no_student"))
    change = Change(one.row.tab, one.referral_id, {"student": chosen})
    carried = save(request, one.row.workbook, change)
    said = request.say("cards.saved.student", referral=one.referral_id)
    answer = saved(request, said, carried, back="home")
    return replace(answer, looks=(Look(one.referral_id, "referral decision"),))


@action("answer_safety", READS_SAFETY, RESTRICTED, form="referral", alternate=True)
def answer_safety(request: CardRequest) -> Answer:
    """What Status of a safety referral asks, answered by who reads it."""
    one, chosen = the_referral(request), request.asked.text("pick")
    if chosen not in open_answers(one, request):
        raise Unclear(request.say("cards.problem.no_pick"), "pick")
    person = request.office.people.find(chosen)
    if person is not None and person.email == request.person.email:
        raise Unclear(request.say("cards.problem.not_yourself"), "pick")
    carried = save(request, RESTRICTED, Change(one.row.tab, one.referral_id, {"pick": chosen}))
    said = request.say("cards.saved.picked", pick=chosen)
    answer = saved(request, said, carried, back="home")
    return replace(answer, looks=(Look(one.referral_id, "referral decision"),))


CHECKS.update(dict.fromkeys(("settle_student", "answer_safety"), may_take_back))


def open_answers(one: Referral, request: CardRequest) -> tuple[str, ...]:
    """The answers that Status of a safety referral offers; nothing where it asks nothing."""
    if one.row.workbook != RESTRICTED:
        return ()
    say, people = request.say, request.office.people
    staff = candidates(request.office.staff, request.office.settings)
    answers = [
        say("questions.open_new"),
        say("questions.renamed_stays"),
        *(told for told, _ in _may_be(one, request)),
        *(p.name if people.find(p.name) is p else p.email for p in staff),
    ]
    offered = one.status.split(ANSWERS)[-1].split("; ")
    return tuple(dict.fromkeys(each for each in answers if each in offered))


def likely_students(one: Referral, request: CardRequest) -> tuple[tuple[str, str], ...]:
    """Who it may be, the likeliest first: (words with grade and id, what the drop-downs call the
    student). Nothing where it is settled."""
    return () if one.student else _may_be(one, request)


def _may_be(one: Referral, request: CardRequest) -> tuple[tuple[str, str], ...]:
    settings, students = request.office.settings, request.office.whole.students
    roster = Roster(students, settings.name_is_sure_from, settings.name_is_plausible_from)
    written = (one.student or one.student_as_written)[:LONGEST_NAME]
    match = roster.match(written, grade=grade_written(one, request.say))
    names = display_names((each.name, each.student_id) for each in students)
    called = dict(zip((each.row for each in students), names, strict=True))
    return tuple(
        (told_apart(each.student, request.say), called[each.student.row])
        for each in match.candidates
    )


def gather(one: Referral, request: CardRequest) -> ReferralFacts:
    """What the card of one referral says."""
    say, office = request.say, request.office
    safety = one.row.workbook == RESTRICTED
    row = row_of(one, request)
    best = office.people.find(one.suggested)  # by name, or by address as it was before
    suggested = _own_manager(row, request) or (best.email if best else "")
    people = sorted(
        (p for p in candidates(office.staff, office.settings) if p.email),
        key=lambda p: (p.email != suggested, p.name),
    )
    # Nobody is proposed by the order of a list alone.
    nobody = (("–", ""),) if suggested not in {person.email for person in people} else ()
    wrote = Referrer() if safety else referrer(one)  # of those about safety Restricted says it
    others = [r for r in readable(request) if may_be_same(r, one)]
    received = one.received.astimezone(office.zone) if one.received else None
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    seen = book_of(one, request)
    opens = not safety or request.person.role in READS_SAFETY
    return ReferralFacts(
        referral_id=one.referral_id,
        student=one.student or one.student_as_written or "–",
        open_case=row.text("already_open") if row else "",
        received=say("cards.access.when", at=received) if received else "",
        urgency=one.our_urgency or one.urgency,
        concern=one.concern,
        details=one.details,
        suggested=office.name(suggested) if suggested else "",
        why=row.text("why") if row else "",
        managers=(*nobody, *((p.name or p.email, p.email) for p in people)),
        others=tuple(
            (
                f"{r.referral_id} · {r.student or r.student_as_written}".rstrip(" ·"),
                r.referral_id,
            )
            for r in reversed(others[-MOST:])
        ),
        decided=one.decision,
        status=one.status,
        link=links.cell({seen.key: seen}, one.row, "decision") if seen and opens else "",
        safety=safety,
        referred_by=wrote.name or wrote.reach,
        relationship=" · ".join(
            filter(None, (one.relationship, wrote.reach if wrote.name else ""))
        ),
    )


def _own_manager(row: RowSeen | None, request: CardRequest) -> str:
    """The case manager of the case that is open already."""
    code = CODE.search(row.text("already_open")) if row else None
    files = request.caseload.files((code[0],)) if code else ()
    return files[0].case.case_manager if files else ""
