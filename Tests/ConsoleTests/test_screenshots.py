"""The pictures of the README: the best views of the console, in few colours, so that they are small."""

import pathlib

import pytest
from PIL import Image
from playwright.sync_api import expect

from support import pages
from support.browser import SCHEMES, WIDTHS, Window
from support.looks import wait_for_media
from support.month import SCENES, VIDEOS

IMAGES = pathlib.Path(__file__).parents[2] / "docs/images"
MOST_BYTES = 150_000

# Name, page, width, scheme, and how many pixels of it from above.
VIEWS = [
    ("overview", "overview", "desktop", "light", 1240),
    ("overview-dark", "overview", "desktop", "dark", 1240),
    ("gallery", "gallery", "desktop", "light", 1000),
    ("result", "result-picture", "desktop", "light", 860),
    ("job-unknown", "job-unknown", "desktop", "light", 560),
    ("live", "live", "desktop", "dark", 800),
    ("keys-phone", "keys", "phone", "light", 844),
]


def watch_some_requests(page, gateway, month):
    """A page that has just been opened shows nothing yet."""
    expect(page.locator("[data-live=state]")).to_have_text("Following.")
    secrets = month.secrets
    gateway.picture("The harbour at noon", secrets["alice"])
    for key in ("carol", "alice"):
        gateway.picture(SCENES[2][0], secrets[key])
    gateway.create(VIDEOS, secrets["alice"], prompt="A boat", mode="fast", resolution="720p", aspect_ratio="16:9", duration="4",
                   generate_audio=False)
    gateway.picture(SCENES[0][0], secrets["bob"])
    gateway.picture("Something new", "the-secret-of-nightly-tests")
    gateway.create("bytedance/seedream-4.5/text-to-image", secrets["alice"], prompt="Gulls", aspect_ratio="1:1")
    expect(page.locator("[data-live=rows] tr")).to_have_count(7)


@pytest.mark.parametrize("name, page, width, scheme, height", VIEWS, ids=[view[0] for view in VIEWS])
def test_screenshots_of_the_readme(browser, gateway, month, cookies, album, request, name, page, width, scheme, height):
    assert width in WIDTHS and scheme in SCHEMES
    with Window(browser, gateway, width, scheme, cookies) as window:
        window.open(pages.address(page, month))
        size = WIDTHS[width] | {"height": height}
        window.page.set_viewport_size(size)
        if page == "live":
            watch_some_requests(window.page, gateway, month)
        wait_for_media(window.page)
        if window.page.locator("video").count():
            # Chromium's player shows that it loads for a moment longer than it does.
            window.page.wait_for_timeout(3000)
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
