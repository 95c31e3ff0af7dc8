"""Faults that every page must be free of, found in its HTML."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

_NEEDS_LABEL = ("input", "select", "textarea")
_SPEAKS_FOR_ITSELF = ("hidden", "submit", "button", "reset", "image")


def faults_of(html: str, *, whole: bool = True) -> list[str]:
    """What is wrong with this page, in words; `whole=False` for a part that htmx puts into a page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html) if whole else parser.parseFragment(html)
    faults = [*_of_ids(root), *_of_labels(root), *_of_policy(root), *_of_forms(root), *_of_pictures(root)]
    return [*_of_the_whole(root), *faults] if whole else faults


def _of_the_whole(root: Element) -> Iterator[str]:
    title = root.find(".//title")
    if title is None or not (title.text or "").strip(" ·Siklus"):
        yield "the page has no title"
    if (count := len(root.findall(".//h1"))) != 1:
        yield f"the page has {count} h1"
    if not root.get("lang"):
        yield "the page does not say its language"
    if root.find(".//main") is None:
        yield "the page has no main"


def _of_ids(root: Element) -> Iterator[str]:
    counts = Counter(e.get("id") for e in root.iter() if e.get("id") is not None)
    yield from (f"id {name!r} occurs {count} times" for name, count in counts.items() if count > 1)
    for element in root.iter():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            for wanted in (element.get(attribute) or "").split():
                if wanted not in counts:
                    yield f"{attribute} names {wanted!r}, which is not there"


def _of_labels(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    inside = {id(field) for label in root.iter("label") for field in label.iter()}
    for field in _all(root, _NEEDS_LABEL):
        if field.get("type") in _SPEAKS_FOR_ITSELF or field.get("hidden") is not None:
            continue
        if not (
            field.get("id") in labelled
            or id(field) in inside
            or field.get("aria-label")
            or field.get("aria-labelledby")
        ):
            yield f"{field.tag} {field.get('name')!r} has no label"
    for button in _all(root, ("button", "a")):
        if not "".join(button.itertext()).strip() and not button.get("aria-label"):
            yield f"a {button.tag} has no words"


def _of_policy(root: Element) -> Iterator[str]:
    """What the Content-Security-Policy would block."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or element.get("style") is not None:
            yield f"{element.tag} has inline style"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "a script stands in the page"
        yield from (f"{element.tag} has {name}" for name in element.attrib if name.startswith("on"))


def _of_forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        if (form.get("method") or "").lower() == "post" and not any(
            f.get("name") == "csrf_token" for f in form.iter("input")
        ):
            yield f"the form to {form.get('action')!r} has no token"


def _of_pictures(root: Element) -> Iterator[str]:
    yield from (f"picture {image.get('src')!r} has no alt" for image in root.iter("img") if image.get("alt") is None)


def _all(root: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    for tag in tags:
        yield from root.iter(tag)
