"""From one version of a plan to the next: what changed, told from keyed hashes alone.

The ledger may hold no student data, so it keeps a keyed hash for each part of a plan. That is
enough to say how many goals are new, changed or gone, and never what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..wants import Say
from .content import PlanContent, PreviousPlan

Fingerprint = Callable[..., str]

# Kinds of rows and how they are counted; single parts are simply said to have changed.
COUNTED = ("goal", "action", "accommodation")
MEASURED = ("now:", "picture:")  # parts that a measurement alone changes
SINGLE = ("words", "times", "contacts", "dates", "names")
# Parts that plans came to have; one made before says the same without them.
LATER = frozenset({"names"})


def part_fingerprints(content: PlanContent, fingerprint: Fingerprint) -> dict[str, str]:
    """A keyed hash for each part of a plan, by an opaque name ("goal:3f0c…", "words" …).

    Version and changes are left out: two versions with equal marks say the same.
    """

    def name(kind: str, row_id: str) -> str:
        return f"{kind}:{fingerprint(content.case_code, row_id)[:12]}"

    marks = {
        "home": fingerprint("home", content.case_code, content.home),
        "words": fingerprint("words", content.strengths, content.needs),
        "times": fingerprint("times", content.target_end, content.next_review),
        "contacts": fingerprint("contacts", content.contacts),
        "dates": fingerprint("dates", content.dates),
        "names": fingerprint("names", content.names.student, content.names.school),
    }
    for goal in content.goals:
        marks[name("goal", goal.row_id)] = fingerprint(goal.goal, goal.target, goal.by)
        points = goal.chart.points if goal.chart else ()
        marks[name("now", goal.row_id)] = fingerprint(goal.now, points)
        marks[name("picture", goal.row_id)] = fingerprint(goal.row_says, goal.chart)
    for action in content.actions:
        # What is done is a mark of its own; the date it was done is no change of the action.
        marks[name("action", action.row_id)] = fingerprint(action.who, action.what)
        marks[name("by", action.row_id)] = fingerprint(action.done, action.by)
        marks[name("done", action.row_id)] = fingerprint(action.done)
    for row in content.accommodations:
        marks[name("accommodation", row.row_id)] = fingerprint(row.what, row.where, row.how_i_ask)
    return marks


def says_the_same(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether a document that left the marks `before` says what `now` is to be said."""
    return {n: mark for n, mark in now.items() if n in before or n not in LATER} == dict(before)


def what_changed(
    old_marks: Mapping[str, str], content: PlanContent, fingerprint: Fingerprint, say: Say
) -> tuple[str, ...]:
    """Short sentences on what is different from the version that left `old_marks`; empty when
    nothing is. "Goals: 1 changed, 1 new." "Actions: 2 done." """
    new = part_fingerprints(content, fingerprint)
    sentences = []
    for kind in COUNTED:
        counts = _counts(kind, old_marks, new, fingerprint)
        told = [say(f"plan.changed.{what}", count=n) for what, n in counts.items() if n]
        if told:
            sentences.append(say(f"plan.changed.{kind}", counts=", ".join(told)))
    measured = sum(
        new[name] != old_marks[name]
        for name in new
        if name.startswith("now:") and name in old_marks
    )
    if measured:
        sentences.append(say("plan.changed.now", count=measured))
    sentences += [
        say(f"plan.changed.{part}")
        for part in SINGLE
        if part in old_marks and old_marks[part] != new[part]
    ]
    return tuple(sentences)


def _counts(
    kind: str, old: Mapping[str, str], new: Mapping[str, str], fingerprint: Fingerprint
) -> dict[str, int]:
    """How many rows of a kind are new, changed, done, no longer there."""
    before = {name for name in old if name.startswith(f"{kind}:")}
    after = {name for name in new if name.startswith(f"{kind}:")}
    done = {name for name in after if kind == "action" and _newly_done(name, old, new, fingerprint)}
    moved = {
        name
        for name in before & after - done
        if old[name] != new[name] or _part(old, "by", name) != _part(new, "by", name)
    }
    return {
        "done": len(done),
        "changed": len(moved),
        "new": len(after - before - done),
        "gone": len(before - after),
    }


def _newly_done(
    name: str, old: Mapping[str, str], new: Mapping[str, str], fingerprint: Fingerprint
) -> bool:
    is_done = fingerprint(True)
    return _part(new, "done", name) == is_done and _part(old, "done", name) != is_done


def _part(marks: Mapping[str, str], part: str, name: str) -> str:
    return marks.get(f"{part}:{name.partition(':')[2]}", "")


def as_version(
    body: PlanContent, previous: PreviousPlan | None, fingerprint: Fingerprint, say: Say
) -> PlanContent:
    """`body` numbered, and with what changed since the version before.

    A changed plan that a person has edited becomes the next version; one that nobody has
    touched is brought up to date and stays the version it is.
    """
    if previous is None:
        return replace(body, version=1, changes=(say("plan.changed.first"),))
    goes_on = _goes_on(previous, part_fingerprints(body, fingerprint))
    version = previous.version + 1 if goes_on else previous.version
    numbered = replace(body, version=version)
    base = to_remember(previous, numbered, fingerprint).base
    if version == 1:
        return replace(numbered, changes=(say("plan.changed.first"),))
    if not base:
        return replace(numbered, changes=(say("plan.changed.unknown", version=version - 1),))
    told = what_changed(base, body, fingerprint, say)
    return replace(numbered, changes=told or (say("plan.changed.nothing", version=version - 1),))


def to_remember(
    previous: PreviousPlan | None, content: PlanContent, fingerprint: Fingerprint
) -> PreviousPlan:
    """What the ledger should hold once `content` stands in its document."""
    marks = part_fingerprints(content, fingerprint)
    if previous is None:
        return PreviousPlan(content.version, marks, {})
    if content.version == previous.version:
        return PreviousPlan(content.version, marks, previous.base, previous.edited)
    same_home = previous.marks.get("home") == marks["home"]
    return PreviousPlan(content.version, marks, previous.marks if same_home else {})


def only_measured(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether nothing but measurements tells two versions apart."""
    differing = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return bool(differing) and all(name.startswith(MEASURED) for name in differing)


def _goes_on(previous: PreviousPlan, marks: Mapping[str, str]) -> bool:
    # Without marks (a new key, a rebuilt ledger) nobody can tell: what stands counts as agreed.
    changed = bool(previous.marks) and not says_the_same(previous.marks, marks)
    return changed and (previous.edited or previous.marks.get("home") != marks["home"])


def must_be_new_document(
    previous: PreviousPlan | None, content: PlanContent, fingerprint: Fingerprint
) -> bool:
    """Whether `content` may not go into the document that stands: there is none, it is the next
    version, or the letter now means another household (whose members must never meet the other's
    text, not even in the document's history)."""
    if previous is None or content.version > previous.version:
        return True
    home = part_fingerprints(content, fingerprint)["home"]
    return bool(previous.marks) and previous.marks.get("home") != home
