"""What other systems export is read without losing a line: a table of hostile samples."""

from __future__ import annotations

import pytest

from tests.casework.signals.file_reading import read, read_one

# As Aspen's database hands attendance out: headings in single quotes, cells in double ones, marks
# behind backslashes, NULL.
ASPEN_DUMP = (
    "'ATT_OID','ATT_STD_OID','ATT_DATE','ATT_CODE_VIEW','ATT_TARDY_IND','ATT_EXCUSED_IND',"
    "'ATT_COMMENT','ATT_ABSENT_IND','ATT_PORTION_ABSENT'\n"
    '"A1","10","2026-09-03","T-E","1","1","aunt called \\"BACK SOON\\"","0","0.0000"\n'
    '"A2","10","2026-09-04","A","0","0","away with family\\\\","1","1.0000"\n'
    '"A3","10","2026-09-07","A","0","NULL","NULL","1","0.5000"\n'
    '"A4","10","2026-09-08","","0","0","here","0","0.0000"\n'
)
ASPEN_BEHAVIOR = (
    '"local_id","incident_code","event_date","incident_time","incident_description"\n'
    '"10","Hitting","2026-10-01","13:00:00","said \\"NO\\", twice"\n'
    '"333","In-School Suspension","2026-10-02","NULL","x"\n'
    '"333","OSS","NULL","NULL","no day is given"\n'
)
ASPEN_GRADES = '"S6-1","333","SHS","SOC6","FY","85.12 B+"\n"S6-1","","SHS","SOC6","FY","99.99 A+"\n'
CLEVER = (
    "Student_id,School_id,Section_id,Attendance_date,Attendance_type,Attendance_status,"
    "Excuse_code,Sis_id\n"
    "c1,s,,2026-10-05,daily,absent,excused,0142\n"
    "c1,s,sec1,2026-10-06,section,tardy,,0142\n"
    "c1,s,,2026-10-07,daily,present,,0142\n"
)
EDUCLIMBER = (
    "School Year,Student ID,Student Local ID,Student First Name,Student Last Name,School Name,"
    "Attendance Date,Term,Attendance Code,Absent Days Equivalent\n"
    "2026,,142,Ana,Silva,X,10/05/2026,Q1,AU,1\n"
    "2026,,10,Ben,Okoro,X,10/14/2026,Q1,AE,0.5\n"
    "2026,,10,Ben,Okoro,X,10/15/2026,Q1,T,0\n"
)
OURS = "Student ID,Date,Kind,Part of day,Excused\n0142,2026-10-05,Absent,,Yes\n"
DAY = 46300.0  # 5 October 2026 as Sheets counts


