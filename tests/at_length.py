"""What goes through the front door at length, and so is left to `make gate`.

A file's tests may take about four seconds in `make test`. Where they take more, those stay there
that tell most; whoever works on such a topic plays its file, and the gate plays them all.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent

# Whole files, by folder.
AT_LENGTH = {
    "adversary": {"school_findings"},
    "casework/course_plans": {"front_door"},
    "casework/deadlines": {"deadlines"},
    "casework/library": {"library"},
    "casework/services": {"services"},
    "casework/week": {"papers", "week"},
    "cli": {"doctor_facts", "live"},
    "confidentiality": {"nothing_leaks"},
    "crash": {"ledger_lost"},
    "deploy": {"guide", "image"},
    "documents": {"templates"},
    "emulator/core": {"any_input"},
    "emulator/pages": {"pages"},
    "google": {"founding", "founding_anywhere", "probes"},
    "reconcile": {
        "attention_and_counts",
        "case_managers",
        "each_google_beside_sheets",
        "hostile_text",
        "long_cells",
        "modules",
        "old_ledger",
        "refused_writing",
        "spanish_school",
    },
    "reconcile/calendar": {"case_handover", "emptied_calendar", "event_in_their_hands"},
    "reconcile/documents": {
        "document_templates",
        "edited_during_refresh",
        "hand_on",
        "numbers_as_typed",
        "register_documents",
        "school_files",
    },
    "reconcile/reporting": {"acknowledgement_limits", "mail_once"},
    "reconcile/rows": {"filter_views", "row_identity"},
    "web": {
        "access_record",
        "calls_and_hooks",
        "card_size",
        "doing",
        "first_talk",
        "my_week",
        "rights_of_this_second",
        "routes",
    },
    "workbook": {"founding", "resting", "writing"},
}

# Single tests of a file, and which cases of them (by their ids) `make test` plays all the same.
NONE: frozenset[str] = frozenset()
ONE_OF_A_KIND: dict[str, dict[str, frozenset[str]]] = {
    "cli/test_schools.py": {
        "test_a_school_that_is_taken_off_the_list_is_looked_at_no_more": NONE,
        "test_a_worker_looks_at_each_school_and_one_that_fails_holds_up_no_other": NONE,
    },
    "documents/test_render.py": {
        "test_another_process_makes_equal_bytes_and_loads_matplotlib_only_for_a_picture": NONE,
        "test_many_at_once_keep_to_themselves": NONE,
    },
    "emulator/core/test_transport.py": {"test_what_was_answered_survives_a_kill": NONE},
    "reconcile/calendar/test_second_try.py": {
        "test_titles_say_what_the_school_has_set_and_are_private": frozenset({"Code-titles0"}),
    },
    "reconcile/documents/test_names_on_papers.py": {
        "test_another_name_on_papers_brings_them_up_to_date": NONE,
        "test_papers_made_before_they_had_names_are_not_made_again": NONE,
    },
    "reconcile/documents/test_sheets_that_grow.py": {
        "test_a_goal_measured_by_points_takes_its_days_from_behavior": NONE,
        "test_a_sheet_that_nobody_has_touched_is_not_read_for_it": NONE,
        "test_one_whose_answer_was_lost_is_not_grown_twice": NONE,
        "test_what_stands_is_known_again_after_the_ledger_was_lost": NONE,
    },
    "reconcile/new_year/test_copying.py": {
        "test_a_row_that_was_changed_after_it_was_copied_is_told_and_not_copied_again": NONE,
        "test_rows_that_people_sorted_in_the_archive_are_known_again": NONE,
        "test_the_sync_does_not_look_at_archives_and_costs_what_it_cost": NONE,
    },
    "reconcile/new_year/test_grades.py": {
        "test_no_grade_steps_up_twice_because_the_key_was_rotated": NONE,
    },
    "reconcile/reporting/test_who_is_asked.py": {
        "test_what_is_likely_meant_is_offered_and_one_choice_settles_it": frozenset(
            {"2026-10-07-02:30-14:30-Start-14:30"}
        ),
    },
    "reconcile/test_guards.py": {
        "test_a_column_that_is_gone_stops_its_tab_until_it_is_back": frozenset({"Date"}),
        "test_a_tab_that_is_suddenly_empty_waits": frozenset({"diary-the cells one sees"}),
        "test_a_yes_to_an_empty_tab_goes_on_and_is_not_asked_about_again": NONE,
    },
    "reconcile/test_late_call.py": {
        "test_a_draft_that_somebody_threw_away_is_asked_about": NONE,
        "test_a_mail_goes_once_though_its_call_comes_late": frozenset({"/drafts"}),
        "test_one_that_is_somebody_else_s_by_now_stays": frozenset({"rename"}),
    },
    "reconcile/test_plan_journey.py": {
        "test_a_new_case_manager_takes_the_appointments_over": NONE,
        "test_a_wider_team_waits_for_the_coordinator": NONE,
        "test_deleting_the_event_cancels_the_row_and_cancelling_the_row_deletes_the_event": NONE,
        "test_what_was_marked_done_by_mistake_and_is_cancelled_leaves_the_calendar": NONE,
    },
    "upgrade/test_first_release.py": {
        "test_a_row_whose_id_was_cut_before_the_upgrade_gets_its_own_again": NONE,
        "test_a_student_monitored_before_the_upgrade_is_not_planned_for_backwards": NONE,
        "test_an_upgrade_that_is_cut_short_is_gone_on_with": frozenset(
            {"sheets.spreadsheets.batchUpdate-after"}
        ),
        "test_people_type_into_the_new_columns_at_once": NONE,
        "test_rows_of_an_old_workbook_are_no_longer_as_high_as_their_longest_cell": NONE,
    },
    "web/test_archives.py": {"test_archives_are_looked_at_once_in_ten_minutes": NONE},
    "web/test_cracks.py": {
        "test_a_teacher_who_says_so_has_read_it": NONE,
        "test_the_mail_goes_once_a_week_and_names_nobody": NONE,
    },
    "web/test_hand_on.py": {
        "test_a_document_that_changed_under_the_card_is_shown_again": NONE,
        "test_the_card_says_what_was_left_out_of_a_households_copy": NONE,
    },
    "web/test_slow_clients.py": {
        "test_on_ones_own_machine_a_connection_waits_no_longer": NONE,
    },
    "workbook/test_copied_rows.py": {
        "test_one_that_has_lost_its_id_meanwhile_is_told_by_what_it_says": NONE,
        "test_the_one_that_it_was_meant_for_is_not_taken_for_the_one_that_it_hit": NONE,
    },
    "workbook/test_rearranged.py": {
        "test_a_day_that_was_kept_as_text_is_known_again": NONE,
        "test_a_mark_names_one_row_and_goes_with_the_last_that_needs_it": frozenset({"turns0"}),
        "test_each_repair_knows_what_its_cell_will_say": NONE,
    },
}


def waits_for_the_gate(item: pytest.Item) -> bool:
    folder = item.path.parent.relative_to(TESTS).as_posix()
    if item.path.stem.removeprefix("test_") in AT_LENGTH.get(folder, ()):
        return True
    name, _, case = item.name.removesuffix("]").partition("[")
    played = ONE_OF_A_KIND.get(item.path.relative_to(TESTS).as_posix(), {}).get(name)
    return played is not None and case not in played
