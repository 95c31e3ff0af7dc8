"""Whatever people answer and whenever: a stored case of the shipped cycle goes the way of one kept whole in memory."""

from os import environ

import pytest

from benchmarks.wandering import walk
from workflows import codec

WALKS = 40 * int(environ.get("SIKLUS_THOROUGH", "1"))


def test_no_walk_differs_from_its_reference():
    walks = [walk(seed) for seed in range(WALKS)]
    assert not [each.difference for each in walks if each.difference]
    assert {each.ended for each in walks} == {"finished"}
    assert len({element for each in walks for element in each.path}) > 90  # they come around


@pytest.mark.parametrize("lost", ["period", "work_rating", "supervisor"])
def test_a_variable_that_storing_loses_is_noticed(monkeypatch, lost):
    store = codec._packed

    def without(variables, parts):
        return store({name: value for name, value in variables.items() if name != lost}, parts)

    monkeypatch.setattr(codec, "_packed", without)
    assert any(walk(seed).difference for seed in range(5))
