"""Who gets in."""

import pytest
from playwright.sync_api import expect

from support.browser import Window, sign_in
from support.gateway import ADMIN_TOKEN, Gateway


@pytest.fixture
def stranger(browser, gateway):
    window = Window(browser, gateway)
    yield window
    window.close()


def test_every_page_leads_a_stranger_to_the_sign_in(stranger, month):
    for path in ("", "gallery", "jobs", "keys", f"results/{month.picture}"):
        stranger.open(path)
        expect(stranger.page).to_have_url(stranger.gateway.console + "sign-in")
    expect(stranger.page.get_by_label("Token")).to_be_focused()


def test_a_wrong_token_is_refused_and_the_right_one_leads_to_the_overview(stranger):
    page = stranger.page
    with stranger.watch.expecting(401):
        sign_in(page, "not-the-token")
        expect(page.get_by_role("alert")).to_contain_text("This is not the token")
    expect(page).to_have_title("Sign in · Tollgate")
    sign_in(page, ADMIN_TOKEN)
    expect(page).to_have_url(stranger.gateway.console)
    [cookie] = stranger.context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict" and cookie["path"] == "/-/console"
    assert page.evaluate("document.cookie") == ""


def test_who_signs_out_is_out(stranger, month):
    sign_in(stranger.page, ADMIN_TOKEN)
    stranger.page.get_by_role("button", name="Sign out").click()
    expect(stranger.page).to_have_url(stranger.gateway.console + "sign-in")
    stranger.open("keys")
    expect(stranger.page).to_have_url(stranger.gateway.console + "sign-in")
    assert stranger.context.cookies() == []


def test_without_keys_this_machine_is_let_in_and_the_first_key_closes_the_console(browser, program, folder, simulator):
    gateway = Gateway(program, folder / "open", simulator.url)
    try:
        with Window(browser, gateway) as window:
            page = window.page
            for path in ("", "gallery", "jobs", "callbacks"):
                window.open(path)
                expect(page.locator(".empty").first).to_be_visible()
            window.open("keys")
            expect(page.locator(".empty")).to_contain_text("admin.token")
            expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
            page.get_by_label("Name", exact=True).fill("alice")
            page.get_by_role("button", name="Create the key").click()
            secret = page.locator("#secret").inner_text()
            expect(page.locator("main")).to_contain_text("the console is closed")
            assert gateway.picture("A lighthouse", secret).status == 200
            with window.watch.expecting(401, 404):
                assert window.open("keys").status in (401, 404)
    finally:
        gateway.end()
