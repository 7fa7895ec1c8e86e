"""What receivers are owed."""

import pytest
from playwright.sync_api import expect

from support.program import until


@pytest.fixture
def settled(gateway, month):
    """Every callback has been tried."""
    def all_tried():
        return all(callback["attempts"] > 0 for callback in gateway.admin("GET", "callbacks?limit=50"))

    until(all_tried, "every callback is tried")


def test_callbacks_say_how_often_they_were_tried_and_what_came_of_it(window, receiver, settled):
    window.open("callbacks")
    rows = window.page.locator("tbody tr")
    for path, state, what in (("/taken", "delivered", "1 attempt"), ("/gone", "given up", "410")):
        row = rows.filter(has_text=receiver.url + path).first
        expect(row.locator(".badge")).to_have_text(state)
        expect(row).to_contain_text(what)


def test_callbacks_are_listed_by_state(window, settled):
    window.open("callbacks")
    window.page.get_by_role("navigation", name="States").get_by_role("link", name="given up").click()
    window.page.wait_for_load_state()
    assert set(window.page.locator("tbody .badge").all_inner_texts()) == {"given up"}


def test_a_callback_that_was_given_up_is_posted_again(window, receiver, settled):
    window.open("callbacks?state=given_up")
    before = receiver.posted.count("/gone")
    window.page.locator("tbody tr").first.get_by_role("button", name="Retry").click()
    expect(window.page.get_by_role("status")).to_contain_text("posted again")
    until(lambda: receiver.posted.count("/gone") == before + 1, "the receiver has it again")


def test_all_that_were_given_up_are_posted_again(window, gateway, receiver, settled):
    def given_up():
        return len([one for one in gateway.admin("GET", "callbacks?state=given_up&limit=50") if one["url"].endswith("/gone")])

    owed = len([one for one in gateway.admin("GET", "callbacks?limit=50") if one["url"].endswith("/gone")])
    until(lambda: given_up() == owed >= 2, "they are given up")
    before = receiver.posted.count("/gone")
    window.open("callbacks")
    window.page.get_by_role("button", name="Retry all that were given up").click()
    expect(window.page.get_by_role("status")).to_contain_text("posted again")
    until(lambda: receiver.posted.count("/gone") == before + owed, "the receiver has all of them again")
