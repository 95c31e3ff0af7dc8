"""Labels that form-js and the token simulation bring along are in the reader's language; what somebody typed stays."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

ENGLISH = {
    *("Components", "Search components", "Input", "Selection", "Presentation", "Containers", "Text field", "Text area"),
    *("Number", "Date time", "Checkbox", "Checkbox group", "Radio group", "Select", "Tag list", "File picker"),
    *("Text view", "Separator", "Spacer", "Group", "Dynamic list", "Create a Text field element", "Text"),
    *("General", "Condition", "Appearance", "Validation", "Constraints", "Static options", "Options source"),
    *("Field label", "Field description", "Default value", "Required", "Disabled", "Read only", "Hide if"),
    *("Binds to a form variable", "Condition under which the field is hidden", "Toggle section", "<none>"),
    *("Minimum length", "Maximum length", "Validation pattern", "Subtype", "Date label", "Time interval", "Prefix"),
    *("Click to set a dynamic value with FEEL expression", "Open pop-up editor", "Create new list item"),
    *("Path", "Default number of items", "Supported file formats", "Static", "Expression", "Custom", "Group label"),
    *("Remove Text field", "Remove Select", "Section contains edits", "List contains 1 item", "Vertical alignment"),
}
PARTS = {  # what is typed here is a label of the designer too
    "textfield": {"key": "a", "description": "Repeatable"},
    "datetime": {"key": "b", "subtype": "datetime", "dateLabel": "Search", "timeLabel": "Value"},
    "select": {"key": "c", "values": [{"label": "Value", "value": "Search"}]},
    "filepicker": {"key": "d"},
    "dynamiclist": {"path": "rows", "components": []},
    "text": {"text": "Repeatable"},
}
FORM = {
    "id": "labels",
    "type": "default",
    "schemaVersion": 19,
    "components": [{"type": kind, "id": f"Field_{kind}", "label": "Search", **more} for kind, more in PARTS.items()],
}
_SAID = """() => [...document.querySelectorAll(
    '.fjs-palette-container *, .fjs-properties-container *, .fjs-context-pad *, [class^=bts-], [class^=bts-] *'
  )].flatMap(e => [e.title, e.placeholder, ...[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data)])
  .filter(Boolean).map(words => words.trim())"""
_OPEN_ALL = "() => document.querySelectorAll('.bio-properties-panel-group-header:not(.open)').forEach(e => e.click())"


SIMULATION = {
    *("Token Simulation", "Play/Pause Simulation", "Reset Simulation", "Toggle Simulation Log", "Simulation Log"),
    *("Trigger Event", "Add pause point", "Set Sequence Flow", "Set animation speed = Fast", "No Entries"),
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_form_designer_speaks_the_language_of_the_page_and_leaves_what_was_typed(desk: Desk, language: str):
    desk.lay("agree_plan.form", json.dumps(FORM).encode())
    page = desk.page
    with _in(language, desk):
        said = _said_of(page)
        for part in page.locator(".fjs-form-editor [data-id^=Field_]").all():
            part.click(position={"x": 4, "y": 4})
            page.evaluate(_OPEN_ALL)
            page.wait_for_function("() => !document.querySelector('.bio-properties-panel-group-header:not(.open)')")
            said |= _said_of(page)
        assert said & ENGLISH == (ENGLISH if language == "en" else set())
        assert page.locator(".fjs-form-editor").get_by_text("Search", exact=True).count() == 5
        page.click(".fjs-form-editor [data-id=Field_textfield]", position={"x": 4, "y": 4})
        page.fill("#bio-properties-panel-key", "General")
        desk.press("Tab")
        typed = [FORM["components"][0] | {"key": "General"}, *FORM["components"][1:]]
        stored = desk.form()["components"]
        assert [part | given for part, given in zip(stored, typed, strict=True)] == stored


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_simulation_speaks_the_language_of_the_page(desk: Desk, language: str):
    desk.lay("planning.bpmn")
    with _in(language, desk):
        desk.page.click("[data-do=simulate]")
        desk.page.locator(".bts-context-pad").first.wait_for()
        assert _said_of(desk.page) & SIMULATION == (SIMULATION if language == "en" else set())


@contextmanager
def _in(language: str, desk: Desk) -> Iterator[None]:
    """The editor in this language; afterwards the process admin reads Indonesian again."""
    desk.speak(language)
    desk.reload()
    yield
    desk.speak("id")


def _said_of(page: Page) -> set[str]:
    return set(page.evaluate(_SAID))
