"""Referrals: from a form response to a case, or to an answer.

context     what intake and decisions look at, and what they hand back
intake      a form response becomes a referral;  triage: what it needs until it is decided;
            renamed: it names another student since
safeguarding  referrals that few may read
waiting     which nobody has decided for too long
workload    who might take one more, and why;  workload_formulas: how full a caseload is;
            workload_ahead: what the next ten would come to
coordinator_decision  what the coordinator's word sets in motion;  assignment: whom it is about,
            and who takes the case;  questions about a referral
first_talk  the first meeting of a case;  for_case: what its case manager is told of the referrals
messages    what a referrer is told;  acknowledgement_limits: how many of those go out in a day
    register    the tabs, and the rules in their order
"""
