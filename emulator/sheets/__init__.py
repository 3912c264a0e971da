"""The Sheets API: spreadsheets as sparse grids, with Google's reading and showing of values.

In reading order: `grid` (sheets, rows, cells), `runs` (what whole columns have in common),
`book` (the sheets together, forked and saved) and `a1` (ranges as text); `typed` and
`render` (values in and out, with `patterns` and `locales`); `formulas`, `calculate`,
`functions`; `shift` and `structure` (rows and columns that come, go and move); `store` (what
is kept, and Drive's hooks); then the methods: `values`, `updating`, `spreadsheets`,
`metadata`, and `batch/` with one module for each family of batchUpdate requests.

Known to differ from Google: formulas know a few dozen functions (functions.py), any other gives
#NAME?; names of months and days are English in every locale; charts, slicers, tables, banding
and conditional formats are kept and handed back as they were given; pivot tables, data sources
and smart chips are not worked out; no revision history.
"""

from . import batch, spreadsheets, updating, values

__all__ = ["batch", "spreadsheets", "updating", "values"]
