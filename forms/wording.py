"""Words between the questions: markup becomes plain text, plain text becomes paragraphs and lists."""

from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "template", "title", "svg", "iframe", "object"})
BLOCKS = frozenset(
    {"p", "div", "br", "ul", "ol", "section", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
)


def plain_words(html: str) -> str:
    """The text of the markup; paragraphs stand apart by an empty line, list items begin with a hyphen."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.found).split("\n")]
    return "\n".join(lines).strip()


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """("p", [text]), ("h", [text]) or ("ul", items): all a limited text may hold."""
    found: list[tuple[str, list[str]]] = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        for line in filter(None, map(str.strip, paragraph.split("\n"))):
            _append(found, line)
        found.append(("", []))
    return [block for block in found if block[1]]


def _append(found: list[tuple[str, list[str]]], line: str) -> None:
    kind = found[-1][0] if found else ""
    if line.startswith(("- ", "* ")):
        if kind == "ul":
            found[-1][1].append(line[2:])
        else:
            found.append(("ul", [line[2:]]))
    elif line.startswith("#"):
        found.append(("h", [line.lstrip("# ")]))
    elif kind == "p":
        found[-1][1][0] += " " + line
    else:
        found.append(("p", [line]))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "li":
            self.found.append("\n- ")
        elif tag in BLOCKS:
            self.found.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data.replace("\n", " "))
