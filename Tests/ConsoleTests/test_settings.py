"""What is in force, and how the gateway is."""

from playwright.sync_api import expect

from support.gateway import ADMIN_TOKEN


def test_settings_say_what_is_in_force_and_where_it_comes_from(window, gateway):
    window.open("settings")
    page = window.page
    settings = page.get_by_role("region", name="Configuration in force")
    row = settings.locator("tr").filter(has_text="server.listen")
    expect(row).to_contain_text(gateway.url.removeprefix("http://"))
    expect(row).to_contain_text("gateway.yaml")
    for name, value in (("budgets.day", "20"), ("callbacks.allow_private_addresses", "true")):
        expect(settings.locator("tr").filter(has_text=name)).to_contain_text(value)


def test_those_that_are_set_are_shown_alone(window):
    window.open("settings")
    page = window.page
    usual = page.locator("tr").filter(has_text="cache.max_file")
    expect(usual).to_contain_text("2GB")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="not the default").click()
    expect(usual).to_have_count(0)
    expect(page.locator("tr").filter(has_text="server.listen")).to_have_count(1)


def test_no_secret_is_shown(window):
    for path in ("settings", "settings?show=set"):
        window.open(path)
        text = window.page.content()
        for secret in (ADMIN_TOKEN, "the-secret-of-nightly-tests"):
            assert secret not in text


def test_health_versions_and_storage(window):
    window.open("settings")
    for title in ("Health", "Storage", "Versions"):
        facts = window.page.get_by_role("region", name=title, exact=True).locator("dd")
        assert facts.count() >= 1 and all(text.strip() for text in facts.all_inner_texts()), title