@pytest.mark.parametrize(
    ("content", "kind", "rows", "only_count", "unreadable"),
    [
        (
            ASPEN_DUMP,
            "attendance",
            [
                ("10", 46268.0, "Late", "", "Yes"),
                ("10", 46269.0, "Absent", "", "No"),
                ("10", 46272.0, "Absent", 0.5, "Unknown"),
            ],
            1,
            (),
        ),
        (
            ASPEN_BEHAVIOR,
            "incidents",
            [
                ("10", 46296.0, "Office referral", None),
                ("333", 46297.0, "In-school suspension", None),
            ],
            0,
            ((4, "no_date"),),
        ),
        (
            ASPEN_GRADES,
            "results",
            [("333", "SOC6", "FY", "B+", 85.12, "", None)],
            0,
            ((2, "no_student"),),
        ),
        (
            CLEVER,
            "attendance",
            [
                ("0142", DAY, "Absent", "", "Yes"),
                ("0142", DAY + 1, "Late", "Section sec1", "Unknown"),
            ],
            1,
            (),
        ),
        (
            EDUCLIMBER,
            "attendance",
            [
                ("0142", DAY, "Absent", "", "No"),
                ("10", DAY + 9, "Absent", 0.5, "Yes"),
                ("10", DAY + 10, "Late", "", "Unknown"),
            ],
            0,
            (),
        ),
    ],
    ids=["Aspen, dumped", "Aspen behavior", "Aspen grades", "Clever", "eduCLIMBER"],
)
def test_an_export_that_is_known(content, kind, rows, only_count, unreadable):
    file = read_one(content)
    assert file.kind == kind
    assert [row.cells for row in file.rows] == rows
    assert (file.only_count, file.unreadable) == (only_count, unreadable)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + OURS.encode(),
        OURS.encode("utf-16"),
        OURS.encode("utf-16-le"),
        OURS.replace(",", ";").replace("\n", "\r\n").encode(),
        OURS.replace(",", "\t").replace("\n", "\r").encode(),
        OURS.replace(",", "|").encode(),
        ("sep=;\n" + OURS.replace(",", ";")).encode(),
        ("Attendance report\n\n" + OURS).encode(),
        OURS.replace("0142", '"0142"').replace("Yes", '"Yes"').encode(),
        OURS.replace("0142", "'0142").encode(),
        OURS.replace("0142", '="0142"').encode(),
        OURS.replace("2026-10-05", "10/05/2026").encode(),
        OURS.replace("2026-10-05", "5 Oct 2026").encode(),
        OURS.replace("2026-10-05", "20261005").encode(),
        OURS.replace("2026-10-05", "05.10.2026").encode(),
        OURS.replace("2026-10-05", "2026-10-05T00:00:00").encode(),
        OURS.replace("2026-10-05", "10/5/26").encode(),
        OURS.replace("Student ID,Date,Kind", "STUDENT_ID, date ,kind").encode(),
        "Número de estudiante;Fecha;Tipo;Parte del día;Justificada\n"
        "0142;2026-10-05;Ausente;;Sí\n".encode("cp1252"),
    ],
)
def test_one_line_however_it_is_written(content: bytes):
    file = read_one(content)
    assert file.kind == "attendance"
    assert [row.cells for row in file.rows] == [("0142", DAY, "Absent", "", "Yes")]
    assert file.unknown == frozenset()


