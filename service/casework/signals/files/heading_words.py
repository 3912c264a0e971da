"""What columns are called in the exports that are known, by kind of file.

A heading is compared by its letters and digits alone: "Student_id", "STUDENT ID" and "'studentId'"
are one. Our own headings, in every language, come from the workbook's templates beside these.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

ATTENDANCE, INCIDENTS, RESULTS, CLASSES, STUDENTS, UNKNOWN = (
    "attendance", "incidents", "results", "classes", "students", "unknown",
)  # fmt: skip
# The tab of Data that takes a kind of file.
TAB_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        ATTENDANCE: "attendance",
        INCIDENTS: "incidents",
        RESULTS: "course_results",
        CLASSES: "classes",
        STUDENTS: "enrollment",
    }
)
Parts = Mapping[str, tuple[str, ...]]

# By part of a line; of several headings the first that a file has is meant, but for `student`,
# where each is tried. Aspen's attendance tables begin their columns with ATT_.
_WHO: Final[Parts] = {
    "student": (
        "studentid", "studentlocalid", "localid", "sisid", "studentnumber", "studentno", "stuid",
        "studentstateid", "stateid", "attstdoid", "stdoid", "stdidlocal", "pupilid", "personid",
        "studentsourcedid",
    ),
    "name": ("student", "studentname", "fullname", "name", "pupilname", "nameview", "stdname"),
    "first": ("studentfirstname", "firstname", "givenname", "stdfirstname"),
    "last": ("studentlastname", "lastname", "familyname", "surname", "stdlastname"),
}  # fmt: skip
_PARTS: Final[Mapping[str, Parts]] = {
    ATTENDANCE: {
        "date": ("attendancedate", "eventdate", "attdate", "absencedate", "date", "day"),
        "kind": ("attendancestatus", "attendancekind", "attendance", "kind", "status"),
        "code": ("attendancecode", "attcodeview", "attcode", "absencecode"),
        "absent": ("absence", "absent", "attabsentind", "isabsent", "absentind"),
        "late": ("tardy", "late", "atttardyind", "istardy", "tardyind"),
        "dismissed": ("dismissed", "attdismissedind"),
        "share": ("absentdaysequivalent", "attportionabsent", "portionabsent", "daysabsent"),
        "excused": ("excused", "attexcusedind", "excusecode", "isexcused", "excusedind"),
        "part": ("partofday", "period", "attendancetype"),
        "section": ("sectionid", "section", "classid"),
    },
    INCIDENTS: {
        "date": ("incidentdate", "eventdate", "dateofincident", "referraldate", "date"),
        "kind": (
            "incidentcode", "incidenttype", "kind", "actiontype", "action", "actioncode",
            "consequence", "behavior", "infraction", "incidenttitle",
        ),
        "days": ("days", "dayssuspended", "suspensiondays", "actiondays", "daysremoved"),
        "told": ("incidenttime", "incidentlocation", "incidentdescription", "incidentid"),
    },
    RESULTS: {
        "course": (
            "course", "coursename", "coursetitle", "coursenumber", "coursecode", "classname",
            "class", "section", "subject",
        ),
        "term": ("term", "termlocalid", "gradingperiod", "markingperiod", "storecode", "termname"),
        "mark": ("mark", "lettergrade", "grade", "finalgrade", "coursegrade"),
        "percent": ("percent", "percentage", "gradepercent", "score", "average"),
        "state": ("state", "resultstate", "gradestatus"),
        "missing": ("missingwork", "missing", "missingassignments", "missingcount"),
    },
    CLASSES: {
        "course": (
            "course", "coursename", "coursetitle", "coursenumber", "coursecode", "classname",
            "class", "sectionname", "section",
        ),
        "teacher": ("teacher", "teachername", "instructor", "teacheremail"),
        "help": ("help", "support", "servicemodel"),
        "from": ("from", "startdate", "dateenrolled", "begindate"),
        "until": ("until", "enddate", "dateleft"),
    },
    STUDENTS: {
        "from": ("from", "entrydate", "enrollmentdate", "startdate", "begindate"),
        "until": ("until", "exitdate", "withdrawaldate", "enddate", "leavedate"),
        "grade": ("grade", "gradelevel"),
    },
}  # fmt: skip
# What a file must have to be of a kind: one part of each group.
NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    ATTENDANCE: (("date",), ("kind", "code", "absent", "late", "share")),
    INCIDENTS: (("date",), ("kind",)),
    RESULTS: (("course",), ("mark", "percent", "missing")),
    CLASSES: (("course",), ("teacher", "help", "from")),
    STUDENTS: (("from", "until", "grade"),),
}
# A file with one of these is of this kind and no other, whatever else fits.
TELLING: Final[Mapping[str, frozenset[str]]] = {
    INCIDENTS: frozenset(
        {"incidentcode", "incidentdate", "incidenttype", "incidentid", "dateofincident"}
    ),
    ATTENDANCE: frozenset(
        {"attendancedate", "attendancestatus", "attdate", "absence", "tardy", "partofday"}
        | {"absentdaysequivalent", "attabsentind", "excused"}
    ),
}


@dataclass(frozen=True)
class OurWords:
    """Our own headings and choices, in every language, compared as `plain` compares: by kind of
    file and part, and by tab column the choice that a word means."""

    headings: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict, hash=False)
    choices: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict, hash=False)

    def choice(self, tab: str, column: str, written: str) -> str:
        """The choice that is meant, "" if none is."""
        return self.choices.get((tab, column), {}).get(plain(written), "")


@lru_cache(maxsize=4_096)
def plain(heading: str) -> str:
    """Letters and digits alone, without case and accents."""
    text = unicodedata.normalize("NFKD", heading[:200].casefold())
    return "".join(each for each in text if each.isalnum() and not unicodedata.combining(each))


def parts_of(kind: str, words: OurWords) -> dict[str, tuple[str, ...]]:
    """By part of a line, what its column may be called, best first."""
    ours = words.headings.get(kind, {})
    known = {**_WHO, **_PARTS[kind]}
    return {
        part: tuple(dict.fromkeys((*known.get(part, ()), *sorted(ours.get(part, ())))))
        for part in {**known, **ours}
    }
