"""Goals: what a student works towards, and how it is measured.

    works       a plan was written on the day on which its goals begin
    register    the tab

The arithmetic of measurements stands in the core (progress, trend, effect_sizes), who may see
what in disclosure and households: other topics need them too.
"""
