"""Who may buy, and how much."""

from playwright.sync_api import expect

from support.gateway import ask
from support.money import dollars, spent_this_month


def test_a_key_is_created_with_limits_and_its_secret_is_shown_once(window, gateway, own):
    name = own("dora")
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open("keys")
    page = window.page
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Models").fill("google/*")
    page.get_by_label("A day").fill("2.50")
    page.get_by_label("Running at a time").fill("3")
    page.get_by_role("button", name="Create the key").click()
    secret = page.locator("#secret").inner_text()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    assert gateway.picture(own("Bought by a new key"), secret).status == 200
    assert gateway.create("suno/suno-v5/generate", secret, prompt="x", mode="description").status == 403
    page.get_by_role("link", name="To the key").click()
    for text in ("google/*", "$2.50", "active"):
        expect(page.locator("main")).to_contain_text(text)
    for path in ("keys", f"keys/{name}"):
        window.open(path)
        assert secret not in page.content()


def test_a_mistake_is_said_and_what_was_entered_stays(window, gateway):
    window.open("keys")
    page = window.page
    page.get_by_label("Name", exact=True).fill("erin")
    page.get_by_label("A day").fill("five")
    with window.watch.expecting(400):
        page.get_by_role("button", name="Create the key").click()
        expect(page.get_by_role("alert")).to_contain_text("five")
    expect(page.get_by_label("Name", exact=True)).to_have_value("erin")
    assert "erin" not in [key["name"] for key in gateway.admin("GET", "keys")]
    page.get_by_label("Name", exact=True).fill("alice")
    page.get_by_label("A day").fill("")
    with window.watch.expecting(409, 400):
        page.get_by_role("button", name="Create the key").click()
        expect(page.get_by_role("alert")).to_contain_text("alice")


def test_limits_are_changed_from_the_next_request_on(window, gateway, month):
    window.open("keys/carol")
    page = window.page
    page.get_by_label("A day").fill("0.00")
    page.get_by_role("button", name="Change the key").click()
    expect(page.get_by_role("status")).to_contain_text("changed")
    assert gateway.picture("Beyond the budget", month.secrets["carol"]).status == 402
    page.get_by_label("A day").fill("")
    page.get_by_role("button", name="Change the key").click()
    expect(page.get_by_role("status")).to_contain_text("changed")
    assert gateway.picture("Within the budget", month.secrets["carol"]).status == 200


def test_a_declared_key_is_not_changed_here(window):
    window.open("keys/nightly-tests")
    expect(window.page.locator("main")).to_contain_text("declared in the configuration file")
    expect(window.page.get_by_role("button", name="Change")).to_have_count(0)
    expect(window.page.get_by_role("link", name="Revoke")).to_have_count(0)


def test_a_revoked_key_no_longer_serves(window, gateway, own):
    name = own("frank")
    secret = gateway.admin("POST", "keys", {"name": name})["secret"]
    window.open(f"keys/{name}")
    page = window.page
    page.get_by_role("link", name="Revoke…").click()
    page.get_by_role("link", name="Leave it").click()
    page.get_by_role("link", name="Revoke…").click()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("status")).to_contain_text("revoked")
    assert ask("GET", gateway.url + "/api/v1/job/query?id=x", token=secret).status == 401


def test_a_key_gets_a_new_secret_and_the_old_one_an_overlap(window, gateway, own):
    name = own("irene")
    old = gateway.admin("POST", "keys", {"name": name})["secret"]

    def serves(secret):
        return gateway.picture("For both secrets", secret).status == 200

    page = window.page
    secrets = [old]
    for overlap, keeps_old in (("86400", True), ("0", False)):
        window.open(f"keys/{name}")
        page.get_by_role("link", name="New secret…").click()
        page.get_by_label("The old secret is accepted").select_option(overlap)
        page.get_by_role("button", name="Make a new secret").click()
        secrets.append(page.locator("#secret").inner_text())
        assert serves(secrets[-1]) and serves(secrets[-2]) == keeps_old, overlap
        if keeps_old:
            page.get_by_role("link", name="To the key").click()
            expect(page.locator("main")).to_contain_text("accepted until")
            assert secrets[-1] not in page.content()
    assert len(set(secrets)) == 3


def test_team_mode_and_models_are_changed(window, gateway, own):
    name = own("judy")
    secret = gateway.admin("POST", "keys", {"name": name})["secret"]
    window.open(f"keys/{name}")
    page = window.page
    page.get_by_label("Team", exact=True).select_option("design")
    page.get_by_label("Mode", exact=True).select_option("replay")
    page.get_by_role("button", name="Change the key").click()
    expect(page.get_by_role("status")).to_contain_text("changed")
    assert gateway.picture("It may not buy any more", secret).status == 504
    assert gateway.admin("GET", f"keys/{name}")["team"] == "design"


def test_keys_say_what_they_spend(window, gateway):
    window.open("keys")
    row = window.page.locator("tr").filter(has=window.page.get_by_role("link", name="bob"))
    assert dollars(row.locator("[data-label='Spent this month']").inner_text()) == spent_this_month(gateway, "bob") > 0
    expect(row).to_contain_text("2026")
