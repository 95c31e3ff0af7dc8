"""XML from strangers, parsed without entities, network or unlimited size; knows nothing of BPMN or DMN."""

from lxml import etree

MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS = 2_000_000, 60, 20_000


class Unreadable(ValueError):
    """The file is no XML that we accept; `line` is 0 when no line is to blame."""

    def __init__(self, code: str, sentence: str, line: int = 0):
        super().__init__(sentence)
        self.code = code
        self.line = line


def parse(content: bytes) -> etree._Element:
    """The root element. Raises Unreadable for anything with a document type, too large, too deep or not well-formed."""
    if len(content) > MAX_BYTES:
        raise Unreadable("xml.size", f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    if b"\x00" in content:
        raise Unreadable("xml.encoding", "The file is not UTF-8 text.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable("xml.doctype", "A document type or entity declaration is not allowed.")
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise Unreadable("xml.syntax", f"This is not well-formed XML: {error.msg}.", error.lineno or 0) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("xml.doctype", "A document type declaration is not allowed.")
    _measure(root)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def _measure(root: etree._Element) -> None:
    count, unseen = 0, [(root, 1)]
    while unseen:
        element, depth = unseen.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise Unreadable("xml.size", "The file has too many elements, or they are nested too deeply.")
        unseen += [(child, depth + 1) for child in element]


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def text(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()
