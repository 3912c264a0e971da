"""Referrals: from a form response to a case, or to an answer.

context     what intake and decisions look at, and what they hand back
intake      a form response becomes a referral;  triage: what it needs until it is decided
safeguarding  referrals that few may read
workload    how full a caseload is, and who might take one more
coordinator_decision  what the coordinator's word sets in motion;  assignment: whom it is about,
            and who takes the case;  questions about a referral
first_talk  the first meeting of a case;  messages: what a referrer is told
"""
