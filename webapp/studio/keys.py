"""The lasting key of a process, which also stands in addresses."""

import re

from webapp.studio.refusals import StrangeKey

_KEY = re.compile(r"[a-z][a-z0-9_-]{1,39}")
_TAKEN_BY_PAGES = frozenset({"import"})


def check_key(key: str) -> None:
    """Raises StrangeKey."""
    if not _KEY.fullmatch(key) or key in _TAKEN_BY_PAGES:
        raise StrangeKey
