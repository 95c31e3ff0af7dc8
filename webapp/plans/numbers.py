"""Numbers as people typed them, kept exact: what the form gives, what the database holds, what the diagram gets."""

from decimal import Decimal


def exact(given: object) -> Decimal | None:
    """A number of an answer as the decimal it was typed as; None when nothing was typed."""
    return None if given is None or given == "" else Decimal(str(given))


def plain(number: Decimal | None) -> int | float | None:
    """The same as a process variable or a form value."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
