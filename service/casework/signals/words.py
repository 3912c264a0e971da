"""What was counted, in a sentence: counts, days, the line and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from .levels import Finding, counted_absent
from .records import ATTENDANCE, BEHAVIOR, COURSE, FAR, NO_HELP, OVER, KnownStudent
from .thresholds import Thresholds


def what_was_counted(
    known: KnownStudent, finding: Finding, lines: Thresholds, school: School
) -> str:
    """One or two sentences in the school's language."""
    say = school.say
    match finding.indicator:
        case "Attendance":
            absent = counted_absent(known, lines)
            told = say(
                "signals.counted.attendance",
                absent=_number(absent),
                enrolled=known.enrolled,
                percent=_number(round(absent * 100 / known.enrolled, 1) if known.enrolled else 0),
            )
            parts = [told]
            if known.excused:
                parts.append(say("signals.counted.excused", count=_number(known.excused)))
            if known.last_absent:
                parts.append(say("signals.counted.last", day=known.last_absent))
        case "Behavior":
            parts = list(_behavior(known, school))
            if known.last_incident:
                parts.append(say("signals.counted.last", day=known.last_incident))
        case "Course":
            parts = [say("signals.counted.course", courses=_courses(known))]
            if known.missing_work:
                parts.append(say("signals.counted.missing", count=known.missing_work))
        case _:
            helped = [c.course for c in known.courses if c.help not in NO_HELP and not c.failing]
            parts = [
                say(
                    "signals.counted.only_push_in",
                    failing=", ".join(known.failing),
                    passing=", ".join(helped),
                )
            ]
    if known.counted_to and finding.indicator == ATTENDANCE:
        parts.append(say("signals.counted.to", day=known.counted_to))
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}. {_line(finding, lines, school)}"


def _behavior(known: KnownStudent, school: School) -> Iterator[str]:
    say = school.say
    if known.referrals:
        yield say("signals.counted.referrals", count=known.referrals)
    if known.suspensions:
        days = _number(known.suspension_days)
        yield say("signals.counted.suspensions", count=known.suspensions, days=days)
    if known.in_school:
        yield say("signals.counted.in_school", days=_number(known.in_school))


def _courses(known: KnownStudent) -> str:
    shown = [each for each in known.courses if each.failing] or list(known.courses)
    return ", ".join(
        " ".join(
            part
            for part in (
                each.course,
                each.mark or ("" if each.percent is None else f"{_number(each.percent)}%"),
            )
            if part
        )
        for each in shown[:8]
    )


def _line(finding: Finding, lines: Thresholds, school: School) -> str:
    """The line that was reached, and where it comes from."""
    say = school.say
    if finding.indicator == ATTENDANCE:
        share = {
            FAR: lines.attendance_far_over_at_percent,
            OVER: lines.attendance_over_it_at_percent,
        }.get(finding.level, lines.attendance_near_the_line_at_percent)
        return say(
            "signals.line.attendance_over" if finding.level == OVER else "signals.line.attendance",
            percent=_number(share),
        )
    if finding.indicator == BEHAVIOR:
        far = finding.level == FAR
        return say(
            "signals.line.behavior",
            referrals=lines.behavior_far_over_from_office_referrals
            if far
            else lines.behavior_over_it_from_office_referrals,
            suspensions=lines.behavior_far_over_from_suspensions
            if far
            else lines.behavior_over_it_from_suspensions,
        )
    if finding.indicator == COURSE:
        if finding.level in (OVER, FAR):
            most = (
                lines.course_far_over_from_failing_courses
                if finding.level == FAR
                else lines.course_over_it_from_failing_courses
            )
            return say("signals.line.course", count=most)
        return say(
            "signals.line.course_near", percent=_number(lines.course_near_the_line_below_percent)
        )
    return say("signals.line.only_push_in", count=lines.only_push_in_passes_least_courses)


def _number(value: float) -> str:
    """12 for 12.0, 5.5 as it is."""
    return str(int(value)) if value == int(value) else str(round(value, 2))
