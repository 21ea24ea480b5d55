"""Draws the app's icons from the mark in public/favicon.svg, with a Chromium. Run again only when the mark changes.

.venv/bin/python web_client/scripts/icons.py
"""

from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

PUBLIC: Final = Path(__file__).parents[1] / "public"
CHROMIUM: Final = "/usr/bin/chromium"
SUN: Final = "#ffb238"  # --voice of theme/tokens.css

# Name, pixels, how much of the width the mark takes. A mask may cut all but a circle of 80 %, and iOS makes what is
# transparent black: there the ground is the sun's own colour, to the edge.
ICONS: Final = (
    ("icon-192.png", 192, None),
    ("icon-512.png", 512, None),
    ("icon-maskable-512.png", 512, 0.78),
    ("apple-touch-icon.png", 180, 0.9),
)


def drawing(mark: str, pixels: int, part: float | None) -> str:
    width = round(pixels * (part or 1.0))
    ground = SUN if part else "transparent"
    return f"""<!doctype html><style>
        body {{ margin: 0; display: grid; place-items: center; height: {pixels}px; background: {ground}; }}
        svg {{ width: {width}px; height: {width}px; }}
    </style>{mark}"""


def main() -> None:
    mark = (PUBLIC / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, pixels, part in ICONS:
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(drawing(mark, pixels, part))
            page.screenshot(path=PUBLIC / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
