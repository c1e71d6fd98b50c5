"""Makes docs/pictures/report.png: reports of invented practice, on a desk and on a phone.

``python -m tests.report_picture`` (needs Chromium and, for the same letters, Debian's fonts-noto-cjk).
"""

from __future__ import annotations

import base64
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.review.test_page import render
from tests.three_weeks import three_weeks

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "report.png"
LETTERS = ':root { --sans: "Noto Sans CJK SC", sans-serif; --serif: "Noto Serif CJK SC", serif; }'
HEIGHT = 850
FRAME = """<body style="margin:0;background:#d9d6cf;display:flex;gap:24px;padding:24px">
<img src="{desk}" style="border-radius:8px"><img src="{phone}" style="border-radius:8px"></body>"""


def main() -> None:
    """Write the picture."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), chromium_sandbox=False)
        desk = shot(browser, "en", 780, "light")
        phone = shot(browser, "zh", 390, "dark")
        size = {"width": 780 + 390 + 3 * 24, "height": HEIGHT + 2 * 24}
        page = browser.new_page(viewport=size)
        page.set_content(FRAME.format(desk=desk, phone=phone))
        page.screenshot(path=str(PICTURE))
        browser.close()


def shot(browser: Any, lang: str, width: int, scheme: str) -> str:
    """The first screen of a report, as an address for a picture."""
    page = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, bypass_csp=True
    ).new_page()
    page.set_content(render(three_weeks(lang), lang, shown=1))
    page.add_style_tag(content=LETTERS)
    return "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()


if __name__ == "__main__":
    main()
