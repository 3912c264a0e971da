"""After the ledger's loss: what had been agreed on about who sees a plan, told from who does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from service.casework.case_file import CaseFile
from service.casework.disclosure import UNSURE, plan_shares, settle_shares, share_name
from service.casework.households import is_family
from service.casework.records import OFFICE
from service.casework.school import RuleServices
from service.ports import Agreed

from ..context import SchoolContext
from ..documents.file_plan import case_files
from ..observe import Observed
from ..projection import Projection
from ..reporting.attention import question_id, standing_questions
from ..school_records import read_school, read_settings

Readers = Mapping[tuple[str, str], set[str]]  # (case code, home) -> e-mail addresses


def disclosures(observed: Observed, readers: Readers, context: SchoolContext) -> Iterator[Agreed]:
    """What stands is agreed on, of each plan; anything wider waits."""
    say = context.say
    settings, _ = read_settings(observed.workbooks.get(OFFICE), say, observed.now.date())
    projection = Projection(observed.workbooks, ZoneInfo(settings.time_zone))
    school = read_school(projection, observed.now, RuleServices(say=say))
    for file in case_files(school):
        if any(code == file.case.code for code, _ in readers):
            marks = _marks(file, readers, observed, context)
            yield Agreed("disclosure", file.case.code, "", marks)


def _marks(
    file: CaseFile, readers: Readers, observed: Observed, context: SchoolContext
) -> dict[str, str]:
    say, fingerprint, code = context.say, context.keys.fingerprint, file.case.code
    who = {home: who for (of, home), who in readers.items() if of == code}
    allowed = plan_shares(file.case, file.team, file.staff, say)
    standing = {
        home: tuple(share for share in shares if share.email in who.get(home, ()))
        for home, shares in allowed.items()
    }
    marks = settle_shares(file.case, file.team, standing, None, fingerprint, say).marks
    # A family has nothing before it is handed on, so that says nothing about what was agreed.
    asked = standing_questions(observed.workbooks.get(OFFICE))
    names = {
        share_name(code, share.email, fingerprint)
        for shares in allowed.values()
        for share in shares
        if any(member.email == share.email and is_family(member, say) for member in file.team)
    }
    open_still = {n for n in names if question_id(context.keys, f"widen:{n}", asked) in asked}
    return dict.fromkeys(names - open_still, UNSURE) | marks
