"""XML from strangers, parsed without entities, network or unlimited size, and changed so that the rest stays as it was;
knows nothing of BPMN or DMN."""

import codecs
import re
from typing import Any

from lxml import etree

from workflows.problems import Problem, found

MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_TEXT, MAX_ATTRIBUTES = 2_000_000, 60, 20_000, 100_000, 200

DECLARED = re.compile(rb"""\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "utf-16"})
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
DOCTYPE = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)

_ERRORS = etree.ErrorTypes
_TAGS = {_ERRORS.ERR_TAG_NAME_MISMATCH, _ERRORS.ERR_LTSLASH_REQUIRED, _ERRORS.ERR_DOCUMENT_END}
_CUT = {_ERRORS.ERR_TAG_NOT_FINISHED, _ERRORS.ERR_GT_REQUIRED, _ERRORS.ERR_CDATA_NOT_FINISHED}
_CUT |= {_ERRORS.ERR_COMMENT_NOT_FINISHED, _ERRORS.ERR_LT_IN_ATTRIBUTE}
_ATTRIBUTE = {_ERRORS.ERR_ATTRIBUTE_NOT_STARTED, _ERRORS.ERR_ATTRIBUTE_WITHOUT_VALUE, _ERRORS.ERR_ATTRIBUTE_REDEFINED}
_ATTRIBUTE |= {_ERRORS.NS_ERR_ATTRIBUTE_REDEFINED, _ERRORS.ERR_SPACE_REQUIRED}
_ENTITY = {_ERRORS.ERR_UNDECLARED_ENTITY, _ERRORS.ERR_ENTITYREF_SEMICOL_MISSING, _ERRORS.ERR_NAME_REQUIRED}
_ENTITY |= {_ERRORS.WAR_UNDECLARED_ENTITY, _ERRORS.ERR_ENTITYREF_NO_NAME}
_CHARACTERS = {_ERRORS.ERR_INVALID_CHAR, _ERRORS.ERR_INVALID_ENCODING, _ERRORS.ERR_UNSUPPORTED_ENCODING}
_SENTENCES = {
    **dict.fromkeys(_TAGS, "xml.tags"),
    **dict.fromkeys(_CUT, "xml.cut"),
    **dict.fromkeys(_ATTRIBUTE, "xml.attribute"),
    **dict.fromkeys(_ENTITY, "xml.entity"),
    **dict.fromkeys(_CHARACTERS, "xml.encoding"),
    _ERRORS.NS_ERR_UNDEFINED_NAMESPACE: "xml.namespace",
}


class Unreadable(ValueError):
    """The file is no XML that we accept; `line` is 0 when no line is to blame."""

    def __init__(self, code: str, line: int = 0, **values: Any):
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values

    def problem(self, file: str) -> Problem:
        return found(self.code, "", self.line, file, **self.values)


def parse(content: bytes, *, everything: bool = False) -> etree._Element:
    """The root element; with `everything` the comments and processing instructions are kept too.

    Raises Unreadable for anything with a document type, too large, too deep or not well-formed.
    """
    text = _decoded(content)
    if not text.strip():
        raise Unreadable("xml.empty")
    if doctype := DOCTYPE.search(text):
        raise Unreadable("xml.doctype", text.count("\n", 0, doctype.start()) + 1)
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), _parser(everything=everything))
    except etree.XMLSyntaxError as error:
        raise Unreadable(_SENTENCES.get(error.code, "xml.syntax"), error.lineno or 0) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("xml.doctype")
    _measure(root)
    return root


def written(root: etree._Element) -> bytes:
    """The document as a file again."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"


def _decoded(content: bytes) -> str:
    """The text, by the mark at its beginning, or else as the file says of itself; only plain encodings are known."""
    if len(content) > MAX_BYTES:
        raise Unreadable("xml.size", megabytes=MAX_BYTES // 1_000_000)
    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    declared = DECLARED.match(content)
    try:
        encoding = marked or (codecs.lookup(declared[1].decode()).name if declared else "utf-8")
        if marked is None and encoding not in ENCODINGS - {"utf-16"}:
            raise Unreadable("xml.encoding")
        text = content.decode(encoding)
    except (LookupError, UnicodeError):
        raise Unreadable("xml.encoding") from None
    if "\x00" in text:
        raise Unreadable("xml.encoding")
    return text


def _parser(*, everything: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=not everything,
        remove_pis=not everything,
        encoding="utf-8",
    )


def _measure(root: etree._Element) -> None:
    count, unseen = 0, [(root, 1)]
    while unseen:
        element, depth = unseen.pop()
        count += 1
        line = element.sourceline or 0
        if depth > MAX_DEPTH:
            raise Unreadable("xml.deep", line, most=MAX_DEPTH)
        if count > MAX_ELEMENTS:
            raise Unreadable("xml.many", line, most=MAX_ELEMENTS)
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise Unreadable("xml.attributes", line, most=MAX_ATTRIBUTES)
        longest = max(map(len, (element.text or "", element.tail or "", *element.attrib.values())))
        if longest > MAX_TEXT:
            raise Unreadable("xml.long", line, most=MAX_TEXT)
        unseen += [(child, depth + 1) for child in element]


def local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[:1] == "{" else ""


def text(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def take_out(element: etree._Element) -> None:
    """Remove it and leave the text behind it, which is the space between others."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if tail.strip():
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def same_space(element: etree._Element, other: etree._Element) -> None:
    """Set it on a line of its own where its neighbours are."""
    if not (element.tail or "").strip():
        element.tail = other.tail if not (other.tail or "").strip() else None
