"""Makes the edits of a fix in a file of a pack, whatever its kind."""

from collections.abc import Iterable, Mapping

import forms
import workflows
from workflows.markup import Unreadable


class Unfixable(ValueError):
    """The edits do not fit the file as it is."""


def fixed(name: str, content: bytes, edits: Iterable[Mapping]) -> bytes:
    """The file with the edits made, in order. Raises Unfixable."""
    mend = forms.mend if name.lower().endswith(".form") else workflows.mend
    try:
        return mend(content, edits)
    except (forms.CannotMend, workflows.CannotMend, Unreadable) as error:
        raise Unfixable(str(error)) from None
