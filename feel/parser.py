"""Tokens to nodes, by recursive descent; every rule reads as far as it can and never goes back."""

from feel import nodes, unary
from feel.errors import FeelBudget
from feel.limits import NESTING
from feel.nodes import Node, Step
from feel.operands import Operands
from feel.operators import ARITHMETICAL, COMPARISONS, minus_sign

LEVELS = {"or": 1, "and": 2, "between": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
LEVELS |= dict.fromkeys(COMPARISONS, 3)
SUM_LEVEL = 4


class Parser(Operands):
    def expression_only(self) -> Node:
        node = self._expression()
        self.finish()
        return node

    def unary_tests_only(self) -> Step:
        """`-`, or tests of which one must pass, or `not(…)` of such."""
        if self.end_at(0) or (self.sees("-") and self.end_at(1)):
            return unary.passes_all
        negated = self.sees("not") and self.closes_at_the_end()
        self.place += 2 if negated else 0
        tests = self._tests()
        if negated:
            self.need(")")
        self.finish()
        return unary.none_of(tests) if negated else tests

    def _expression(self) -> Node:
        self.depth += 1
        if self.depth > NESTING:
            raise FeelBudget(f"Brackets and the like nest deeper than {NESTING}.", self.token.position)
        node = self._operation(1)
        self.depth -= 1
        return node

    def _operation(self, loosest: int) -> Node:
        """Operands joined by operators that bind at least as tightly as the level says."""
        node = self._signed()
        while (level := self._level()) >= loosest:
            if level <= LEVELS["and"]:
                node = self._logical(node, level)
                continue
            steps = []
            while self._level() == level:
                steps.append(self._step(level))
            node = nodes.chain(node, steps)
        return node

    def _level(self) -> int:
        return LEVELS.get(self.token.text, 0) if self.token.kind in {"sign", "name"} else 0

    def _logical(self, first: Node, level: int) -> Node:
        operands = [first]
        while self._level() == level:
            self.advance()
            operands.append(self._operation(level + 1))
        return nodes.disjunction(operands) if level == LEVELS["or"] else nodes.conjunction(operands)

    def _step(self, level: int) -> Step:
        operator = self.advance().text
        if operator == "in":
            return self._membership()
        if operator == "between":
            lowest = self._operation(SUM_LEVEL)
            self.need("and")
            return nodes.between(lowest, self._operation(SUM_LEVEL))
        operand = self._operation(level + 1)
        if operator in COMPARISONS:
            return nodes.comparison(COMPARISONS[operator], operand)
        return nodes.arithmetic(ARITHMETICAL[operator], operand)

    def _signed(self) -> Node:
        signs = 0
        while self.take("-"):
            signs += 1
        return nodes.chain(self._path(), [minus_sign] * signs)

    def _tests(self) -> Step:
        tests = [self._test()]
        while self.take(","):
            tests.append(self._test())
        return unary.one_of(tests)

    def _test(self) -> Step:
        operator = self.take(*COMPARISONS)
        if operator:
            return unary.compared(COMPARISONS[operator], self._operation(SUM_LEVEL))
        begin = self.place
        return self._matched(self._expression(), begin)

    def _membership(self) -> Step:
        """What follows `in`: one test, or several in brackets."""
        if self.take("("):
            return self._bracketed_tests()
        if self.sees(*COMPARISONS):
            return self._test()
        begin = self.place
        return self._matched(self._operation(SUM_LEVEL), begin)

    def _bracketed_tests(self) -> Step:
        tests: list[Step] = []
        if not self.sees(*COMPARISONS):
            begin = self.place
            first = self._expression()
            if self.sees(".."):
                return self._matched(self._interval(first, start_included=False), begin)
            tests.append(self._matched(first, begin))
        while not tests or self.take(","):
            tests.append(self._test())
        self.need(")")
        return unary.one_of(tests)

    def _matched(self, expression: Node, begin: int) -> Step:
        read = self.tokens[begin : self.place]
        return unary.matched(expression, asks=any(token.text == "?" and token.kind == "sign" for token in read))
