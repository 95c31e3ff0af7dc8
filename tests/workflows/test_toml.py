"""TOML is read within bounds of size and of the parts of a key."""

import time

import pytest

from workflows import toml

MANY = b".".join([b"a"] * 20_000)


@pytest.mark.parametrize(
    "content",
    [
        MANY + b" = 1",
        b"[" + MANY + b"]",
        b"[[" + MANY + b"]]",
        b"x = {" + MANY + b" = 1}",
        MANY.replace(b".", b' . "b".'),
    ],
    ids=["key", "heading", "list of tables", "inline table", "quoted"],
)
def test_a_key_of_many_parts_is_refused_at_once(content):
    began = time.monotonic()
    with pytest.raises(ValueError, match="parts"):
        toml.read(content)
    assert time.monotonic() - began < 1


def test_what_is_deep_large_or_no_text_is_refused():
    for content in (b"a = " + b"[" * 100_000, b"#" * (toml.MOST_BYTES + 1), b"\xff", b"a = 1" + b"a" * 500_000):
        with pytest.raises(ValueError):
            toml.read(content)


def test_everything_usual_is_read():
    content = b'title = \'a.b.c.d.e.f.g.h.i.j.k\'\n# a.b.c.d.e.f.g.h.i.j.k\n[a.b.\'c.d\']\ne = """\n......\n"""\n'
    assert toml.read(content) == {"title": "a.b.c.d.e.f.g.h.i.j.k", "a": {"b": {"c.d": {"e": "......\n"}}}}
