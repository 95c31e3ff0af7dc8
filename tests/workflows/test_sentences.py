"""What the checks say: every code that is used has a sentence in both languages, with the same values in it."""

import ast
import re
from pathlib import Path

import pytest

import feel
import sentences
from feel import reasons
from forms import problems as of_forms
from workflows import problems as of_processes

ROOT = Path(sentences.__file__).parents[1]
CATALOGUES = {
    "feel": reasons.CATALOGUE,
    "forms": of_forms.CATALOGUE,
    "sentences": sentences.CATALOGUE,
    "workflows": of_processes.CATALOGUE,
}
CODE = re.compile(r"[a-z]+\.(?!toml)[a-z][a-z-]*")
SAYING = {"found", "words", "warn", "unfit", "place", "problem", "refuse", "Unreadable", "_problem", "say", "at"}


def parsed(package: str):
    for path in sorted((ROOT / package).rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def codes_used(package: str) -> set[str]:
    """What looks like a code wherever the code says something, and the titles of fixes."""
    used = set()
    for node in parsed(package):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [
                part.value for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Constant)
            ]
            if name in SAYING:
                used |= {text for text in given if isinstance(text, str) and CODE.fullmatch(text)}
            elif name == "mended_by":
                used.add(f"fix.{given[0]}")
    return used


@pytest.mark.parametrize("package", ["forms", "workflows"])
def test_every_code_that_is_used_has_a_sentence(package):
    used = codes_used(package)
    assert len(used) > 20
    assert sorted(code for code in used if not CATALOGUES[package].knows(code)) == []


@pytest.mark.parametrize("package", CATALOGUES)
def test_every_sentence_is_there_in_both_languages_with_the_same_values(package):
    catalogue = CATALOGUES[package]
    for code, said in catalogue.sentences.items():
        assert set(said) == set(sentences.LANGUAGES), code
        assert catalogue.places(code, "en") == catalogue.places(code, "id"), code
        assert bool(said["en"]) == bool(said["id"]), code


@pytest.mark.parametrize("package", ["forms", "workflows"])
def test_no_sentence_is_left_that_nobody_says(package):
    written = " ".join(path.read_text("utf-8") for path in (ROOT / package).rglob("*.py"))
    unused = [
        code
        for code in CATALOGUES[package].sentences
        if f'"{code}"' not in written
        and f'"{code.removeprefix("fix.")}"' not in written
        and not code.startswith("pattern.")
    ]
    assert unused == []


def test_every_reason_of_an_expression_is_known_in_indonesian():
    """Each sentence that FeelError is raised with is found again, whatever its values."""
    calls = [node for node in parsed("feel") if isinstance(node, ast.Call)]
    raised = [_example(c.args[0]) for c in calls if getattr(c.func, "id", "") in {"FeelError", "FeelBudget"}]
    assert len(raised) > 20
    unknown = [text for text in raised if reasons.reason(feel.FeelError(text)).code == "other"]
    assert unknown == []


def _example(sentence: ast.expr) -> str:
    parts = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)


def test_a_sentence_is_said_in_the_language_of_the_reader():
    problem = of_processes.found("xml.size", "", 0, "p.bpmn", megabytes=2)
    assert problem.text == problem.sentence("en") == problem.sentence("fr") == "The file is larger than 2 MB."
    assert problem.sentence("id") == "Berkas lebih besar dari 2 MB."


def test_a_reason_inside_a_sentence_is_said_in_the_same_language():
    with pytest.raises(feel.FeelError) as raised:
        feel.check("a +")
    assert reasons.reason(raised.value).sentence("id") == "Ada yang kurang di bagian akhir."


def test_values_from_a_stranger_stand_on_one_line_and_are_short():
    problem = of_processes.found("extension.unknown", setting="\x1b[31m\n" + "x" * 5000 + "{0.__class__}")
    assert "\x1b" not in problem.text
    assert "\n" not in problem.text
    assert len(problem.text) < 200


@pytest.mark.parametrize(
    ("word", "meant"),
    [("suprvisor", "supervisor"), ("superivsor", "supervisor"), ("hr", None), ("hrr", "hr"), ("panel", None)],
)
def test_a_slip_of_the_pen_finds_what_was_meant(word, meant):
    assert sentences.nearest(word, ["supervisor", "superior", "hr", "panel"]) == meant
