"""A bundle is a process pack as named files; here folders and zips become one, and back. Knows no database."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

Bundle = dict[str, bytes]

SUFFIXES = (".bpmn", ".dmn", ".form", ".toml", ".md")
MAX_FILES, MAX_BYTES = 200, 20_000_000
ROOT = Path(__file__).resolve().parents[2]


class BadBundle(ValueError):
    """The zip cannot be read as a process pack; the message says why."""


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
    """The files of a pack's zip; raises BadBundle for what is no zip, too large or strangely named."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > MAX_FILES or sum(m.file_size for m in members) > MAX_BYTES:
                raise BadBundle(f"the pack holds more than {MAX_FILES} files or {MAX_BYTES // 1_000_000} MB")
            return {_plain_name(m.filename): archive.read(m) for m in members}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadBundle(f"this is no readable zip: {error}") from None


def _plain_name(name: str) -> str:
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    if not plain or ".." in name or not plain.endswith(SUFFIXES):
        raise BadBundle(f"{name!r} does not belong in a pack")
    return plain


def sha256(bundle: Mapping[str, bytes]) -> bytes:
    """A digest of names and contents; independent of the zip's own format."""
    digest = hashlib.sha256()
    for name in sorted(bundle):
        for part in (name.encode(), bundle[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
