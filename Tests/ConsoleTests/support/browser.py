"""Debian's Chromium, and windows in it."""

import os
import shutil

from playwright.sync_api import expect

from .watch import Watch

# For a machine that does much else as well.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

WIDTHS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
SCHEMES = ("light", "dark")


def launch(playwright):
    program = shutil.which("chromium")
    if program is None:
        raise AssertionError("chromium is missing: apt-get install chromium")
    # Its sandbox does not work for root.
    flags = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.getuid() == 0 else [])
    return playwright.chromium.launch(executable_path=program, args=flags)


class Window:
    """One page of the console in a context of its own, with a watch on it."""

    def __init__(self, browser, gateway, width="desktop", scheme="light", cookies=None, **options):
        self.gateway = gateway
        self.width = width
        self.context = browser.new_context(
            base_url=gateway.console, viewport=WIDTHS[width], color_scheme=scheme, locale="en-GB", timezone_id="UTC",
            reduced_motion="reduce", **options)
        self.context.set_default_timeout(PATIENCE)
        if cookies:
            self.context.add_cookies(cookies)
        self.watch = Watch(self.context, gateway.url)
        self.page = self.context.new_page()

    def open(self, path=""):
        return self.page.goto(path)

    def close(self):
        """Fails where anything was complained about."""
        self.context.close()
        self.watch.check()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.close()
        else:
            self.context.close()


def sign_in(page, token):
    page.goto("sign-in")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
