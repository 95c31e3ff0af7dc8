"""The counts of hostile files and expressions are worth something only if a failure would be counted."""

from benchmarks import hostility
from webapp.library import bundles, checks


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


def test_files_are_cut_overwritten_and_repeated():
    whole = bundles.shipped("appraisal")
    grown = []
    for seed in range(60):
        pack = hostility.damaged(seed)
        grown.append(sum(map(len, pack.values())) - sum(map(len, whole.values())))
        assert pack != whole
    assert min(grown) < -9
    assert max(grown) > 9 * hostility.DAMAGES  # more than what is put in


def test_an_expression_that_gets_out_is_counted(monkeypatch):
    monkeypatch.setattr(hostility, "outcome", lambda _source: object)
    assert hostility.attacks(None, 1)[0].value > 0
