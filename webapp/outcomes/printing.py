"""Makes the PDF of a certificate: words in, bytes out, the same bytes for the same words. Knows no database.

The file is PDF/A-2a (archive) and PDF/UA-1 (accessible); typst refuses to write it if it were not. Its fonts are those
that typst carries itself, so no machine prints another certificate.
"""

import io
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import orjson
import segno
import typst

TEMPLATE = Path(__file__).with_name("certificate.typ")
HEADING = "Piagam Penghargaan"
# What the fonts can draw: Latin, Greek, Cyrillic, signs of ordinary text. PDF/A forbids a letter without a shape.
_DRAWN = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x17F),
    (0x391, 0x3A1),
    (0x3A3, 0x3C9),
    (0x400, 0x45F),
    (0x1E00, 0x1EF9),
    (0x2010, 0x2027),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
)


def printed(words: dict, *, number: str, code: str, address: str, on: date) -> bytes:
    """The certificate as PDF. `words` are those of Certificate.words, `address` is where its code is checked."""
    shown = {
        **{key: drawable(text) for key, text in words.items()},
        "nip": grouped(words["nip"]),
        "signer_nip": grouped(words["signer_nip"]),
        "heading": HEADING,
        "number": number,
        "code": code,
        "address": address,
        "description": f"{HEADING} {number} untuk {words['name']}, {words['agency']}",
        "year": on.year,
        "month": on.month,
        "day": on.day,
    }
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_own_fonts(),
        sys_inputs={"words": orjson.dumps(shown).decode(), "qr": _qr(address)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    )


def drawable(text: str) -> str:
    """The text without signs that the fonts cannot draw, such as emoji; line ends become spaces."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in plain if any(low <= ord(sign) <= high for low, high in _DRAWN))


def grouped(nip: str) -> str:
    """198804122011012003 reads 19880412 201101 2 003: birth, appointment, sex, serial number."""
    return f"{nip[:8]} {nip[8:14]} {nip[14:15]} {nip[15:]}"


def _qr(address: str) -> str:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=0, scale=4, dark="#1a2233")
    return picture.getvalue().decode()


@cache
def _own_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
