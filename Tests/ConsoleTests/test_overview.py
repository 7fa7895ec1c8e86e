"""What was spent and saved."""

import re

from playwright.sync_api import expect

from support.money import dollars


def test_the_figures_are_those_of_the_books(window, gateway):
    window.open()
    page = window.page
    rows = {row["name"]: row for row in gateway.admin("GET", "usage?by=day")["rows"]}
    for title, days in (("Today", ["2026-11-24"]), ("This month", [day for day in rows if day.startswith("2026-11")])):
        section = page.get_by_role("region", name=title, exact=True)
        for word, member in (("Spent", "spent"), ("Saved", "saved")):
            shown = dollars(section.locator("dl div", has_text=word).locator("dd").inner_text())
            assert shown == round(sum(float(rows[day][member]) for day in days), 9) > 0, (title, word)


def test_unknown_outcomes_are_an_alarm_that_leads_to_them(window, month):
    window.open()
    alarm = window.page.get_by_role("alert")
    expect(alarm).to_contain_text("The outcome of")
    alarm.get_by_role("link", name="Settle it").click()
    expect(window.page.locator("main")).to_contain_text(month.unknown)


def test_charts_have_bars_and_a_table_behind_them(window):
    window.open()
    page = window.page
    charts = page.locator("figure.chart")
    assert charts.count() >= 2
    for place in range(charts.count()):
        expect(charts.nth(place).get_by_role("img")).to_have_accessible_description(re.compile(r"\d"))
        assert charts.nth(place).locator("rect").evaluate_all("all => all.filter(bar => bar.height.baseVal.value > 0).length") >= 20
    table = page.locator("details").filter(has=page.get_by_text("As a table"))
    table.locator("summary").click()
    expect(table.locator("tbody")).to_contain_text("24 Nov")
    assert table.locator("tbody tr").count() >= 20


def test_the_period_is_chosen(window):
    window.open()
    page = window.page
    seen = set()
    for period in ("24 hours", "7 days", "30 days"):
        page.get_by_role("navigation", name="Period").get_by_role("link", name=period).click()
        expect(page.get_by_role("navigation", name="Period").locator("[aria-current]")).to_have_text(period)
        seen.add(page.locator("figure.chart").first.locator(".days").inner_text())
    assert len(seen) == 3, seen


def test_budgets_are_bars_that_say_what_is_left_and_until_when(window):
    window.open()
    budgets = window.page.get_by_role("region", name="Budgets")
    for title in ("The gateway, today", "The gateway, this month", "Team design", "Key alice, today"):
        expect(budgets).to_contain_text(title)
    bar = budgets.locator(".budget").first
    expect(bar).to_contain_text(re.compile(r"\$\d+\.\d+ left, resets in \d+ h"))
    assert bar.locator("rect.spent").evaluate("bar => bar.width.baseVal.value") > 0
