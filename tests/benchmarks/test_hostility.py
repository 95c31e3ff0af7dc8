"""The counts of hostile files and expressions are worth something only if a failure would be counted."""

from benchmarks import hostility
from webapp.library import checks


def test_a_check_that_raises_is_counted(monkeypatch):
    pack = hostility.damaged(1)
    assert hostility.is_answered(pack)

    def raises(_bundle):
        raise RecursionError

    monkeypatch.setattr(checks, "problems", raises)
    assert not hostility.is_answered(pack)


def test_the_same_number_damages_the_same_file():
    assert hostility.damaged(7) == hostility.damaged(7)
    assert len({frozenset(hostility.damaged(seed).items()) for seed in range(20)}) == 20


def test_an_expression_that_gets_out_is_counted(monkeypatch):
    monkeypatch.setattr(hostility, "outcome", lambda _source: object)
    assert hostility.attacks(None, 1)[0].value > 0
