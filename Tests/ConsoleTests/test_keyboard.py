"""Everything can be reached and used without a mouse."""

import pytest
from playwright.sync_api import expect

from support import pages

# What a keyboard has to reach, in the order of the page, each with a mark of its own.
MARK = """() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, video, audio')]
    .filter(element => element.checkVisibility() && element.getClientRects().length && !element.disabled && element.tabIndex >= 0);
  all.forEach((element, place) => { element.dataset.place = place; });
  return all.map(element => element.outerHTML.slice(0, 120));
}"""

# Where the focus is, and whether that is to be seen.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element.dataset.place === undefined) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  // Players and dates have buttons of their own, and draw the focus around the one that has it.
  const hasButtons = ['video', 'audio'].includes(element.localName) || element.type === 'datetime-local';
  return {place: Number(element.dataset.place), outlined: hasButtons || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""


def walk(page):
    """Goes through a page with Tab. Returns what there is, and where the focus came to."""
    there = page.evaluate(MARK)
    page.evaluate("document.activeElement.blur()")
    stops = []
    # Players have buttons of their own, and the parts of a date are stops of their own.
    parts = page.locator("video, audio, input[type^=date]").count()
    for _ in range(len(there) + 12 * parts + 3):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or (stops and focus["place"] < stops[-1]["place"]):
            break
        stops.append(focus)
    return there, stops


@pytest.mark.parametrize("name", ["overview", "gallery-search", "result-picture", "job-unknown", "callbacks", "keys", "key", "key-rotate", "teams",
                                  "team", "settings", "live"])
def test_tab_reaches_everything_in_order_and_shows_where_it_is(desk, month, name):
    desk.open(pages.address(name, month))
    there, stops = walk(desk.page)
    missed = [what for place, what in enumerate(there) if place not in [stop["place"] for stop in stops]]
    assert not missed and len(there) > 5, f"{name}: Tab does not reach {missed}"
    hidden = [there[stop["place"]] for stop in stops if not (stop["outlined"] and stop["inSight"])]
    assert not hidden, f"{name}: the focus is not seen on {hidden}"


def test_a_hidden_focus_is_seen(desk):
    desk.open("keys")
    desk.page.evaluate("""() => { for (const sheet of document.styleSheets) for (let n = sheet.cssRules.length - 1; n >= 0; n--)
      if (sheet.cssRules[n].selectorText === ':focus-visible') sheet.deleteRule(n); }""")
    desk.page.evaluate("() => { for (const link of document.querySelectorAll('a')) link.style.outline = 'none'; }")
    _, stops = walk(desk.page)
    assert any(not stop["outlined"] for stop in stops)


def test_the_first_stop_skips_to_the_content(desk):
    desk.open("jobs")
    page = desk.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="States").get_by_role("link", name="all", exact=True)).to_be_focused()


def test_a_key_is_made_without_a_mouse(desk, gateway):
    desk.open("keys")
    page = desk.page
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("henry")
    page.keyboard.press("Enter")
    expect(page.locator("#secret")).to_be_visible()
    assert "henry" in [key["name"] for key in gateway.admin("GET", "keys")]


def test_boxes_are_ticked_and_details_opened_with_the_space_bar(desk, month):
    desk.open("gallery")
    page = desk.page
    box = page.get_by_label("Pinned only")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".tile")).to_have_count(1)
    desk.open(f"results/{month.picture}")
    page.locator("summary").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#curl")).to_be_visible()
