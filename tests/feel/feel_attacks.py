"""Sources and inputs that try to break out or to eat the machine; one table, so that a new idea is one line."""

from decimal import Decimal

import feel

HARMLESS = [None, False, 1, [], [None], {"a": None}, "X", "{0.__class__}", [None] * 5_000]


class Trap:
    """Betrays itself when any of its methods runs."""

    secret = "reached"

    def __getattribute__(self, name):
        raise AssertionError(f"the language looked at .{name} of a Python object")


class TrapText(str):
    def __eq__(self, other):
        raise AssertionError("the language ran a method of its input")

    __hash__ = str.__hash__
    upper = __str__ = __len__ = __eq__


def doubled(levels: int) -> list:
    value: list = [1]
    for _ in range(levels):
        value = [value, value]
    return value


INPUT = {
    "wide": list(range(5_000)),
    "enormous": [0] * 1_000_000,
    "text": "x" * 50_000,
    "twin": "x" * 49_999 + "y",
    "novel": "x" * 5_000_000,
    "rows": [{"k": n, "t": "y" * 1_000} for n in range(2_000)],
    "tree": doubled(40),
    "other_tree": doubled(40),
    "deep": None,
    "huge": 10**30_000,
    "far": Decimal("1e999999999"),
    "near": Decimal("1e-999999999"),
    "nan": float("nan"),
    "inf": float("inf"),
    "trap": Trap(),
    "trap_text": TrapText("x"),
    "big": 10**30,
}
for _ in range(5_000):
    INPUT["deep"] = [INPUT["deep"]]

ESCAPES = [
    "__import__('os')",
    '__import__("os").system("id")',
    'eval("1")',
    'exec("1")',
    'open("/etc/passwd")',
    "().__class__.__bases__",
    '"".__class__.__mro__',
    "text.__class__",
    "text.upper()",
    "wide.append(1)",
    "wide.__len__",
    "trap.secret",
    "trap.__class__",
    "string(trap)",
    "trap = trap",
    "trap_text = text",
    "upper case(trap_text)",
    "trap[1]",
    "count(trap)",
    "for x in trap return x",
    "[trap][item = 1]",
    "{a: trap}",
    "lambda: 1",
    "a := 1",
    "x = 1; y = 2",
    "import os",
    '"{0.__class__}"',
    '"%s" % 1',
    'f"{1}"',
    "`id`",
    "$env",
    "${7*7}",
    "{{7*7}}",
    "#{7*7}",
    "globals()",
    'getattr(text, "upper")',
    "date.today()",
    "now.__class__",
    'function(x) external {java: {class: "x"}}',
    'matches(text, "(x+)+y")',
    'replace(text, "(x+)+y", "")',
    '"\\u0000"',
    '"\\ud800"',
    "\x00",
    "\ud800",
    "1\u202e2",
]

