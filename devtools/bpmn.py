"""Writes docs/bpmn.md from the cases that the tests walk: python -m devtools.bpmn"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    sys.path.insert(0, str(ROOT / "tests" / "workflows"))
    from conformance.table import written  # noqa: PLC0415  only here, where the tests can be found

    (ROOT / "docs" / "bpmn.md").write_text(written(), "utf-8")


if __name__ == "__main__":
    main()
