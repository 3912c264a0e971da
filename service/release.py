"""Which release this is, told by its files."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent
_PARTS = (_ROOT, _ROOT.parent / "sheets_templates")


@lru_cache(maxsize=1)
def release_mark() -> str:
    """Tells this release from any other: a digest of the names, sizes and times of its files. Once
    a process."""
    digest = hashlib.sha256()
    for part in _PARTS:
        for path in sorted(part.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                known = path.stat()
                line = f"{path.relative_to(part)} {known.st_size} {known.st_mtime_ns}\n"
                digest.update(line.encode())
    return digest.hexdigest()[:16]