BOMBS = {
    "a source without end": "1+" * 3_000 + "1",
    "only brackets": "(" * 2_000,
    "only list brackets": "[" * 2_000,
    "only braces": "{a:" * 1_300,
    "balanced brackets": "(" * 300 + "1" + ")" * 300,
    "nested lists": "[" * 300 + "]" * 300,
    "minus signs": "-" * 1_400 + "1",
    "ifs": "if true then " * 300 + "1" + " else 2" * 300,
    "nested not": "not(" * 300 + "true" + ")" * 300,
    "nested membership": "1 in (" * 300 + "1" + ")" * 300,
    "nested membership, never closed": "1 in (" * 300,
    "nested filters": "wide[" * 300 + "true" + "]" * 300,
    "a long path": "a" + ".a" * 700,
    "a long chain of filters": "wide" + "[true]" * 200,
    "a long sum": "+".join(["1"] * 700),
    "a long conjunction": " and ".join(["true"] * 700),
    "a long membership chain": "1" + " in 1" * 600,
    "many tests": "1 in (" + ",".join(["2"] * 700) + ")",
    "every level of operators, nested": "1 or 1 and 1 = 1 + 1 * 1 ** (" * 39 + "1" + ")" * 39,
    "an unfinished text": '"' * 3_999,
    "an unfinished comment": "/*" * 1_999,
    "slashes": "/" * 3_999,
    "backslashes": '"' + "\\" * 3_990,
    "blanks": " " * 3_999,
    "a long number": "9" * 3_999,
    "a long fraction": "0." + "9" * 3_900,
    "many functions": "abs(" * 39 + "1" + ")" * 39,
    "counting far": "for i in 1..1000000000 return i",
    "counting to a far number": "for i in 1..far return i",
    "counting between large ends": "for i in 10**30..10**30 return i",
    "counting a huge range value": "for i in [1..1000000000] return i",
    "loops in loops": "for a in wide, b in wide return a",
    "loops of loops": "for a in wide return for b in wide return a",
    "sixteen loops": "for " + ", ".join(f"x{n} in [1,2]" for n in range(16)) + " return 1",
    "forty loops": "for " + ", ".join(f"x{n} in [1]" for n in range(40)) + " return 1",
    "deep frames": "for " + ", ".join(f"x{n} in [1]" for n in range(15)) + " return count(for i in wide return text)",
    "deep frames read": "for "
    + ", ".join(f"x{n} in [1]" for n in range(14))
    + " return for i in wide return [missing,missing,missing,missing,missing,missing]",
    "some in some": "some a in wide, b in wide satisfies a + b < 0",
    "every in every": "every a in wide, b in wide satisfies a + b >= 0",
    "filter in filter": "wide[count(wide[item > 0]) < 0]",
    "a filter over a million": "enormous[item > 0]",
    "a loop over a million": "for x in enormous return x",
    "a path over a million": "enormous.a",
    "a million counted in": "1 in enormous",
    "sum of a million": "sum(enormous)",
    "a million reversed": "reverse(enormous)",
    "a million flattened": "flatten(enormous)",
    "doubling by append": "for i in wide return append(wide, i)",
    "doubling by concatenate": "{a: wide, b: concatenate(a, a), c: concatenate(b, b), d: concatenate(c, c)}",
    "doubling a text": "{a: text + text, b: a + a, c: b + b}",
    "doubling a text in steps": "{"
    + 'a0: "xxxxxxxx"'
    + "".join(f", a{n}: a{n - 1} + a{n - 1}" for n in range(1, 60))
    + "}",
    "doubling a structure": "{" + "a0: [1]" + "".join(f", a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 60)) + "}",
    "comparing doubled structures": "{"
    + "a0: [1], b0: [1]"
    + "".join(f", a{n}: [a{n - 1}, a{n - 1}], b{n}: [b{n - 1}, b{n - 1}]" for n in range(1, 35))
    + ", r: a34 = b34}.r",
    "doubled input": "tree",
    "doubled input compared": "tree = other_tree",
    "doubled input flattened": "flatten(tree)",
    "doubled input contained": "list contains([tree], other_tree)",
    "doubled input made distinct": "distinct values([tree, other_tree])",
    "doubled input tested": "tree in [other_tree, 1]",
    "deep input": "deep",
    "deep input compared": "deep = [deep]",
    "deep input flattened": "flatten(deep)",
    "deep input read": "deep.a",
    "texts kept in a list": 'for i in wide return text + "x"',
    "texts joined": 'string join(for i in wide return text, ",")',
    "one text many times": "for i in wide return text",
    "texts cut": "for i in wide return substring(text, 2)",
    "texts made upper": "count(for i in wide return upper case(text))",
    "texts compared": "count(for i in wide return text = twin)",
    "texts ordered": "count(for i in wide return text < twin)",
    "texts searched": 'count(for i in wide return contains(text, "xy"))',
    "texts tested": "count(for i in wide return text in (twin, twin, twin, twin))",
    "the largest text": "max(for i in wide return if even(i) then text else twin)",
    "a novel made upper": "upper case(novel)",
    "a novel split": 'split(novel, "x")',
    "a novel split into letters": 'split(novel, "")',
    "a text split": 'split(text, "x")',
    "a novel read as a number": "number(novel)",
    "a novel read as a date": "date(novel)",
    "a novel read as a duration": "duration(novel)",
    "a novel returned": "novel",
    "rows returned": "rows",
    "rows returned many times": "for r in rows return rows",
    "distinct rows": "distinct values(rows)",
    "distinct numbers": "distinct values(wide)",
    "distinct lists": "distinct values(for i in wide return [i])",
    "index of a row": "for r in rows return index of(rows, r)",
    "rows searched for rows": "rows[list contains(rows, item)]",
    "a tower of powers": "9**9**9**9",
    "a large power": "10**1000000",
    "a large fractional power": "1.0000001**999.99",
    "many powers": "count(for i in wide return 1.0000001**999.99)",
    "many roots": "count(for i in wide return 2**0.5)",
    "huge number": "huge + 1",
    "far number": "far + 1",
    "far number written": "string(far)",
    "near number": "near * 1",
    "the largest number written": "string(10**1000 ** 6)",
    "a number of a thousand digits, written often": "count(for i in wide return string(10**1000))",
    "a far number rounded": "decimal(10**1000, 30)",
    "a far remainder": "modulo(10**1000, 0.0000001)",
    "not a number": "nan + 1",
    "infinity": "[inf, -inf, inf - inf]",
    "big number returned": "10**1000",
    "far date": 'date("9999-12-31") + duration("P999999Y")',
    "early date": 'date("0001-01-01") - duration("P1D")',
    "long duration": 'duration("P999999D") * 1000000000000',
    "the longest duration negated": '-(duration("P999999D") * 1000 + duration("P999DT23H59M59.999999S"))',
    "the longest duration negated and negated": '- -(duration("P999999D") * 1000 + duration("P999DT23H"))',
    "durations for ever": 'count(for i in wide return date("2026-01-01") + duration("P1D") * i)',
    "a range for ever": "for i in [null..null] return i",
    "a range of texts": 'for i in ["a".."z"] return i',
    "contexts in a loop": "for i in wide return {a: i, b: i, c: i, d: i, e: i}",
    "empty contexts in loops": "for a in wide return for i in 1..1000 return {}",
    "lists in loops": "count(for a in wide return for i in 1..20 return [i])",
    "entries of contexts": "for r in rows return get entries(r)",
    "constant lists in a loop": "for i in wide return [" + ",".join("1" * 1 for _ in range(600)) + "]",
    "sums in a loop": "count(for i in 1..170 return " + "+".join(["i"] * 290) + ")",
    "names in a loop": "count(for i in 1..170 return [" + ",".join(["big"] * 290) + "])",
    "calls in a loop": "count(for i in 1..80 return [" + ",".join(["abs(i)"] * 290) + "])",
    "sums of a wide list": "[" + ",".join(["sum(wide)"] * 200) + "]",
    "maxima of a wide list": "[" + ",".join(["max(wide)"] * 200) + "]",
    "flattened wide lists": "[" + ",".join(["flatten(wide)"] * 200) + "]",
    "paths over rows": "[" + ",".join(["rows.k"] * 200) + "]",
    "get or else chains": "get or else(" * 39 + "null" + ", wide)" * 39,
}


def outcome(source, ask=feel.evaluate, *arguments):
    """The value, or the class of the one error that may come."""
    try:
        return ask(source, *arguments, INPUT)
    except feel.FeelError:
        return feel.FeelError
