"""What was spent and saved."""

import re

from playwright.sync_api import expect


def dollars(text):
    return float(re.search(r"\$([\d,]+\.\d+)", text)[1].replace(",", ""))


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
    expect(window.page.get_by_role("row").filter(has_text=month.unknown)).to_be_visible()


def test_the_chart_has_a_bar_for_each_day_and_a_table_behind_it(window, gateway):
    window.open()
    page = window.page
    chart = page.locator("figure.chart").first
    expect(chart.get_by_role("img")).to_have_attribute("aria-label", re.compile("spent"))
    assert chart.locator("rect.spent").evaluate_all("all => all.filter(bar => bar.height.baseVal.value > 0).length") >= 20
    table = page.locator("details").filter(has=page.get_by_text("As a table")).first
    table.locator("summary").click()
    days = table.locator("tbody tr").count()
    assert days >= 20
    expect(table.locator("tbody")).to_contain_text("2026-11-24")


def test_budgets_are_bars_that_say_what_is_left_and_until_when(window):
    window.open()
    budgets = window.page.get_by_role("region", name="Budgets")
    for title in ("The gateway, today", "The gateway, this month", "Team design", "Key alice, today"):
        expect(budgets).to_contain_text(title)
    bar = budgets.locator(".budget").first
    expect(bar).to_contain_text(re.compile(r"\$\d+\.\d+ left, resets in \d+ h"))
    assert bar.locator("rect.spent").evaluate("bar => bar.width.baseVal.value") > 0
