"""The reconciler: observe what is, compare it with what should be, and change the difference.

Begin with gateways, changes and sync. What is where:

    the frame     gateways: what Google and the ledger must be able to do;  house: keys, words and
                  links of a school;  lease;  sync: one run, from lease to report
    looking       observe: all sources in one frozen picture;  picture: the same as records
    deciding      decide, deciding: rounds of rules over what is foreseen;  coordinators_desk
      rows        identity, rows_apart: which row is which;  service_cells, grey_cells: what each
                  row is told about itself
      diary       diary_plan, and follow_ups: row, event and memory of one appointment
      papers      files_plan;  papers and sharing, case by case, from one drawer;  measured
      what is told   questions (Attention), history, accidents, guards: when to stop and ask
    changes       everything a run can do, each with its reason
    doing         apply, the only place where a change becomes a call: post (mails), paperwork and
                  handing_out (files), form_words, in_workbooks, in_calendars
      what came of it   promises, telling, failures, outcome
    writing into a sheet   sheet_writing, writing, repairs, written
    beside a run  founding: the first day;  rebuild: the ledger restored;  doctor, and its rounds
"""
