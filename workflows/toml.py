"""TOML from anywhere, read within bounds, and words as they are written in it.

Of a key of many parts the reader of Python makes a hill of tables.
"""

import json
import re
import tomllib

MOST_BYTES = 1_000_000
MOST_PARTS = 8  # of a key, as in `a.b.c`
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*+{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}", re.MULTILINE)


def read(content: bytes) -> dict:
    """Raises ValueError, UnicodeDecodeError among them, for whatever is no TOML or not within bounds."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"larger than {MOST_BYTES // 1_000_000} MB")
    text = content.decode()
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.end()) + 1
        raise ValueError(f"a key has more than {MOST_PARTS} parts (at line {line})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def quoted(text: str) -> str:
    """JSON's way to quote is TOML's, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """As it may stand before an equals sign or in a heading."""
    return name if name and all(c.isascii() and (c.isalnum() or c in "_-") for c in name) else quoted(name)
