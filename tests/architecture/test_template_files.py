"""Nothing that the browser would block is written, nothing is printed unescaped, no template lies about unused."""

import re

from jinja2 import nodes

from tests.architecture.source import line_of, name, python_files, read, template_name, templates

# Template -> why its `|safe` prints only what we wrote ourselves.
SAFE: dict[str, str] = {}
# Module -> why what it marks as markup was escaped before.
MARKED = {"webapp/inbox/dossier.py": "a panel of the dossier, rendered by its own template"}

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_BLOCKED = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"""\son[a-z]+\s*=\s*["'{]""", re.IGNORECASE),
    "an inline script": re.compile(r"""<script(?![^>]*\b(?:src=|type=["']application/json["']))""", re.IGNORECASE),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
}
_UNESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")
_PLACE = re.compile(r"%\((\w+)\)")
_CALLED = re.compile(r"""["']([\w./-]+\.(?:html|txt))["']""")


def test_every_template_can_be_read(app):
    for path in templates():
        app.jinja_env.parse(read(path), filename=name(path))  # raises and names the line


def test_every_place_in_a_sentence_of_a_template_is_filled(app):
    wrong = [
        f"{name(path)}:{call.lineno} {text}"
        for path in templates()
        for call in app.jinja_env.parse(read(path)).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}
        for text in (a.value for a in call.args if isinstance(a, nodes.Const) and isinstance(a.value, str))
        if set(_PLACE.findall(text)) - {"num"} != {keyword.key for keyword in call.kwargs} and call.dyn_kwargs is None
    ]
    assert wrong == []


def test_no_template_writes_what_the_browser_would_block():
    found = [
        f"{name(path)}:{line_of(text, hit.start())} {what}"
        for path, text in _contents()
        for what, pattern in _BLOCKED.items()
        for hit in pattern.finditer(text)
    ]
    assert found == []


def test_nothing_is_printed_unescaped_without_a_stated_reason():
    unescaped = {template_name(path) for path, text in _contents() if _UNESCAPED.search(text)}
    assert unescaped == set(SAFE)


def test_no_python_marks_text_as_markup_without_a_stated_reason():
    marking = {name(path) for path in python_files("webapp", "forms") if re.search(r"\bMarkup\(", read(path))}
    assert marking == set(MARKED)


def test_every_template_is_used_by_a_page_a_mail_or_another_template():
    called = {word for path in (*templates(), *python_files("webapp")) for word in _CALLED.findall(read(path))}
    assert sorted({template_name(path) for path in templates()} - called) == []


def test_every_template_that_is_named_is_there():
    there = {template_name(path) for path in templates()}
    named = {(name(path), word) for path, text in _contents() for word in _CALLED.findall(text) if "/" in word}
    assert sorted((path, word) for path, word in named if word not in there) == []


def _contents():
    """Each template without its comments; their lines stay, so that numbers are right."""
    return [(path, _COMMENT.sub(lambda c: "\n" * c[0].count("\n"), read(path))) for path in templates()]
