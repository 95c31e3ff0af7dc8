"""Numbers typed in Indonesian or English."""

import pytest

from forms import numbers


def read(text: str, decimals: int | None = None) -> int | float | None:
    return numbers.parse(text, str, decimals=decimals)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        (" 12 ", 12),
        ("-3", -3),
        ("\u22123", -3),
        ("+7", 7),
        (",5", 0.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1.500,25", 1500.25),
        ("1,500.25", 1500.25),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1\u00a0500,5", 1500.5),
        ("1234,567", 1234.567),
        ("5,0", 5),
        ("007", 7),
        ("", None),
        ("   ", None),
    ],
)
def test_comma_and_point_are_both_understood(text, number):
    found = read(text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("text", ["1.500", "1,500", "12.000", "-1.500"])
def test_what_could_be_a_thousand_or_a_fraction_is_asked_again(text):
    with pytest.raises(ValueError, match="two ways"):
        read(text)


def test_three_decimals_are_read_where_the_field_takes_them():
    assert read("1,500", decimals=3) == 1.5


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "-inf",
        "1e5",
        "0x1F",
        "1,5,",
        "1.5,3",
        "1..5",
        "12 34",
        "1.50.000",
        "١٢",
        "\uff11\uff12",
        "1_000",
        "½",
        "--1",
        "1-",
        "%",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="must be a number"):
        read(text)


@pytest.mark.parametrize("text", ["9223372036854775808", "-99999999999999999999", "9" * 41, "0,12345678901234567"])
def test_numbers_that_json_or_the_database_would_bend_are_refused(text):
    with pytest.raises(ValueError, match=r"too (large|long|many)"):
        read(text)


def test_the_largest_number_is_kept_exactly():
    assert read("9223372036854775807") == 2**63 - 1


@pytest.mark.parametrize("number", [0, 12, -4, 1.5, 1234.567, 0.1, 1e-7, 123456789.25])
@pytest.mark.parametrize("sign", ["1.5", "1,5"])
def test_a_shown_number_can_be_typed_back(number, sign):
    shown = numbers.show(number, lambda text: sign if text == "1.5" else text)
    assert numbers.parse(shown, str, decimals=9) == number
    assert (sign[1] in shown) == isinstance(number, float)
