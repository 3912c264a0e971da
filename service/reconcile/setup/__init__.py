"""Beside a run.

founding     the first day: folder, workbooks, forms, templates;  form_filler: a form's questions
rebuild      the ledger restored from Workspace;  hashed_kinds: what another key makes nothing of
standing_shares  after that, who had been agreed on to see a plan;  standing_versions: which of a
             document's files stand
doctor       what is missing or unsafe, each with its mend;  doctor_facts gathers what it judges
capabilities which Google this is;  by_hand: what only a person can set
module_list  every module in one sentence, on or off
"""
