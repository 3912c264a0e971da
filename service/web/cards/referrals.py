"""Referrals on cards: what waits for a decision, and one with the suggestion and its sum."""

from __future__ import annotations

from dataclasses import dataclass

from service.casework.wants import Say

from .today import Item, attention_line, foot, shown
from .widgets import Json, ask, button, buttons, card, choose, line, open_link, section, text, write


@dataclass(frozen=True, slots=True)
class Desktop:
    """The home card of who decides. `urgent` come first; `waiting` are the other referrals."""

    name: str
    urgent: tuple[Item, ...]
    waiting: tuple[Item, ...]
    away: tuple[Item, ...]
    attention: int
    runs_the_office: bool = True
    sections: tuple[Json, ...] = ()  # what registers show, drawn


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """One referral. `managers` are (name, e-mail), the suggested one first; `others` are earlier
    referrals it may be a duplicate of: (words, Referral ID). `likely`: who it may be about, where
    that is not settled. `referred_by` is empty of one about safety: Restricted alone says that."""

    referral_id: str
    student: str
    open_case: str
    received: str
    urgency: str
    concern: str
    details: str
    suggested: str
    why: str
    managers: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    decided: str = ""
    status: str = ""
    link: str = ""
    safety: bool = False
    referred_by: str = ""
    relationship: str = ""
    likely: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, ...] = ()  # what may be picked where its Status asks something


def desktop_card(desktop: Desktop, say: Say) -> Json:
    nothing = not desktop.urgent and not desktop.waiting
    load = button(say("cards.workload.title"), ask("workload"))
    return card(
        say("cards.today.title"),
        section(say("cards.today.urgent"), *map(shown, desktop.urgent)),
        section(
            say("cards.referral.waiting"),
            *map(shown, desktop.waiting),
            text(say("cards.referral.none")) if nothing else None,
        ),
        *desktop.sections,
        section(say("cards.today.away"), *map(shown, desktop.away)),
        section(
            "",
            attention_line(desktop.attention, say) if desktop.runs_the_office else None,
            buttons(
                load,
                button(say("cards.cracks.title"), ask("cracks")),
                button(say("cards.modules.title"), ask("modules")),
                button(say("cards.roles.title"), ask("roles")),
            )
            if desktop.runs_the_office
            else None,
            foot(say, health=desktop.runs_the_office),
        ),
        subtitle=desktop.name,
        name="home",
    )


def referral_card(facts: ReferralFacts, say: Say) -> Json:
    return card(
        say("cards.referral.title", referral=facts.referral_id),
        section(
            "",
            line(facts.student, say("cards.referral.about"), facts.open_case),
            line(facts.urgency or "–", say("cards.referral.urgency"), facts.received),
            line(facts.concern, say("cards.referral.concern")) if facts.concern else None,
            line(facts.details, say("cards.referral.details")) if facts.details else None,
            line(facts.referred_by, say("cards.referral.referred_by"), facts.relationship)
            if facts.referred_by
            else None,
            buttons(button(say("cards.do.open_cell"), open_link(facts.link)))
            if facts.link
            else None,
        ),
        _who(facts, say) if facts.likely and not facts.decided else None,
        section(
            say("cards.referral.suggestion"),
            line(facts.suggested, below="") if facts.suggested else None,
            text(facts.why) if facts.why else None,
        ),
        _decided(facts, say) if facts.decided else _decision(facts, say),
        name="referral",
    )


def _who(facts: ReferralFacts, say: Say) -> Json | None:
    return section(
        say("cards.referral.who"),
        choose("student", say("cards.referral.likely"), (("–", ""), *facts.likely), ""),
        buttons(button(say("cards.referral.settle"), ask("settle_student", row=facts.referral_id))),
    )


def _decided(facts: ReferralFacts, say: Say) -> Json | None:
    pick = [(each, each) for each in facts.answers]
    send = ask("answer_safety", row=facts.referral_id)
    return section(
        say("cards.referral.decision"),
        line(facts.decided, below=facts.status),
        choose("pick", say("cards.attention.pick"), (("–", ""), *pick), "") if pick else None,
        buttons(button(say("cards.do.save"), send)) if pick else None,
    )


def _decision(facts: ReferralFacts, say: Say) -> Json | None:
    of = {"row": facts.referral_id}
    return section(
        say("cards.referral.decision"),
        choose("manager", say("cards.referral.manager"), facts.managers, facts.managers[0][1])
        if facts.managers
        else None,
        write("brief", say("cards.referral.brief"), long=True),
        buttons(button(say("cards.referral.accept"), ask("accept", **of), strong=True)),
        choose("same_as", say("cards.referral.same_as"), facts.others) if facts.others else None,
        buttons(button(say("cards.referral.duplicate"), ask("duplicate", **of)))
        if facts.others
        else None,
        write("reason", say("cards.referral.reason"), long=True),
        buttons(
            button(say("cards.referral.decline"), ask("decline", **of)),
            button(say("cards.referral.need_more"), ask("need_more", **of)),
            button(say("cards.do.back"), ask("home")),
        ),
    )
