"""The reconciler: observe what is, compare it with what should be, and change the difference.

Begin with changes and sync. In reading order:

    context     keys, words, links and habits of a school;  lease: one sync at a time
    sync        one run, from lease to report;  quiet: where nothing has changed, nothing is
                decoded and nothing decided;  settling: what an earlier run left unanswered;
                progress: how far a long run is, for every instance
    observe     all sources in one frozen picture;  school_records: the same as records;
                office_look: of Office alone
    digests     tabs with many rows, folded into few records
    projection  the workbooks as they will be once everything wanted has been written
    decide      everything that should change;  rule_rounds: rules asked until nothing new is
                wanted;  appointments: where one would fit;  numbering: case codes
                and referral ids
    growth      workbooks take in what came since;  layout: how one is laid out
    on_demand   workbooks beyond the three: made once a module needs one, read when they changed
    card_words  what was said on a card by the person to whom it belongs;  kept_days: days that
                rules remember;  asked_papers: documents asked for on cards;  from_memory: what
                of it rules are answered
    case_managers  whose case each is: agreed on, asked about in Office, told;  staff_known: who
                is on Staff, as hashes
    guards      when to stop and ask;  lost_ledger: when not to begin
    changes     everything a run can do, each with its reason;  file_changes: to files
    apply       the one place where a change becomes a call;  apply_growth: what makes workbooks
                larger;  apply_files: files and shares, side_by_side: several at once;  apply_links:
                where words of cells lead
    access_record  who looked at a student's record, with names

    importing/  files and foreign tabs, brought into the Data workbook
    new_year/   what was closed in earlier school years, copied into archives
    whole_record/  everything about one student, as a document

    rows/       which row is which, grey columns, and writing them
    calendar/   diary rows and calendar entries brought together
    documents/  documents and progress sheets: made, refreshed, shared
    reporting/  Attention, History, failures, mails
    setup/      the first day, rebuild, doctor
"""
