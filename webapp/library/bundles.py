"""A bundle is a process pack as named files; here folders and zips become one, and back. Knows no database."""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from webapp.library.refusals import (
    EmptyPack,
    FileTooLarge,
    NoZip,
    PackTooLarge,
    StrangeFolder,
    StrangeName,
    TooTightlyPacked,
    TwiceInThePack,
)

Bundle = dict[str, bytes]

SUFFIXES = (".bpmn", ".dmn", ".form", ".toml", ".md")
MAX_FILES, MAX_BYTES, MAX_FILE_BYTES = 200, 20_000_000, 2_000_000
MAX_RATIO, SMALL = 200, 100_000  # text packs 3 to 20 times; what is small does no harm however tightly packed
FOLDERS = frozenset({"scenarios", "forms"})
ROOT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,  # encrypted
    NotImplementedError,  # packed in a way Python does not know
    EOFError,
    OSError,
    ValueError,
)


def shipped(name: str) -> Bundle:
    """The pack that comes with Siklus: its folder of definitions and the forms that its tasks name."""
    folder = ROOT / "workflows" / "definitions" / name
    files = [*folder.rglob("*"), *(ROOT / "forms" / "definitions").glob("*.form")]
    return {f.name: f.read_bytes() for f in sorted(files) if f.is_file() and f.suffix in SUFFIXES}


def packed(bundle: Mapping[str, bytes]) -> bytes:
    """A zip with the same bytes for the same files, whenever it is made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(bundle):
            archive.writestr(zipfile.ZipInfo(name), bundle[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpacked(content: bytes) -> Bundle:
    """The files of a pack's zip; raises BadBundle for what is no zip, too large, or strangely named."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not _of_no_concern(member)]
            _measure(members)
            return {name: archive.read(member) for name, member in _named(members).items()}
    except _UNREADABLE:
        raise NoZip from None


def fit_in(bundle: Mapping[str, bytes]) -> None:
    """Raises BadBundle when the files are together, or one of them alone, more than a pack may be."""
    for name, content in bundle.items():
        check_name(name)
        if len(content) > MAX_FILE_BYTES:
            raise FileTooLarge(name=name, megabytes=MAX_FILE_BYTES // 1_000_000)
    if len(bundle) > MAX_FILES or sum(map(len, bundle.values())) > MAX_BYTES:
        raise PackTooLarge(files=MAX_FILES, megabytes=MAX_BYTES // 1_000_000)


def check_name(name: str) -> None:
    """Raises StrangeName for what cannot be the name of a file in a pack."""
    if not _NAME.fullmatch(name) or not name.endswith(SUFFIXES):
        raise StrangeName(name=name[:100])


def sha256(bundle: Mapping[str, bytes]) -> bytes:
    """A digest of names and contents; independent of the zip's own format."""
    digest = hashlib.sha256()
    for name in sorted(bundle):
        for part in (name.encode(), bundle[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def _of_no_concern(member: zipfile.ZipInfo) -> bool:
    """Folders, and what a Mac adds to every zip."""
    path = _path(member)
    return member.is_dir() or path[0] == "__MACOSX" or path[-1] == ".DS_Store"


def _path(member: zipfile.ZipInfo) -> list[str]:
    return member.filename.replace("\\", "/").split("/")


def _measure(members: Iterable[zipfile.ZipInfo]) -> None:
    """By what the zip says of itself; more than that is never unpacked."""
    sizes = [member.file_size for member in members]
    if not sizes:
        raise EmptyPack
    if len(sizes) > MAX_FILES or sum(sizes) > MAX_BYTES:
        raise PackTooLarge(files=MAX_FILES, megabytes=MAX_BYTES // 1_000_000)
    for member in members:
        if member.file_size > MAX_FILE_BYTES:
            raise FileTooLarge(name=member.filename[:100], megabytes=MAX_FILE_BYTES // 1_000_000)
        if member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size:
            raise TooTightlyPacked(name=member.filename[:100])


def _named(members: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Plain name -> member. One folder around everything is no concern; within it only those of a pack are."""
    paths = [(_path(member), member) for member in members]
    around = {path[0] for path, _member in paths if len(path) > 1}
    wrapped = len(around) == 1 and all(len(path) > 1 for path, _member in paths)
    found: dict[str, zipfile.ZipInfo] = {}
    for path, member in paths:
        *folders, name = path[1:] if wrapped else path
        check_name(name)
        if len(folders) > 1 or not FOLDERS.issuperset(folders):
            raise StrangeFolder(name=member.filename[:100])
        if name in found:
            raise TwiceInThePack(name=name)
        found[name] = member
    return found
