"""The decision tables have no gap and no overlap, and a better rating never leads to a worse predicate."""

from itertools import product

import pytest
from lxml import etree
from pack_files import PACK, catalogue

import feel

DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
RATINGS = ["below", "meets", "above"]
PREDICATES = ["very_poor", "poor", "needs_improvement", "good", "very_good"]
COUNTS = [(breach, below, above) for breach in (True, False) for below in range(8) for above in range(8 - below)]
VALUES = {
    "final_predicate": list(product(RATINGS, RATINGS)),
    "follow_up": [(predicate,) for predicate in PREDICATES],
    "work_rating": [(None,), (0,), (89.99,), (90,), (95.5,), (100,), (100.01,), (120,)],
    "behaviour_rating": COUNTS,
}


class Table:
    """A decision table read straight from its file, so that the engine under test is not asked about itself."""

    def __init__(self, name):
        self.root = etree.fromstring((PACK / f"{name}.dmn").read_bytes())
        self.policy = self.root.find(f".//{DMN}decisionTable").get("hitPolicy")
        self.inputs = [e.findtext(f"{DMN}inputExpression/{DMN}text") for e in self.root.iter(f"{DMN}input")]
        self.rules = list(self.root.iter(f"{DMN}rule"))

    def hits(self, values):
        """(rule id, output) of every rule that fits."""
        variables = dict(zip(self.inputs, values, strict=True))
        fitting = [rule for rule in self.rules if fits(rule, values, variables)]
        return [(r.get("id"), feel.evaluate(r.findtext(f"{DMN}outputEntry/{DMN}text"), variables)) for r in fitting]

    def decide(self, *values):
        return self.hits(values)[0][1]


def fits(rule, values, variables):
    tests = [entry.findtext(f"{DMN}text") for entry in rule.iter(f"{DMN}inputEntry")]
    pairs = zip(tests, values, strict=True)
    return all(test == "-" or feel.unary(test, value, variables) is True for test, value in pairs)


@pytest.mark.parametrize("name", sorted(VALUES))
def test_exactly_one_rule_fits_whatever_is_asked(name):
    table = Table(name)
    assert table.policy == "UNIQUE"
    assert {values: len(table.hits(values)) for values in VALUES[name] if len(table.hits(values)) != 1} == {}


@pytest.mark.parametrize("name", sorted(VALUES))
def test_every_rule_is_reached_and_explains_itself_in_both_languages(name):
    table = Table(name)
    reached = {table.hits(values)[0][0] for values in VALUES[name]}
    assert reached == {rule.get("id") for rule in table.rules}
    sentences = [rule.findtext(f"{DMN}description") for rule in table.rules]
    assert all(sentence.endswith(".") and catalogue()[sentence] for sentence in sentences)


def test_the_predicate_follows_the_nine_cells():
    table = Table("final_predicate")
    rows = {work: [table.decide(work, behaviour) for behaviour in RATINGS] for work in RATINGS}
    assert rows == {
        "above": ["poor", "good", "very_good"],
        "meets": ["poor", "good", "good"],
        "below": ["very_poor", "needs_improvement", "needs_improvement"],
    }


def test_a_better_rating_never_lowers_the_predicate():
    table = Table("final_predicate")
    rank = {pair: PREDICATES.index(table.decide(*pair)) for pair in product(RATINGS, RATINGS)}
    for rating in RATINGS:
        along_behaviour = [rank[rating, behaviour] for behaviour in RATINGS]
        along_work = [rank[work, rating] for work in RATINGS]
        assert along_behaviour == sorted(along_behaviour)
        assert along_work == sorted(along_work)


def test_more_achievement_never_lowers_the_rating():
    table = Table("work_rating")
    found = [RATINGS.index(table.decide(value)) for value in (0, 50, 89.99, 90, 100, 100.01, 120)]
    assert found == sorted(found)


def test_behaviour_below_expectation_never_leads_to_a_reward():
    predicate, follow_up = Table("final_predicate"), Table("follow_up")
    assert {follow_up.decide(predicate.decide(work, "below")) for work in RATINGS} == {"coaching"}


def test_an_integrity_violation_outweighs_seven_excellent_values():
    assert Table("behaviour_rating").decide(True, 0, 7) == "below"
