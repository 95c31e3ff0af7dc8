"""Addresses that a form may send people on to: paths of ours, never another site."""

import re

_PATH_OF_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def safe(place: str | None) -> str:
    """The place if it is a path of ours, else the front page."""
    return place if place and _PATH_OF_OURS.fullmatch(place) else "/"
