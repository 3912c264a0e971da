"""Actions: who does what, until when.

    register    the tab

The arithmetic of measurements stands in the core (progress, trend, effect_sizes), who may see
what in disclosure and households: other topics need them too.
"""
