"""Both languages say everything, nothing is guessed, and every place in a sentence is kept."""

import importlib
import pkgutil
import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po

import webapp
from devtools import words
from tests.architecture.source import ROOT, read
from webapp.core.errors import Refusal
from webapp.core.i18n import LANGUAGES
from webapp.people.forms import SignInForm

_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
_LONG = 4  # words; a shorter text may well be the same in both languages


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> set:
    """Every sentence that the code says now."""
    found = tmp_path_factory.mktemp("words") / "messages.pot"
    words.extract(found)
    with found.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def catalogue(request):
    with (words.TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=request.param)


def test_there_is_a_catalogue_for_each_language():
    assert set(words.LANGUAGES) == set(LANGUAGES)


def test_the_catalogue_holds_what_is_said_and_nothing_else(catalogue, said):
    held = {message.id for message in catalogue if message.id}
    assert sorted(map(str, said - held)) == [], "not in the catalogue: run python -m devtools.words and translate"
    assert sorted(map(str, held - said)) == [], "nobody says this any more: run python -m devtools.words"
    assert not catalogue.obsolete


def test_nothing_is_left_untranslated_or_guessed(catalogue):
    assert [message.id for message in catalogue if message.id and not all(_strings(message))] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_plurals_have_the_forms_of_the_language(catalogue):
    assert catalogue.num_plurals == {"id": 1, "en": 2}[str(catalogue.locale)]
    plurals = [message for message in catalogue if message.pluralizable]
    assert plurals
    assert [message.id for message in plurals if len(message.string) != catalogue.num_plurals] == []


def test_every_place_of_a_sentence_is_kept(catalogue):
    wrong = [
        (message.id, string)
        for message in catalogue
        if message.id
        for string in _strings(message)
        if _places(string) != _places(message.id[-1] if message.pluralizable else message.id)
    ]
    assert wrong == []


def test_sentences_end_and_begin_as_the_english_ones(catalogue):
    wrong = [
        (message.id, string)
        for message in catalogue
        if message.id
        for string in _strings(message)
        if _edges(string) != _edges(message.id[-1] if message.pluralizable else message.id)
    ]
    assert wrong == []


def test_the_indonesian_catalogue_holds_no_english_sentences(catalogue):
    if str(catalogue.locale) != "id":
        return
    same = [m.id for m in catalogue if m.id and not m.pluralizable and m.id == m.string and _words(m.id) >= _LONG]
    assert same == []


def test_the_message_of_every_refusal_is_translatable(said):
    for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
        importlib.import_module(module.name)
    refusals = {kind for kind in _kinds(Refusal) if kind.__module__.startswith("webapp.")}
    assert {
        f"{kind.__module__}.{kind.__name__}": kind().message for kind in refusals if kind().message not in said
    } == {}


def test_the_messages_that_wtforms_brings_are_in_the_language_of_the_reader(app):
    with app.test_request_context(headers={"Accept-Language": "id"}):
        words_of_forms = SignInForm().meta.get_translations(SignInForm())
        messages = ("This field is required.", "Not a valid date value.", "Not a valid choice.")
        assert [message for message in messages if words_of_forms.gettext(message) == message] == []


def test_the_glossary_explains_the_terms_of_the_catalogue():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", read(ROOT / "docs" / "glossary.md"), re.MULTILINE)
    terms = {english.strip(): indonesian.strip() for english, indonesian in rows[1:] if "---" not in english}
    path = words.TRANSLATIONS / "id" / "LC_MESSAGES" / "messages.po"
    used = path.read_text("utf-8").lower()
    assert len(terms) > 30
    unused = {term for term in terms.values() if not any(form in used for form in term.lower().split(", "))}
    assert unused == set()


def _strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def _places(text: str) -> Counter:
    return Counter(_PLACES.findall(text))


def _edges(text: str) -> tuple[bool, bool, bool, str]:
    ending = text[-1:] if text[-1:] in ".:?!" else ""
    return text != text.lstrip(), text != text.rstrip(), "\n" in text, ending


def _words(text: str) -> int:
    return len(re.findall(r"[A-Za-z]{2,}", _PLACES.sub("", text)))


def _kinds(kind: type) -> set[type]:
    return {kind}.union(*(_kinds(below) for below in kind.__subclasses__()))