@pytest.mark.parametrize(
    ("days", "country", "first"),
    [
        (("10/05/2026", "10/20/2026"), "GB", DAY),  # 20 is no month: the file says it itself
        (("05/10/2026", "20/10/2026"), "US", DAY),
        (("10/05/2026", "11/06/2026"), "US", DAY),  # nothing says it: as in the school's country
        (("05/10/2026", "06/11/2026"), "GB", DAY),
    ],
)
def test_the_order_of_day_and_month(days, country, first):
    lines = "".join(f"0142,{day},Absent\n" for day in days)
    file = read_one("Student ID,Date,Kind\n" + lines, country=country)
    assert file.rows[0].cells[1] == first


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",2026-10-05,Absent", "no_student"),
        ("0142,,Absent", "no_date"),
        ("0142,NULL,Absent", "no_date"),
        ("0142,31/31/2026,Absent", "not_a_date"),
        ("0142,2026-10-05,Asleep", "no_kind"),
        ("0142,2026-10-05,", "no_kind"),
        ("0142,2026-10-05,Absent,more,cells", "too_many_cells"),
        ('"0142,2026-10-05', "open_quote"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_costs_only_itself(line: str, why: str):
    file = read_one(f"Student ID,Date,Kind\n10,2026-10-05,Absent\n{line}\n333,2026-10-05,Late\n")
    assert file.unreadable == ((3, why),)
    assert [row.lines for row in file.rows] == [(2,), (4,)]


def test_a_number_under_period_is_a_class_and_no_share_of_a_day():
    lines = "0142,2026-10-05,Absent,3\n0142,2026-10-06,Absent,1\n"
    periods = read_one("Student ID,Date,Kind,Period\n" + lines)
    assert [row.cells[3] for row in periods.rows] == ["Period 3", "Period 1"]
    shares = read_one("Student ID,Date,Kind,Part of day\n0142,2026-10-05,Absent,0.5\n")
    assert [row.cells[3] for row in shares.rows] == ["0.5"]


def test_a_name_stands_for_its_student_and_one_that_is_nobodys_is_told():
    file = read_one(
        "Student,Date,Kind\nSilva, Ana,2026-10-05,Absent\n"
        '"Okoro, Ben",2026-10-05,Absent\nNobody Here,2026-10-05,Absent\n'
    )
    assert [row.cells[0] for row in file.rows] == ["0142", "10"]
    assert file.unreadable == ((4, "nobody_called"),)


def test_an_id_without_its_zeros_is_matched_and_said_and_one_that_nobody_has_is_kept():
    file = read_one("Student ID,Date,Kind\n142,2026-10-05,Absent\n999,2026-10-05,Absent\n")
    assert [row.cells[0] for row in file.rows] == ["0142", "999"]
    assert (file.without_zeros, file.unknown) == ({"0142"}, {"999"})


def test_the_tables_of_a_roster_are_read_together():
    files = read(
        (
            "users.csv",
            "sourcedId,status,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
            "identifier,email\n"
            "u1,active,true,o,student,jc,,Jack,Craig,114001,\n"
            "u2,active,true,o,teacher,kf,,Kristen,Fein,,kfein@school.example\n"
            "u3,tobedeleted,true,o,student,x,,Gone,Away,333,\n",
        ),
        (
            "enrollments.csv",
            "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
            "e1,c1,o,u1,student,false,2026-08-31,2027-06-11\n"
            "e2,c1,o,u2,teacher,true,,\n",
        ),
        (
            "classes.csv",
            "sourcedId,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds\n"
            "c1,Algebra 1,k1,A1,scheduled,o,t1\n",
        ),
        ("academicSessions.csv", "sourcedId,title,type,startDate,endDate\nt1,Fall,term,,\n"),
        (
            "lineItems.csv",
            "sourcedId,title,classSourcedId,dueDate,resultValueMin,resultValueMax\n"
            "l1,Quiz,c1,2026-09-10,0,20\nl2,Essay,c1,2026-09-12,0,20\nl3,Lab,c1,2026-09-14,0,10\n",
        ),
        (
            "results.csv",
            "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,missing\n"
            "r1,l1,u1,fully graded,15,2026-09-10,\n"
            "r2,l2,u1,not submitted,,2026-09-12,\n"
            "r3,l3,u1,submitted,,2026-09-14,true\n",
        ),
        group="roster.zip",
    )
    found = {file.name: [row.cells for row in file.rows] for file in files}
    assert found["users.csv"] == [("114001", None, None)]
    assert found["enrollments.csv"] == [
        ("114001", "Algebra 1", "kfein@school.example", "", 46265.0, 46549.0)
    ]
    assert found["results.csv"] == [("114001", "Algebra 1", "Fall", "", 75.0, "Running", 2.0)]
    assert [file.kind for file in files] == [
        "students", "classes", "classes", "unknown", "results", "results",
    ]  # fmt: skip


def test_a_role_may_stand_in_a_table_of_its_own():
    files = read(
        ("users.csv", "sourcedId,username,givenName,familyName\n114001,j,Jack,Craig\n7,k,Kris,F\n"),
        (
            "roles.csv",
            "userSourcedId,orgSourcedId,role,sessionSourcedId,roleStartDate,roleEndDate\n"
            "114001,o,student,S,8/24/2026,6/11/2027\n7,o,teacher,S,8/24/2026,6/11/2027\n",
        ),
    )
    assert [row.cells for row in files[0].rows] == [("114001", 46258.0, 46549.0)]
    assert files[0].only_count == 1


def test_what_is_no_table_of_ours_is_said_to_be_unknown():
    assert read_one("Menu,Monday\nSoup,Yes\n").kind == "unknown"
    assert read_one("").kind == "unknown"
    assert read_one(bytes(range(256))).kind == "unknown"
