"""The pictures of the README: the best views of the console, in few colours, so that they are small."""

import pathlib

import pytest
from PIL import Image

from support import pages
from support.browser import SCHEMES, WIDTHS, Window
from support.looks import wait_for_media

IMAGES = pathlib.Path(__file__).parents[2] / "docs/images"
MOST_BYTES = 150_000

# Name, page, width, scheme, and how many pixels of it from above.
VIEWS = [
    ("overview", "overview", "desktop", "light", 1240),
    ("overview-dark", "overview", "desktop", "dark", 1240),
    ("gallery", "gallery", "desktop", "light", 1000),
    ("result", "result-picture", "desktop", "light", 860),
    ("job-unknown", "job-unknown", "desktop", "light", 560),
    ("keys-phone", "keys", "phone", "light", 844),
]


@pytest.mark.parametrize("name, page, width, scheme, height", VIEWS, ids=[view[0] for view in VIEWS])
def test_screenshots_of_the_readme(browser, gateway, month, cookies, album, request, name, page, width, scheme, height):
    assert width in WIDTHS and scheme in SCHEMES
    with Window(browser, gateway, width, scheme, cookies) as window:
        window.open(pages.address(page, month))
        size = WIDTHS[width] | {"height": height}
        window.page.set_viewport_size(size)
        wait_for_media(window.page)
        raw, small = album / f"readme-{name}.png", album / f"readme-{name}-small.png"
        window.page.screenshot(path=raw)
    with Image.open(raw) as picture:
        assert picture.size == (size["width"], size["height"])
        # Its octree keeps the few pixels of an accent that other ways lose among those of a picture.
        palette = picture.convert("RGB").quantize(256, method=Image.Quantize.FASTOCTREE)
        picture.convert("RGB").quantize(palette=palette).save(small, optimize=True)
    assert small.stat().st_size <= MOST_BYTES, f"{small} has {small.stat().st_size} bytes"
    if request.config.getoption("--update-screenshots"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        small.replace(IMAGES / f"{name}.png")
    else:
        assert (IMAGES / f"{name}.png").exists(), "The README has no such picture: ./dev test console --update-screenshots"
