"""The reconciler: observe what is, compare it with what should be, and change the difference.

In reading order:

    gateways   what Google and the ledger must be able to do (small Protocols; wiring fills them)
    observe    reads each source once and makes one frozen picture of the school
    desired    asks the casework rules what should be so
    changes    the vocabulary of changes, each with its reason
    plan       (observed, desired, remembered) -> changes, pure
    guards     when to stop and ask instead
    apply      the only place where a change becomes a call
    sync       one run from lease to report
    founding   the first day: workbooks, forms, templates
    doctor     what is missing or unsafe, each with its mend
"""
