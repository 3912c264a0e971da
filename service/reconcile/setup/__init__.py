"""Beside a run.

founding     the first day: folder, workbooks, forms, templates;  form_filler: a form's questions
rebuild      the ledger restored from Workspace
doctor       what is missing or unsafe, each with its mend;  doctor_facts gathers what it judges
module_list  every module in one sentence, on or off
"""
