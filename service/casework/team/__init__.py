"""Team: the people around a student, and what each may see.

    register    the tab

The arithmetic of measurements stands in the core (progress, trend, effect_sizes), who may see
what in disclosure and households: other topics need them too.
"""
