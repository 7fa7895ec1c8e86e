"""What every page has to be like, whatever is on it."""

# What sticks out of the window to the right, the innermost elements first.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > width + 1);
  return out.reverse().slice(0, 5).map(element => element.outerHTML.slice(0, 160)).concat(`page: ${document.documentElement.scrollWidth}`);
}"""

# Controls that a finger does not hit: links within text may be as small as the text.
SMALL = """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), .button')]
  .filter(element => element.checkVisibility() && element.getClientRects().length)
  .filter(element => { const box = element.getBoundingClientRect(); return box.width < 16 || box.height < 16; })
  .map(element => element.outerHTML.slice(0, 160))"""


def check_head(page, name):
    """Title, language, and one heading of the first rank."""
    assert page.title().endswith(" · Tollgate") and len(page.title()) > len(" · Tollgate"), (name, page.title())
    assert page.locator("html").get_attribute("lang") == "en", name
    headings = page.locator("h1")
    assert headings.count() == 1 and headings.inner_text().strip(), name
    assert page.locator("main").count() == 1, name


def check_fit(page, name):
    """Nothing is cut off or has to be scrolled to sideways."""
    overflow = page.evaluate(OVERFLOW)
    assert not overflow, f"{name} is too wide: {overflow}"
    small = page.evaluate(SMALL)
    assert not small, f"{name} has controls that are too small: {small}"


# Pictures and players that are in sight, and not there yet.
LOADING = """() => [...document.querySelectorAll('img, video, audio')].filter(element => {
  const box = element.getBoundingClientRect();
  if (box.top > innerHeight || box.bottom < 0) return false;
  return element.localName === 'img' ? !element.complete : element.preload !== 'none' && element.readyState < 2 && !element.error;
}).length === 0"""


def wait_for_media(page):
    page.wait_for_function(LOADING)
