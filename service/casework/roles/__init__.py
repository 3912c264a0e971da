"""Roles: who may see what and who may do what, made from the code that enforces it.

    matrix      the rights asked for each role and field, and the roles of every card and form
    paper       the same as a document for the school's policy manual
    register    all of it together

Nothing here is a rule of its own: what it says changes when the code does. docs/privacy.md.
"""
