"""Results, to look at."""

import re
import subprocess
import time

import pytest
from playwright.sync_api import expect

from support.month import SCENES

LOADED = "element => element.complete && element.naturalWidth > 0"
PLAYABLE = "element => element.readyState >= 1 && element.error === null && element.duration > 0"


def settled(locator, expression):
    """Waits until an element is as a script says."""
    deadline = time.monotonic() + 30
    while not locator.evaluate(expression):
        assert time.monotonic() < deadline, f"Not in 30 s: {expression}"
        time.sleep(0.05)


def test_pictures_videos_and_sounds_are_shown_and_play(desk):
    desk.open("gallery")
    tiles = desk.page.locator(".tile")
    pictures = tiles.locator("img")
    for place in range(pictures.count()):
        pictures.nth(place).scroll_into_view_if_needed()
        settled(pictures.nth(place), LOADED)
    for kind in ("video", "audio"):
        players = tiles.locator(kind)
        assert players.count() >= 1, kind
        players.first.scroll_into_view_if_needed()
        settled(players.first, PLAYABLE)
    assert tiles.count() == 24


def test_the_search_finds_words_of_prompts(window):
    window.open("gallery")
    page = window.page
    page.get_by_label("Words of the prompt").fill("lighthouse winter")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".tile")).to_have_count(1)
    expect(page.locator(".tile .prompt")).to_have_text(SCENES[6][0])
    page.get_by_label("Words of the prompt").fill("nosuchword")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_contain_text("No result matches")
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".tile")).to_have_count(24)


@pytest.mark.parametrize("label, value, count", [("Model", "suno/*", 1), ("Model", "google/veo-3.1/*", 24)])
def test_filters_by_model(window, label, value, count):
    window.open("gallery")
    window.page.get_by_label(label, exact=True).fill(value)
    window.page.get_by_role("button", name="Show").click()
    expect(window.page.locator(".tile")).to_have_count(count)
    assert all(text.startswith(value.rstrip("*")) for text in window.page.locator(".tile .detail:nth-of-type(1)").all_inner_texts())


def test_filters_by_key_and_pin(window, month):
    window.open("gallery")
    page = window.page
    page.get_by_label("Key", exact=True).select_option("bob")
    page.get_by_label("Pinned only").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_contain_text("No result matches")
    page.get_by_label("Key", exact=True).select_option("alice")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".tile")).to_have_count(1)
    assert page.locator(".tile a.prompt").get_attribute("href").endswith(month.picture)


def test_filters_by_team(window):
    """Bob is the only one of his team."""
    def shown(**choices):
        window.open("gallery")
        for label, value in choices.items():
            window.page.get_by_label(label, exact=True).select_option(value)
        window.page.get_by_role("button", name="Show").click()
        window.page.wait_for_load_state()
        for label, value in choices.items():
            expect(window.page.get_by_label(label, exact=True)).to_have_value(value)
        return window.page.locator(".tile a.prompt").evaluate_all("all => all.map(link => link.pathname)")

    assert shown(Team="film") == shown(Key="bob") != []
    assert shown(Team="film", Key="alice") == []


def test_pages_lead_to_the_oldest_and_back(desk, gateway):
    desk.open("gallery")
    page = desk.page
    seen = []
    while True:
        seen += page.locator(".tile a.prompt").evaluate_all("all => all.map(link => link.pathname)")
        if page.get_by_role("link", name="Older").count() == 0:
            break
        page.get_by_role("link", name="Older").click()
        page.wait_for_load_state()
    there = [result["number"] for result in gateway.admin("GET", "cache?limit=1000")]
    assert [path.rsplit("/", 1)[-1] for path in seen] == there and len(there) > 3 * 24
    page.get_by_role("link", name="Newest").click()
    expect(page.locator(".tile a.prompt").first).to_have_attribute("href", re.compile(seen[0]))


def test_a_result_says_what_was_asked_and_what_it_cost(window, month):
    window.open(f"results/{month.picture}")
    main = window.page.locator("main")
    expect(main).to_contain_text(SCENES[0][0])
    expect(main.get_by_role("heading", name="google/nano-banana-2/text-to-image")).to_be_visible()
    settled(main.locator(".stage img"), LOADED)
    expect(main.get_by_role("region", name="Arguments")).to_contain_text("16:9")
    ledger = main.get_by_role("region", name="Ledger")
    for entry in ("hold", "capture"):
        expect(ledger.locator("tr").filter(has_text=entry)).to_contain_text("$0.04")


def test_a_file_can_be_saved(window, month):
    window.open(f"results/{month.picture}")
    with window.page.expect_download() as saved:
        window.page.get_by_role("link", name="save").click()
    assert open(saved.value.path(), "rb").read(3) == b"\xff\xd8\xff"


def test_copied_as_curl_it_is_a_command_that_gets_the_same_result(window, month):
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open(f"results/{month.picture}")
    window.page.get_by_role("button", name="Copy as curl").click()
    expect(window.page.get_by_role("button", name="Copied")).to_be_visible()
    command = window.page.evaluate("navigator.clipboard.readText()")
    answer = subprocess.run(
        ["bash", "-c", command + " --silent --include --max-time 20"], env={"TOLLGATE_KEY": month.secrets["alice"], "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, timeout=30)
    assert "Cache-Status: tollgate; hit" in answer.stdout, answer
    assert f"Tollgate-Generation: {month.picture}" in answer.stdout


def test_pinned_and_unpinned(window, gateway, month):
    def is_pinned():
        return any(result["number"] == month.video for result in gateway.admin("GET", "cache?pinned=true"))

    window.open(f"results/{month.video}")
    page = window.page
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Its files are kept")
    expect(page.locator("main")).to_contain_text("Pinned since")
    assert is_pinned()
    page.get_by_role("button", name="Unpin").click()
    expect(page.get_by_role("status")).to_contain_text("may be removed")
    assert not is_pinned()


def test_what_is_removed_is_asked_about_first_and_gone_then(window, gateway, month, own):
    spare = gateway.picture(own("A draft that nobody needs"), month.secrets["carol"]).fields["Tollgate-Generation"]
    gateway.kept(spare)
    page = window.page
    window.open(f"results/{spare}")
    page.get_by_role("link", name="Remove…").click()
    page.get_by_role("link", name="Leave it").click()
    expect(page).to_have_url(f"{gateway.console}results/{spare}")
    page.get_by_role("link", name="Remove…").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("status")).to_contain_text("removed")
    assert all(result["number"] != spare for result in gateway.admin("GET", "cache?limit=50"))
    # What it cost stays in the books.
    assert gateway.state(spare) == "succeeded"


def test_variants_stand_beside_each_other(window, month):
    window.open(f"results/{month.picture}")
    page = window.page
    tiles = page.get_by_role("region", name="Variants").locator(".tile")
    expect(tiles).to_have_count(3)
    expect(tiles.filter(has_text="this one")).to_have_count(1)
    for place in range(3):
        settled(tiles.nth(place).locator("img"), LOADED)
    tiles.filter(has_not_text="this one").first.locator("a.prompt").click()
    expect(page).not_to_have_url(re.compile(month.picture + "$"))
    expect(page.locator(".eyebrow")).to_contain_text("variant")


def test_a_result_says_who_asked_for_it_again(window, month):
    window.open(f"results/{month.picture}")
    uses = window.page.get_by_role("region", name="Who asked for it again")
    carol = uses.locator("tr").filter(has_text="carol")
    expect(carol).to_contain_text("$0.08")
    uses.get_by_role("link", name="carol").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text("carol")
