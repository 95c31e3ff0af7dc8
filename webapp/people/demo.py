"""The demo agency."""


def accounts() -> list[dict]:
    return []
