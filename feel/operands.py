"""What stands between operators: constants, names, calls, brackets, conditions, loops, and the paths behind them."""

from collections.abc import Callable

from feel import nodes
from feel.cursor import Cursor
from feel.errors import FeelError
from feel.functions import FUNCTIONS, LONGEST_NAME
from feel.lexer import Token
from feel.limits import ARITHMETIC
from feel.names import Names
from feel.nodes import Node, Step
from feel.temporal import read_date, read_duration, read_moment

CONSTANTS = {"true": True, "false": False, "null": None}
RESERVED = {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between"}
RESERVED |= {"not", *CONSTANTS}


class Operands(Cursor):
    def __init__(self, source: str):
        super().__init__(source)
        self.names = Names()
        self.depth = 0
        self.signs = {
            "(": self._group,
            "[": self._list,
            "]": self._open_interval,
            "{": self._context,
            "?": lambda: nodes.subject,
        }
        self.words = {"if": self._if, "for": self._for, "some": self._some, "every": self._every}

    def _expression(self) -> Node:
        raise NotImplementedError

    def _path(self) -> Node:
        """A value with any number of `.name` and `[filter]` behind it."""
        first = self._primary()
        steps: list[Step] = []
        while True:
            if self.take("."):
                steps.append(nodes.member(self.word("The name of a part").text))
            elif self.opens_filter():
                self.advance()
                with self.names.binding():
                    self.names.bind(self.token.position, "item")
                    self.names.bind(self.token.position)  # the names of each element
                    condition, weight = self._weighed(self._expression)
                self.need("]")
                steps.append(nodes.selection(condition, weight))
            else:
                return nodes.chain(first, steps)

    def _primary(self) -> Node:
        token = self.token
        match token.kind:
            case "number":
                return self._constant(ARITHMETIC.create_decimal(token.text))
            case "text":
                return self._constant(token.text)
            case "literal":
                return self._constant(self._temporal(token))
            case "name":
                return self._named(token)
            case "sign" if token.text in self.signs:
                self.advance()
                return self.signs[token.text]()
        raise self.unexpected()

    def _constant(self, value: object) -> Node:
        self.advance()
        return nodes.constant(value)

    def _temporal(self, token: Token) -> object:
        value = read_date(token.text) or read_moment(token.text) or read_duration(token.text)
        if value is None:
            raise FeelError(f'@"{token.text}" is no date and no duration.', token.position)
        return value

    def _named(self, token: Token) -> Node:
        if token.text in self.words:
            self.advance()
            return self.words[token.text]()
        if token.text in CONSTANTS:
            return self._constant(CONSTANTS[token.text])
        for words in range(LONGEST_NAME, 0, -1):
            if self._titles(words) in FUNCTIONS:
                return self._call(words)
        identifier = self._identifier()
        self._refuse_unknown_function(token)
        self.names.read(identifier)
        return nodes.name(identifier)

    def _titles(self, words: int) -> str | None:
        """The next words as one name, if an opening bracket follows them."""
        *title, bracket = self.tokens[self.place : self.place + words + 1]
        named = len(title) == words and all(word.kind == "name" for word in title)
        called = bracket.kind == "sign" and bracket.text == "("
        return " ".join(word.text for word in title) if named and called else None

    def _refuse_unknown_function(self, first: Token) -> None:
        title, index = [first.text], self.place
        while self.tokens[index].kind == "name" and self.tokens[index].text not in RESERVED:
            title.append(self.tokens[index].text)
            index += 1
        if self.tokens[index].kind == "sign" and self.tokens[index].text == "(":
            raise FeelError(f"There is no function {' '.join(title)!r}.", first.position)

    def _call(self, words: int) -> Node:
        position = self.token.position
        function = FUNCTIONS[" ".join(self.advance().text for _ in range(words))]
        self.need("(")
        arguments = self._listed(")")
        if not function.accepts(len(arguments)):
            raise FeelError(f"{function.name} does not take {len(arguments)} values.", position)
        return nodes.call(function, arguments)

    def _listed(self, closing: str) -> list[Node]:
        elements: list[Node] = []
        while not self.take(closing):
            if elements:
                self.need(closing if self.end_at(0) else ",")
            elements.append(self._expression())
        return elements

    def _group(self) -> Node:
        inner = self._expression()
        if self.sees(".."):
            return self._interval(inner, start_included=False)
        self.need(")")
        return inner

    def _list(self) -> Node:
        if self.take("]"):
            return nodes.listing([])
        first = self._expression()
        if self.sees(".."):
            return self._interval(first, start_included=True)
        if self.take("]"):
            return nodes.listing([first])
        self.need(",")
        return nodes.listing([first, *self._listed("]")])

    def _open_interval(self) -> Node:
        return self._interval(self._expression(), start_included=False)

    def _interval(self, start: Node, *, start_included: bool) -> Node:
        self.need("..")
        end = self._expression()
        closing = self.take("]", ")", "[")
        if not closing:
            raise FeelError("A range ends with a bracket.", self.token.position)
        return nodes.interval(start, end, start_included=start_included, end_included=closing == "]")

    def _context(self) -> Node:
        entries: list[tuple[str, Node]] = []
        with self.names.binding():
            names = self.names.bind(self.token.position)
            while not self.take("}"):
                if entries:
                    self.need(",")
                key = self.advance() if self.token.kind == "text" else self.word("The name of an entry")
                self.need(":")
                entries.append((key.text, self._expression()))
                names.add(key.text)
        return nodes.context(entries)

    def _if(self) -> Node:
        condition = self._expression()
        self.need("then")
        then = self._expression()
        self.need("else")
        return nodes.conditional(condition, then, self._expression())

    def _for(self) -> Node:
        return self._iteration("return", nodes.loop)

    def _some(self) -> Node:
        return self._iteration("satisfies", nodes.some)

    def _every(self) -> Node:
        return self._iteration("satisfies", nodes.every)

    def _iteration(self, before_body: str, build: Callable[..., Node]) -> Node:
        iterators: nodes.Iterators = []
        with self.names.binding():
            while not iterators or self.take(","):
                identifier = self._identifier()
                self.need("in")
                iterators.append((identifier, self._domain()))
                self.names.bind(self.token.position, identifier)
            self.need(before_body)
            body, weight = self._weighed(self._expression)
        return build(iterators, body, weight)

    def _domain(self) -> Node:
        start = self._expression()
        return nodes.counting(start, self._expression()) if self.take("..") else start

    def _identifier(self) -> str:
        token = self.word("A name")
        if token.text in RESERVED:
            raise FeelError(f"The word {token.text!r} cannot stand here.", token.position)
        return token.text

    def _weighed(self, read: Callable[[], Node]) -> tuple[Node, int]:
        """A node, and the steps that one run of it costs."""
        begin = self.place
        return read(), 2 + self.place - begin
