"""Forms as people fill them in: definitions compiled to WTForms fields, answers as plain JSON. Knows no web framework."""

from forms import compiler
from forms.bound import BoundForm, Form
from forms.evidence import Upload
from forms.problems import Problem, Problems


def compile(definition: bytes | dict) -> Form:
    """A form ready to be bound, from the bytes of a `.form` file; raises Problems with every fault found."""
    return Form(compiler.read(definition))


__all__ = ["BoundForm", "Form", "Problem", "Problems", "Upload", "compile"]
