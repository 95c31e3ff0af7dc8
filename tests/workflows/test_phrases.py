"""What is said about moves, scenarios, runs and differences: every code has a sentence, every sentence is said."""

import re
from itertools import product
from pathlib import Path

import pytest

import workflows
from sentences import LANGUAGES
from workflows.comparison.differences import Change, Difference, _sentences
from workflows.phrases import CATALOGUE

PACKAGE = Path(workflows.__file__).parent
SAID_BY = {
    "move": ["transfer.py", "migration.py"],
    "scenario": ["scenarios/model.py", "scenarios/reading.py", "scenarios/playing.py", "scenarios/renewing.py"],
    "lab": ["lab/runs.py"],
}
STATES = {
    "step": ("added", "removed"),
    "flow": ("added", "removed"),
    "row": ("added", "removed", "moved"),
    "column": ("added", "removed"),
    "field": ("added", "removed", "moved"),
}


def words_in(files):
    return set(re.findall(r'"(\w+)"', " ".join((PACKAGE / file).read_text("utf-8") for file in files)))


def said_in(files):
    source = " ".join((PACKAGE / file).read_text("utf-8") for file in files)
    return set(re.findall(r'(?:Reason|_reason|Fault|\.fault|_impossible|_first_difference)\("(\w+)"', source))


@pytest.mark.parametrize("section", SAID_BY)
def test_every_code_has_a_sentence_and_every_sentence_a_code(section):
    known = {code.split(".", 1)[1] for code in CATALOGUE.sentences if code.startswith(f"{section}.")}
    assert said_in(SAID_BY[section]) <= known
    assert (
        sorted(code for code in known - words_in(SAID_BY[section]) if f"{section}.{code}" not in _whole(section)) == []
    )


def _whole(section):
    return " ".join((PACKAGE / file).read_text("utf-8") for file in SAID_BY[section])


def test_both_languages_say_the_same_values():
    for code, said in CATALOGUE.sentences.items():
        assert set(said) == set(LANGUAGES), code
        assert CATALOGUE.places(code, "en") == CATALOGUE.places(code, "id"), code


def test_every_kind_of_difference_can_be_said():
    told = set()
    for kind, states in STATES.items():
        for state, after, type_ in product(states, ("", "B"), ("userTask", "boundaryEvent", "strange")):
            if (kind, state, after) != ("row", "moved", "") and (kind == "step" or type_ != "boundaryEvent"):
                told |= {
                    phrase.sentence("id") for phrase in _sentences(Difference(kind, state, "a", "A", type_, after))
                }
    for kind in (*STATES, "setting", "entry"):
        for old, new in ((None, 1), (1, None), (1, 2)):
            changed = Difference(kind, "changed", "a", "A", changes=(Change("strange", old, new),))
            told |= {phrase.sentence("id") for phrase in _sentences(changed)}
    assert len(told) > 35
    assert not [sentence for sentence in told if "None" in sentence]
