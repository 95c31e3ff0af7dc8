"""Forms of the tests, bound at a fixed time, and their pages parsed as a browser would."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

import forms

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "webapp" / "templates"
NOW = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - forms work in the agency's local time
PAGE = """
{% from "forms/form.html" import form, summary %}
{{ summary(bound) }}
{% call form(bound, "/tasks/1/completion", "Answers", draft_url="/tasks/1/draft", csrf_token="t") %}
<input type="hidden" name="_version" value="3">{% endcall %}
"""


@pytest.fixture(scope="session")
def plan() -> forms.Form:
    return forms.compile((HERE / "plan.form").read_bytes())


@pytest.fixture(scope="session")
def rating() -> forms.Form:
    return forms.compile((HERE / "rating.form").read_bytes())


@pytest.fixture(scope="session")
def ask() -> Callable:
    """A form of a few components given in place."""

    def build(*components: dict, **of_form: object) -> forms.Form:
        return forms.compile({"type": "default", "id": "asked", "components": list(components), **of_form})

    return build


@pytest.fixture(scope="session")
def fill() -> Callable:
    """Bind a post given as pairs."""

    def bind(form: forms.Form, *pairs: tuple[str, str], **more: object) -> forms.BoundForm:
        return form.bind(MultiDict(pairs), now=NOW, **more)

    return bind


@pytest.fixture(scope="session")
def rendered() -> Callable[[forms.BoundForm], Element]:
    """The rendered form as a tree."""
    template = templates().from_string(PAGE)

    def render(bound: forms.BoundForm) -> Element:
        html = template.render(bound=bound)
        html.encode()
        return html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)

    return render


def templates() -> Environment:
    """As plain as the macros allow: they need `_` and nothing else."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.globals["_"] = lambda text: text % {}
    return environment
