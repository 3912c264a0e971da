"""An invented school moves into the local Workspace, and its staff do a day's work there.

timetable   dates in the sample files are relative to today
enrol       the school's people fill their workbooks (gspread) and forms (plain HTTP)
own_time    case managers note their time, each in the workbook that is theirs alone
folder      where `make run` keeps its school: one run at a time, never wiped unasked
journey     `make run`: from an empty Workspace to a school at work, in the browser
"""
