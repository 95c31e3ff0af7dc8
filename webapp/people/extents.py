"""How far the cells of a .xlsx or .ods file reach, looked at before it is opened.

The reader of values makes room for every cell from the first to the last: one cell in the far corner of a file of a
few bytes asks for more memory than there is, and that would end the whole process, not only the import.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree

from webapp.people.formulas import Unreadable

_RELATIONS = "xl/_rels/workbook.xml.rels"
_BINARY = b"\xd0\xcf\x11\xe0"  # macros; nothing of them is read
_PLACE = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})?", re.IGNORECASE)
_DAMAGED = (KeyError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, etree.XMLSyntaxError)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def reach(content: bytes, most: int) -> int:
    """How many cells there are up to the last one, all sheets together; stops counting above `most`.

    Raises Unreadable for what is neither of the two kinds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for total in accumulate(_sheets(parts, most)):
                if total > most:
                    return total
            return total
    except _DAMAGED as error:
        raise Unreadable from error


def _sheets(parts: zipfile.ZipFile, most: int) -> Iterator[int]:
    yield 0
    by_name = {name.lower(): name for name in parts.namelist()}
    if "xl/workbook.bin" in by_name:
        raise Unreadable
    if _RELATIONS in by_name:
        for name in _targets(parts, by_name[_RELATIONS]):
            if name.lower() in by_name:
                yield _in_xlsx(parts, by_name[name.lower()], most)
    if "content.xml" in by_name:
        yield from _in_ods(parts, by_name["content.xml"], most)


def _targets(parts: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Every part that the workbook points to: any of them could be read as a sheet."""
    for element in _elements(parts, name, ("{*}Relationship",)):
        target = element.get("Target", "").lstrip("/")
        yield target if target.lower().startswith("xl/") else f"xl/{target}"


def _in_xlsx(parts: zipfile.ZipFile, name: str, most: int) -> int:
    with parts.open(name) as part:
        if part.read(len(_BINARY)) == _BINARY:
            return 0
    row = column = last_row = last_column = seen = 0
    for element in _elements(parts, name, ("{*}row", "{*}c")):
        letters, digits = _place(element.get("r", ""))
        if element.tag.endswith("}row"):
            row, column = digits or row + 1, 0
            continue
        row, column = digits or row, letters or column + 1
        last_row, last_column, seen = max(last_row, row), max(last_column, column), seen + 1
        if max(seen, last_row * last_column) > most:
            break
    return max(seen, last_row * last_column)


def _place(text: str) -> tuple[int, int]:
    """`C7` is (3, 7); 0 for what is not said."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Unreadable
    column = 0
    for letter in (found[1] or "").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2] or 0)


def _in_ods(parts: zipfile.ZipFile, name: str, most: int) -> Iterator[int]:
    row = column = last_row = last_column = 0
    tags = tuple(f"{_TABLE}{each}" for each in ("table", "table-row", "table-cell", "covered-table-cell"))
    for element in _elements(parts, name, tags):
        if element.tag == tags[0]:
            yield last_row * last_column
            row = column = last_row = last_column = 0
        elif element.tag == tags[1]:
            row, column = row + _repeats(element, "rows"), 0
        else:
            column += _repeats(element, "columns")
            if any("value" in attribute for attribute in element.keys()):  # noqa: SIM118  an element is no mapping
                last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row * last_column > most:
            break
    yield last_row * last_column


def _repeats(element: etree._Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _elements(parts: zipfile.ZipFile, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Elements as they begin; what has been read is forgotten."""
    with parts.open(name) as part:
        reader = etree.iterparse(part, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True)
        for event, element in reader:
            if event == "start":
                yield element
                continue
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
