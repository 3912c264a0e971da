"""What workbooks held in the first release, frozen: schools that were founded then have this, and
their rows were remembered over just these columns, in this order.

Never changed again. `COLUMNS` is by workbook and tab: every column key, those that Holdfast fills
with a "*" behind; `CHOICES` by tab and column; `SETTINGS` the keys of the rows of Settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "caseload": {
        "caseload": (
            "student student_id grade case_manager status support_level plan_type needs strengths "
            "reading_level make_up_times random_things_to_do graduation_path activities "
            "review_due staff_may_be_told also_known_as case_code* next* last_family_contact* "
            "grade_check* goals_on_track* award_points* action_plan* progress_sheet*"
        ),
        "diary": (
            "student kind date start minutes status with how notes next_step repeat owner* "
            "calendar* case_code* row_id*"
        ),
        "goals": (
            "student goal kind measure unit direction baseline target start due latest* on_track* "
            "recommendation* case_code* row_id*"
        ),
        "actions": (
            "student action who due status done_on resource consent outcome case_code* row_id*"
        ),
        "accommodations": (
            "student school_year accommodation type where from until q1 q1_why q2 q2_why q3 "
            "q3_why q4 q4_why goal_wanted proposal* case_code* row_id*"
        ),
        "team": (
            "student person role household email phone language rights may_see invite ask_first "
            "checked_on case_code* row_id*"
        ),
        "attention": "whose* what* student* where* why* since* link* pick row_id*",
        "history": "when* who* student* what* why* link* row_id*",
    },
    "office": {
        "referrals": (
            "referral_id* received* source* relationship* referred_by* student_as_written* "
            "student already_open* concern* details* urgency* our_urgency suggested* why* "
            "decision same_as reason case_manager brief_for_case_manager tell_referrer status* "
            "acknowledged* response_id*"
        ),
        "students": "student_id student grade also_known_as status* case_manager* case_code*",
        "staff": "email name role capacity grades languages working_hours",
        "school_days": "from to what who cover",
        "settings": "setting value what_it_does source*",
        "attention": "whose* what* student* where* why* since* link* pick row_id*",
        "history": "when* who* student* what* why* link* row_id*",
    },
    "restricted": {
        "safety_referrals": (
            "referral_id* received* source* relationship* referred_by* student_as_written* "
            "student already_open* concern* details* urgency* our_urgency suggested* why* "
            "decision same_as reason case_manager brief_for_case_manager tell_referrer status* "
            "acknowledged* response_id*"
        ),
        "flags": "case_code speak_to before from until",
    },
    "progress": {
        "measurements": "date goal value phase note row_id*",
        "behaviour": "date class target score what_helped by",
    },
}
# By workbook/tab/column, with bars between them.
CHOICES: Final[Mapping[str, str]] = {
    "caseload/caseload/status": "Referred|Active|Monitor|Exited",
    "caseload/diary/kind": (
        "First Talk|Check-in|Family contact|Teacher contact|Outside provider|"
        "Meeting|Accommodations review|Plan review"
    ),
    "caseload/diary/status": "Planned|Done|Missed|Cancelled",
    "caseload/diary/how": "In person|Phone|Video|Message",
    "caseload/diary/repeat": "None|Weekly|Every 2 weeks|Every 3 weeks|Monthly|Quarterly",
    "caseload/goals/kind": "ILP|Academic|Behaviour|Typing|Accommodation",
    "caseload/goals/direction": "Increase|Decrease",
    "caseload/actions/status": "To do|Contacted|Connected|Declined|Done|Dropped",
    "caseload/actions/consent": "Family|Student|Refused|Not needed",
    "caseload/accommodations/type": "Accommodation|Modification",
    "caseload/accommodations/q1": "Used|Sometimes|Not used|Not offered|Not needed",
    "caseload/accommodations/q2": "Used|Sometimes|Not used|Not offered|Not needed",
    "caseload/accommodations/q3": "Used|Sometimes|Not used|Not offered|Not needed",
    "caseload/accommodations/q4": "Used|Sometimes|Not used|Not offered|Not needed",
    "caseload/team/rights": "Full|Shared|Limited by order|None by order|Unknown",
    "caseload/team/may_see": "Plan|Progress|Accommodations|Dates|Nothing",
    "caseload/team/invite": "Together|Apart|No",
    "office/referrals/decision": "Accept|Decline|Duplicate|Need more",
    "office/referrals/tell_referrer": "Received only|Progress",
    "office/staff/role": (
        "Case manager|Coordinator|Deputy|Safeguarding lead|Counsellor|Teacher|Head"
    ),
    "restricted/safety_referrals/decision": "Accept|Decline|Duplicate|Need more",
    "restricted/safety_referrals/tell_referrer": "Received only|Progress",
}
SETTINGS: Final = frozenset(
    [
        "alternate_safeguarding_lead",
        "asca_most",
        "country",
        "crisis_line",
        "emergency_number",
        "first_talk_within_school_days",
        "fit_for_grade",
        "fit_for_language",
        "fit_for_prior_contact",
        "four_point_least_points",
        "four_point_least_weeks",
        "gone_rows_percent",
        "head_count_most",
        "iep_first_within_days",
        "iep_review_months",
        "language",
        "monitor_months",
        "name_is_plausible_from",
        "name_is_sure_from",
        "new_mexico_a",
        "new_mexico_b",
        "new_mexico_c",
        "new_mexico_d",
        "new_mexico_most",
        "no_booking_within_hours",
        "plan_504_review_months",
        "plan_length_weeks",
        "rebinds_at_once",
        "reevaluation_months",
        "reminders_minutes",
        "safeguarding_lead",
        "school_name",
        "school_phone",
        "small_count_hidden_below",
        "stale_after_weeks",
        "time_zone",
        "trend_least_points",
        "trend_sure_points",
        "virginia_intensive",
        "virginia_intensive_with_para",
        "virginia_level_1",
        "virginia_level_2",
        "virginia_level_2_with_para",
        "virginia_most",
        "weekend",
        "when_referrals_are_read",
        "who_reads_referrals",
        "wisconsin_most",
        "working_hours",
        "workload_formula",
    ]
)


def columns(workbook: str, tab: str) -> tuple[str, ...]:
    """The keys of a tab's columns; empty for a tab that came later."""
    return tuple(key.rstrip("*") for key in COLUMNS.get(workbook, {}).get(tab, "").split())


@cache
def typed_columns(workbook: str, tab: str) -> tuple[str, ...]:
    """Those that people fill in, in the order over which rows were remembered."""
    text = COLUMNS.get(workbook, {}).get(tab, "")
    return tuple(key for key in text.split() if not key.endswith("*"))


def choices(workbook: str, tab: str, column: str) -> tuple[str, ...]:
    """What a drop-down offered; empty where there was none."""
    text = CHOICES.get(f"{workbook}/{tab}/{column}", "")
    return tuple(text.split("|")) if text else ()
