"""A real browser for page tests: the fixtures live in ``conftest.py`` here and in ``web``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe

# The sandbox needs rights that containers do not give; the rest keeps the browser quiet
# and off the network, so that a test never depends on it.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
#: What of a page can differ between day and night: its colours.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
#: Brought into a page once, however often it is looked at.
_AXE = Axe().axe_script
#: Only what is wrong comes back: the list of what is right is far longer.
_VIOLATIONS = "options => axe.run(document, options).then(found => found.violations)"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the system's Chromium, or the one that playwright has installed."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def accessibility_faults(page: Any, rules: Sequence[str] = ()) -> str:
    """Return what axe finds against WCAG 2.2 A and AA, as text; empty when nothing.

    Args:
        rules: only these rules of axe; all of WCAG 2.2 A and AA when it is left out.
    """
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG}
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    options = {"runOnly": only, "resultTypes": ["violations"]}
    return "\n".join(
        f"{found['id']} ({found['impact']}): {node['html']} {node['failureSummary']}"
        for found in page.evaluate(_VIOLATIONS, options)
        for node in found["nodes"]
    )


def runs_over(page: Any) -> int:
    """Return by how many pixels the page can be scrolled sideways."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
