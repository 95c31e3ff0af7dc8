"""Which uploaded files count as evidence: five types, checked by their bytes; what they mean is not known here."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
from dataclasses import dataclass

from forms.plain import storable

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
}
FOLDERS = {"docx": "word/", "xlsx": "xl/"}
ZIP_ENTRIES = 2_000
ZIP_BYTES = 100_000_000
ZIP_RATIO = 100
NAME_CHARACTERS = 120


@dataclass(frozen=True)
class Upload:
    """A file that passed every check; `sha256` is its address in the store."""

    name: str
    type: str
    content: bytes
    sha256: str

    def described(self) -> dict:
        """What an answer keeps of it."""
        return {"name": self.name, "type": self.type, "size": len(self.content), "sha256": self.sha256}


class NotEvidence(ValueError):
    """The file is refused; `reason` is one of type, content, unsafe."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def inspect(filename: str, content: bytes, extensions: tuple[str, ...]) -> Upload:
    """The accepted file; raises NotEvidence."""
    name = clean_name(filename)
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if extension not in extensions or extension not in MAGIC:
        raise NotEvidence("type")
    if not content.startswith(MAGIC[extension]):
        raise NotEvidence("content")
    if folder := FOLDERS.get(extension):
        _check_office_zip(content, folder)
    return Upload(name, MEDIA_TYPES[extension], content, hashlib.sha256(content).hexdigest())


def clean_name(filename: str) -> str:
    """The last part of the name without control characters, shortened but with its extension."""
    name = re.split(r"[/\\]", storable(filename))[-1]
    name = " ".join(re.sub(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]", "", name).split())
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:NAME_CHARACTERS]}{dot}{extension[:10]}" if dot else name[:NAME_CHARACTERS]


def _check_office_zip(content: bytes, folder: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise NotEvidence("content") from None
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
        raise NotEvidence("content")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > ZIP_ENTRIES or total > ZIP_BYTES or total > ZIP_RATIO * max(packed, 1):
        raise NotEvidence("unsafe")
    if any(_is_unsafe(entry) for entry in entries):
        raise NotEvidence("unsafe")


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")
    return (
        stat.S_ISLNK(entry.external_attr >> 16)
        or bool(entry.flag_bits & 1)  # encrypted
        or name.startswith("/")
        or ".." in name.split("/")
        or name.lower().endswith("vbaproject.bin")
    )
