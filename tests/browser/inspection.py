"""What every page must stand: axe finds nothing, and nothing is wider than the window."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE, NARROW = 1440, 390, 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(({violations}) =>
  violations.map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n =>
    n.html.slice(0, 160) + (n.any[0] ? ` (${n.any[0].message})` : '')).join(' | ')))"""
_STAND_STILL = """async () => {
  for (let frame = 0; frame < 3 || (frame < 30 && document.getAnimations().length); frame++)
    await new Promise(requestAnimationFrame);
}"""
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(e => `<${e.localName} class="${e.className}">`)"""


def inspect(page: Page, *, every_theme: bool = False) -> None:
    faults = faults_of(page, every_theme=every_theme)
    assert not faults, "\n".join(faults)


def faults_of(page: Page, *, every_theme: bool = False) -> list[str]:
    """Light at full width and dark on a phone; with `every_theme` both themes at both widths."""
    faults = []
    for width, themes in ((NARROW, []), (PHONE, ["dark", "light"]), (WIDE, ["light", "dark"])):
        _unfold(page, width)
        for theme in themes if every_theme else themes[:1]:
            _put_on(page, theme)
            faults += [f"{width} px, {theme}: {fault}" for fault in _axe(page)]
        faults += [f"{width} px: wider than the window: {fault}" for fault in page.evaluate(_TOO_WIDE)]
    _put_on(page, "light")
    page.set_viewport_size({"width": WIDE, "height": 900})
    return [f"{page.url}: {fault}" for fault in dict.fromkeys(faults)]


def _unfold(page: Page, width: int) -> None:
    """The whole page in one window, so that no bar lies over the fields that axe measures."""
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})


def _put_on(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.evaluate(_STAND_STILL)  # colours change by transitions, which even without motion take a few frames


def _axe(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe_script())
    return page.evaluate(_RUN, RULES)


@cache
def _axe_script() -> str:
    return AXE.read_text()
