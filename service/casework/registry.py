"""The one list of registers, in the order in which their tabs stand and their rules are asked."""

from __future__ import annotations

from collections.abc import Iterable

from .accommodations.register import ACCOMMODATIONS
from .actions.register import ACTIONS
from .answers.register import ANSWERS
from .award.register import AWARD
from .class_log.register import CLASS_LOG
from .climate.register import CLIMATE
from .core.register import CASES, REPORTING
from .course_plans.register import COURSE_PLANS
from .cracks.register import CRACKS
from .daily_points.register import DAILY_POINTS
from .deadlines.register import DEADLINES
from .decisions.register import DECISIONS
from .diary.register import DIARY
from .goals.register import GOALS
from .letters.register import LETTERS
from .library.register import LIBRARY
from .meetings.register import MEETINGS
from .my_time.register import MY_TIME
from .plans.register import PLANS
from .referrals.register import REFERRALS
from .register import Register
from .roles.register import ROLES
from .services.register import SERVICES
from .signals.register import SIGNALS
from .team.register import TEAM
from .things.register import THINGS
from .week.register import WEEK
from .whole_record.register import RECORD

REGISTERS: tuple[Register, ...] = (
    REFERRALS,
    CASES,
    THINGS,
    DIARY,
    GOALS,
    ACTIONS,
    ACCOMMODATIONS,
    TEAM,
    PLANS,
    RECORD,
    WEEK,
    ANSWERS,
    MEETINGS,
    DECISIONS,
    SERVICES,
    DEADLINES,
    COURSE_PLANS,
    CLASS_LOG,
    DAILY_POINTS,
    LETTERS,
    AWARD,
    LIBRARY,
    MY_TIME,
    SIGNALS,
    CLIMATE,
    CRACKS,
    ROLES,
    REPORTING,
)

CORE: tuple[Register, ...] = tuple(each for each in REGISTERS if not each.module)
MODULES: tuple[Register, ...] = tuple(each for each in REGISTERS if each.module)
# The modules that a newly founded school has.
AT_FIRST: frozenset[str] = frozenset(each.name for each in MODULES if each.on_at_first)


def active(modules: Iterable[str]) -> tuple[Register, ...]:
    """The core, and those modules (by register name) that are switched on."""
    on = frozenset(modules)
    return tuple(each for each in REGISTERS if not each.module or each.name in on)


def switch(register: Register) -> str:
    """The name of the row on Settings that switches a module on."""
    return f"Module: {register.module}"
