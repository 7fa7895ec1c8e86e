"""Keys that share their budgets."""

from playwright.sync_api import expect

from support.money import dollars, spent_this_month


def test_a_team_is_made_changed_and_removed(window, gateway, own):
    name = own("sound")
    window.open("teams")
    page = window.page
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("A month").fill("12.50")
    page.get_by_role("button", name="Create the team").click()
    expect(page.get_by_role("status")).to_contain_text("created")
    window.open(f"teams/{name}")
    expect(page.get_by_role("region", name="Budgets")).to_contain_text("$12.50")
    page.get_by_label("A month").fill("20")
    page.get_by_label("A day").fill("3")
    page.get_by_role("button", name="Change the budgets").click()
    expect(page.get_by_role("status")).to_contain_text("changed")
    limits = {(budget["period"], budget["limit"]) for budget in gateway.admin("GET", "budgets") if budget.get("name") == name}
    assert limits == {("month", "20"), ("day", "3")}
    page.get_by_role("link", name="Remove…").click()
    page.get_by_role("link", name="Leave it").click()
    page.get_by_role("link", name="Remove…").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_contain_text("removed")
    assert name not in [team["name"] for team in gateway.admin("GET", "teams")]


def test_a_mistake_is_said(window):
    window.open("teams")
    page = window.page
    page.get_by_label("Name", exact=True).fill("no name")
    page.get_by_label("A day").fill("five")
    with window.watch.expecting(400):
        page.get_by_role("button", name="Create the team").click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("no name")


def test_a_team_says_what_its_keys_spend(window, gateway):
    window.open("teams")
    window.page.get_by_role("link", name="design").click()
    members = window.page.get_by_role("region", name="Keys")
    for name in ("alice", "carol"):
        spent = members.locator("tr").filter(has_text=name).locator("[data-label='Spent this month']")
        assert dollars(spent.inner_text()) == spent_this_month(gateway, name) > 0
    # Keys hold it, so that it cannot be removed.
    expect(window.page.get_by_role("link", name="Remove…")).to_have_count(0)


def test_a_declared_team_is_not_changed_here(window):
    window.open("teams/film")
    expect(window.page.locator("main")).to_contain_text("declared in the configuration file")
    expect(window.page.get_by_role("button", name="Change")).to_have_count(0)
