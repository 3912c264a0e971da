"""Action plans: when a case wants one, and what stands in each copy.

action_plan   when, and for whom;  content: the fields that a template may use
body          goals, actions and accommodations in words;  contacts and dates
left_out      what a household's copy does not say, for who reads it first
without_plan  which cases still have none
versions      from one version to the next: what changed, told from keyed hashes alone
    register    the documents
"""
