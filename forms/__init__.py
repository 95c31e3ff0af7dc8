"""Forms as people fill them in: definitions become WTForms fields, answers plain JSON. Knows no web framework."""

from forms import compiler
from forms.bound import BoundForm, Form
from forms.evidence import Upload
from forms.mending import CannotMend, mend
from forms.problems import Problem, Problems
from forms.sampling import sample, surroundings


def compile(definition: bytes | dict) -> Form:  # noqa: A001
    """A form ready to be bound, from the bytes of a `.form` file; raises Problems with every fault found."""
    return Form(compiler.read(definition))


__all__ = [
    "BoundForm",
    "CannotMend",
    "Form",
    "Problem",
    "Problems",
    "Upload",
    "compile",
    "mend",
    "sample",
    "surroundings",
]
