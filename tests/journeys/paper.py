"""Fills in pages as a person without JavaScript does: reads the form of the page, types, presses a button."""

from fnmatch import fnmatch

from lxml import html
from werkzeug.datastructures import MultiDict


class Paper:
    """The form of a task page, with all that it brings along; `fill` takes patterns of field names."""

    def __init__(self, browser, url: str) -> None:
        self._browser = browser
        self.url = url
        self.read(browser.get(url))

    def read(self, response) -> None:
        """Go on with the page that came back."""
        assert response.status_code in (200, 409, 422), f"{self.url}: {response.status_code}"
        page = html.fromstring(response.text)
        for template in page.xpath("//template"):
            template.getparent().remove(template)
        self.form = page.get_element_by_id("f--form")

    @property
    def names(self) -> list[str]:
        return sorted(name for name in self.form.fields if name)

    def fill(self, answers: dict[str, str]) -> None:
        """Type each answer into every field whose name fits the pattern; a pattern that fits nothing is a mistake."""
        for pattern, value in answers.items():
            fitting = [name for name in self.names if fnmatch(name, pattern)]
            assert fitting, f"{self.url} has no field {pattern}; it has {self.names}"
            for name in fitting:
                self.form.fields[name] = value

    def send(self):
        """Press the main button."""
        return self._browser.post(self.form.get("action"), data=self._pairs())

    def _pairs(self) -> MultiDict:
        return MultiDict(self.form.form_values())
