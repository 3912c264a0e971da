"""Who may ask for what: the actions of the cards with their roles, as they are registered."""

from __future__ import annotations

from collections.abc import Mapping


def duties() -> Mapping[str, frozenset[str]]:
    """By name. What they are is only known once every view was imported, so that is done here,
    when somebody asks."""
    from . import views
    from .answering import ACTIONS

    assert views.__all__
    return {name: action.roles for name, action in ACTIONS.items()}
