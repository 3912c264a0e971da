"""spreadsheets.batchUpdate: all of its requests, or none.

Each family of requests has a module; a request is a function of the edit and the request's
body that changes the fork and gives back its reply, or None for an empty one:

    @request("deleteSheet")
    def delete_sheet(edit: Edit, asked: Json) -> Json | None: ...
"""

from . import cells, dimensions, find, metadata, names, objects, paste, run, sort, tabs

__all__ = [
    "cells",
    "dimensions",
    "find",
    "metadata",
    "names",
    "objects",
    "paste",
    "run",
    "sort",
    "tabs",
]
