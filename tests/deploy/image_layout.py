"""The image without docker: what the Dockerfile copies, in an empty folder, with nothing installed
but what requirements.in names and what that needs in turn, which is what requirements.txt pins.

Nothing is downloaded: the libraries are those of this environment, shown one by one.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def instructions(word: str) -> list[str]:
    """What stands behind each `word` of the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return re.findall(rf"^{word} (.+)$", text, re.MULTILINE)


def image_environment() -> dict[str, str]:
    """What ENV sets."""
    pairs = [pair for line in instructions("ENV") for pair in line.split()]
    return dict(pair.split("=", 1) for pair in pairs)


def lay_out(folder: Path) -> None:
    """Copy what each COPY takes, less what .dockerignore keeps out."""
    for line in instructions("COPY"):
        source, target = line.split()
        for path in _files(ROOT / source):
            inside = path.relative_to(ROOT)
            if not _kept_out(inside):
                below = inside.relative_to(source)
                copy = folder / target / (below if below.parts else inside.name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)


def _files(source: Path) -> Iterator[Path]:
    yield from [source] if source.is_file() else (p for p in source.rglob("*") if p.is_file())


def _kept_out(path: Path) -> bool:
    """By .dockerignore: the last rule that fits the file, or a folder it is in, counts."""
    out = False
    for rule in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if not rule or rule.startswith("#"):
            continue
        pattern = _pattern(rule.removeprefix("!"))
        if any(pattern.fullmatch(str(each)) for each in (path, *path.parents[:-1])):
            out = not rule.startswith("!")
    return out


def _pattern(rule: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*)", rule)
    signs = {"**/": "(?:.*/)?", "*": "[^/]*"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts))


# ---------------------------------------------------------------- libraries


def listed() -> list[Requirement]:
    """The lines of requirements.in: what is used, and not what that needs in turn."""
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def locked(name: str = "requirements.txt") -> list[tuple[Requirement, set[str]]]:
    """Each entry of a written list with its hashes."""
    joined = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    found = []
    for line in joined.splitlines():
        if line and not line.lstrip().startswith("#"):
            wanted, *hashes = line.split(" --hash=")
            found.append((Requirement(wanted.strip()), {each.strip() for each in hashes}))
    return found


def needed() -> dict[str, Distribution]:
    """What pip would install: the listed libraries and, in turn, what they need here."""
    found: dict[str, Distribution] = {}
    waiting = [(each, extra) for each in listed() for extra in (each.extras or {""})]
    while waiting:
        wanted, extra = waiting.pop()
        key = f"{wanted.name}[{extra}]"
        if key in found:
            continue
        found[key] = distribution(wanted.name)
        for line in found[key].requires or ():
            inner = Requirement(line)
            if inner.marker is None or inner.marker.evaluate({"extra": extra}):
                waiting += [(inner, each) for each in (inner.extras or {""})]
                waiting.append((inner, ""))
    return {each.metadata["Name"]: each for each in found.values()}


def show_libraries(folder: Path) -> None:
    """A folder in which these libraries, and no others, can be imported."""
    owners: dict[str, set[str]] = defaultdict(set)
    places: dict[tuple[str, ...], Path] = {}
    for name, each in needed().items():
        for file in each.files or ():
            parts = PurePosixPath(str(file)).parts
            if ".." in parts:
                continue  # a command in bin/
            owners[parts[0]].add(name)
            for depth in (1, 2):
                places.setdefault(
                    parts[:depth], Path(str(each.locate_file("/".join(parts[:depth]))))
                )
    for parts, place in places.items():
        shared = len(owners[parts[0]]) > 1  # like google/, which several libraries fill
        if len(parts) == (2 if shared else 1) and place.exists():
            link = folder.joinpath(*parts)
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(place)
