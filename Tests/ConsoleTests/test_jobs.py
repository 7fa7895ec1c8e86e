"""What was bought, and what became of it."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("state", ["running", "failed", "unknown", "rejected", "succeeded"])
def test_jobs_are_listed_by_state(window, month, state):
    window.open("jobs")
    window.page.get_by_role("navigation", name="States").get_by_role("link", name=state).click()
    window.page.wait_for_load_state()
    rows = window.page.locator("tbody tr")
    assert rows.count() >= 1
    assert set(rows.locator(".badge").all_inner_texts()) == {state}
    if state != "succeeded":
        expect(window.page.locator("tbody")).to_contain_text(getattr(month, state))


def test_a_job_that_failed_says_why_and_that_the_money_came_back(window, month):
    window.open(f"jobs/{month.failed}")
    main = window.page.locator("main")
    expect(main).to_contain_text("The prompt was refused by the safety filter.")
    expect(main.get_by_role("region", name="Ledger").locator("tr").filter(has_text="refund")).to_contain_text("$0.04")


def test_a_job_that_is_rejected_cost_nothing(window, month):
    window.open(f"jobs/{month.rejected}")
    expect(window.page.get_by_role("region", name="Ledger").locator("tr").filter(has_text="release")).to_be_visible()


def test_a_job_leads_to_what_came_back(window, month):
    window.open(f"jobs/{month.picture}")
    window.page.get_by_role("link", name="What came back").click()
    expect(window.page).to_have_url(f"{window.gateway.console}results/{month.picture}")


def an_unknown(gateway, simulator, month, prompt):
    simulator.fail({"on": "create", "kind": "dropAfter", "times": 1})
    answer = gateway.picture(prompt, month.secrets["bob"])
    simulator.fail()
    assert answer.status == 504
    return answer.fields["Tollgate-Generation"]


def test_an_unknown_outcome_is_settled_as_charged(window, gateway, simulator, month, own):
    number = an_unknown(gateway, simulator, month, own("An unknown that was charged"))
    window.open(f"jobs/{number}")
    window.page.get_by_role("button", name="It was charged").click()
    expect(window.page.get_by_role("status")).to_contain_text("settled as charged")
    assert gateway.state(number) != "unknown"


def test_an_unknown_outcome_is_bought_again(window, gateway, simulator, month, own):
    number = an_unknown(gateway, simulator, month, own("An unknown that is bought again"))
    window.open(f"jobs/{number}")
    window.page.get_by_role("button", name="Buy it again").click()
    expect(window.page.get_by_role("status")).to_contain_text("bought again")
    assert gateway.admin("GET", "generations?limit=1")[0]["number"] != number


def test_an_unknown_outcome_is_settled_as_not_charged(window, gateway, simulator, month, own):
    number = an_unknown(gateway, simulator, month, own("An unknown that was not charged"))
    window.open(f"jobs/{number}")
    window.page.get_by_role("button", name="It was not charged").click()
    expect(window.page.get_by_role("status")).to_contain_text("settled as not charged")
    assert gateway.state(number) == "released"
