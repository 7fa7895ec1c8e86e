"""Requests as they happen."""

import pytest
from playwright.sync_api import expect

from support.gateway import ask


@pytest.fixture
def live(window):
    window.open("live")
    expect(window.page.locator("[data-live=state]")).to_have_text("Following.")
    return window


def rows(page):
    return page.locator("[data-live=rows] tr")


def test_requests_appear_with_what_became_of_them(live, gateway, month, own):
    page = live.page
    expect(page.locator("[data-live=empty]")).to_be_visible()
    bought = gateway.picture(own("Seen while it is bought"), month.secrets["alice"])
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("miss")
    expect(rows(page).first).to_contain_text("paid $0.04")
    expect(rows(page).first).to_contain_text("alice")
    number = bought.fields["Tollgate-Generation"]
    gateway.kept(number)
    gateway.picture(own("Seen while it is bought"), month.secrets["carol"])
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text("hit")
    expect(rows(page).first).to_contain_text("saved $0.04")
    assert gateway.picture("It may not buy", "the-secret-of-nightly-tests").status == 504
    expect(rows(page).first).to_contain_text("refused")
    for outcome in ("hit", "miss", "refused"):
        expect(page.locator(f"[data-count={outcome}]")).to_have_text("1")
    colours = page.locator("[data-live=rows] .outcome").evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    assert len(set(colours)) == 3, colours
    rows(page).last.get_by_role("link", name=number).click()
    expect(page).to_have_url(f"{gateway.console}jobs/{number}")


def test_it_pauses_and_follows_again(live, gateway, month, own):
    page = live.page
    page.get_by_role("button", name="Pause").click()
    gateway.picture(own("Nobody looks"), month.secrets["carol"])
    expect(page.locator("[data-count=miss]")).to_have_text("1")
    expect(rows(page)).to_have_count(0)
    page.get_by_role("button", name="Follow").click()
    expect(page.locator("[data-live=state]")).to_contain_text("1 ended meanwhile")
    gateway.picture(own("Somebody looks"), month.secrets["carol"])
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Clear").click()
    expect(rows(page)).to_have_count(0)


def test_the_stream_is_for_those_who_are_signed_in(gateway):
    # With this answer a browser does not ask again.
    answer = ask("GET", gateway.console + "live/events")
    assert answer.status == 204 and answer.body == b""
