"""Finds formulas in .xlsx and .ods files, which the reader of values does not tell about."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from lxml import etree

from webapp.people.faults import Fault

MOST_NAMED = 50
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


class Unreadable(Exception):
    """The file is not a spreadsheet, whatever its name."""


def found_in(content: bytes, sheet: str) -> list[Fault]:
    """A fault for each cell of the sheet that holds a formula, the first fifty."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if "xl/workbook.xml" in parts.namelist():
                found = _in_xlsx(parts, sheet)
            elif "content.xml" in parts.namelist():
                found = _in_ods(parts, sheet)
            else:
                raise Unreadable
            return list(islice(found, MOST_NAMED))
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise Unreadable from error


def _in_xlsx(parts: zipfile.ZipFile, sheet: str) -> Iterator[Fault]:
    for main in (_MAIN, _STRICT):
        for cell in _elements(parts, _part_of(parts, sheet), f"{main}c"):
            formula = cell.find(f"{main}f")
            if formula is not None:
                place = cell.get("r", "")
                yield Fault("formula", _row(place), "", f"{place}: ={formula.text or '…'}")


def _part_of(parts: zipfile.ZipFile, sheet: str) -> str:
    book = _parsed(parts, "xl/workbook.xml")
    relations = {each.get("Id"): each.get("Target", "") for each in _parsed(parts, "xl/_rels/workbook.xml.rels")}
    for each in book.iter("{*}sheet"):
        if each.get("name") == sheet:
            target = relations[
                each.get(_RELATION) or each.get(_RELATION.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml"))
            ]
            return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    raise KeyError(sheet)


def _in_ods(parts: zipfile.ZipFile, sheet: str) -> Iterator[Fault]:
    for table in _elements(parts, "content.xml", f"{_TABLE}table"):
        row = 0
        for each in table.iter(f"{_TABLE}table-row") if table.get(f"{_TABLE}name") == sheet else ():
            for cell in each:
                if formula := cell.get(f"{_TABLE}formula"):
                    yield Fault("formula", row + 1, "", formula)
            row += int(each.get(f"{_TABLE}number-rows-repeated", "1"))


def _elements(parts: zipfile.ZipFile, name: str, tag: str) -> Iterator[etree._Element]:
    with parts.open(name) as part:
        for _event, element in etree.iterparse(part, tag=tag, resolve_entities=False, no_network=True):
            yield element
            element.clear()


def _parsed(parts: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(parts.read(name), parser)


def _row(place: str) -> int | None:
    digits = re.sub(r"\D", "", place)
    return int(digits) if digits else None
