"""Cells that a spreadsheet would run as a formula, written so that it shows them instead.

The known attack is CSV injection (OWASP): a cell that begins with one of = + - @, a tab or a carriage
return. Writing puts one apostrophe before it and reading takes exactly one away. A cell that already
begins with apostrophes before such a character gets one more, so that every cell comes back as it was.
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


def quote_cell(text: str) -> str:
    """Return the cell as it is written to a file."""
    return f"'{text}" if _RUNS.match(text) else text


def unquote_cell(text: str) -> str:
    """Return the cell as it was before `quote_cell`."""
    return text[1:] if _QUOTED.match(text) else text
