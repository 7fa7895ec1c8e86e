"""Every page, at a desk and on a phone, light and dark: it fits, it can be used by everybody, and people can look at it afterwards."""

import pytest

from support import pages
from support.accessibility import COLOURS, violations
from support.browser import SCHEMES, WIDTHS, Window
from support.looks import check_fit, check_head, wait_for_media


@pytest.fixture(scope="module")
def bare(browser, gateway, month, cookies):
    """A window in which a test may run its own scripts, which the policy of the pages forbids."""
    window = Window(browser, gateway, cookies=cookies, bypass_csp=True)
    yield window
    window.close()


def examine(window, name, album):
    page = window.page
    page.wait_for_load_state()
    check_head(page, name)
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            wait_for_media(page)
            check_fit(page, f"{name} on a {width}")
            grave = violations(page, () if scheme == SCHEMES[0] else COLOURS)
            assert not grave, f"{name}, {width}, {scheme}:\n" + "\n".join(grave)
            page.screenshot(path=album / f"{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("name", pages.PAGES)
def test_page(bare, month, album, name):
    bare.open(pages.address(name, month))
    examine(bare, name, album)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_policy_holds_on_every_page(browser, gateway, month, cookies, width):
    """The window complains when it is closed."""
    with Window(browser, gateway, width, cookies=cookies) as window:
        for name in pages.PAGES:
            window.open(pages.address(name, month))
            window.page.wait_for_load_state()


@pytest.mark.parametrize("name", pages.ABSENT)
def test_what_there_is_not(bare, album, name):
    with bare.watch.expecting(404):
        assert bare.open(pages.ABSENT[name]).status == 404
        examine(bare, name, album)


def test_sign_in(browser, gateway, album):
    with Window(browser, gateway, bypass_csp=True) as window:
        window.open("sign-in")
        examine(window, "sign-in", album)


def test_a_secret_that_is_shown_once(bare, album):
    bare.open("keys")
    bare.page.get_by_label("Name", exact=True).fill("grace")
    bare.page.get_by_role("button", name="Create the key").click()
    examine(bare, "key-created", album)


def test_a_form_with_a_mistake(bare, album):
    bare.open("keys")
    bare.page.get_by_label("Name", exact=True).fill("no name")
    with bare.watch.expecting(400):
        bare.page.get_by_role("button", name="Create the key").click()
        examine(bare, "key-mistake", album)


BROKEN = {
    "document-title": "<!doctype html><html lang=en><main><h1>x</h1></main></html>",
    "html-has-lang": "<!doctype html><title>x · Tollgate</title><main><h1>x</h1></main>",
    "color-contrast": "<!doctype html><html lang=en><title>x</title><main><h1 style='color: #ccc; background: #fff'>Hard to read</h1></main>",
    "label": "<!doctype html><html lang=en><title>x</title><main><h1>x</h1><input></main>",
    "image-alt": "<!doctype html><html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main>",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_page_that_not_everybody_can_use_is_seen(browser, rule):
    page = browser.new_page()
    page.set_content(BROKEN[rule])
    assert any(line.startswith(rule) for line in violations(page)), violations(page)
    page.close()


@pytest.mark.parametrize("what, body", [
    ("title", "<html lang=en><title> · Tollgate</title><main><h1>x</h1></main>"),
    ("language", "<html><title>x · Tollgate</title><main><h1>x</h1></main>"),
    ("heading", "<html lang=en><title>x · Tollgate</title><main></main>"),
    ("width", "<html lang=en><title>x · Tollgate</title><main><h1>x</h1><div style='width: 200vw'>x</div></main>"),
    ("control", "<html lang=en><title>x · Tollgate</title><main><h1>x</h1><button style='all: unset; height: 9px'>x</button></main>"),
])
def test_a_page_that_is_not_whole_is_seen(browser, what, body):
    page = browser.new_page()
    page.set_content("<!doctype html>" + body)
    with pytest.raises(AssertionError):
        check_head(page, what)
        check_fit(page, what)
    page.close()
