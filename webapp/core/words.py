"""Marks sentences for the translators where they stand; the page that shows them translates them."""


def N_(sentence: str) -> str:  # noqa: N802 the name that translation tools look for
    """The same sentence, now known to the catalogues."""
    return sentence
