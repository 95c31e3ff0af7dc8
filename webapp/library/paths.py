"""Packs as they lie on a disk: a folder, a zip or a single file. Knows no database."""

from pathlib import Path

import workflows
from webapp.library import bundles
from webapp.library.bundles import Bundle
from webapp.library.refusals import BadBundle

FORMS = bundles.ROOT / "forms" / "definitions"


class Unfit(ValueError):
    """The path holds no pack that can be used; the message says why, a line for each reason."""


def bundle_at(path: Path) -> Bundle:
    """The files of the pack at the path. Raises Unfit."""
    try:
        if path.suffix == ".zip":
            return bundles.unpacked(path.read_bytes())
        files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
        found = {f.name: f.read_bytes() for f in files if f.suffix in bundles.SUFFIXES}
    except BadBundle as refusal:
        raise Unfit(f"{path}: {refusal.message % refusal.values}") from None
    except OSError as error:
        raise Unfit(f"{path}: {error.strerror or error}") from None
    if not found:
        raise Unfit(f"{path}: there is no file of a pack here.")
    return found


def completed(bundle: Bundle, process: workflows.Process) -> Bundle:
    """With the shipped forms for those that its tasks name and it does not bring."""
    names = [f"{form}.form" for form in process.forms if f"{form}.form" not in bundle]
    return {**bundle, **{name: (FORMS / name).read_bytes() for name in names if (FORMS / name).is_file()}}


def process_in(bundle: Bundle) -> workflows.Process:
    """The compiled process of the pack. Raises Unfit with all that is wrong."""
    try:
        return workflows.compile(bundle)
    except workflows.Problems as faults:
        lines = [f"{p.file}:{p.line}: {p.element}: {p.text}" for p in faults.problems if p.severity == "error"]
        raise Unfit("\n".join(lines)) from None
