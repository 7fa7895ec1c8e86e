"""Every link and file of every page leads somewhere."""

import collections
import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from support import pages

# Of each kind of address, those of one purchase and of another are alike: so many are followed.
MOST_OF_A_KIND = 12


def kind(address):
    """An address without what it names."""
    return re.sub(r"\b(g\d+|c\d+|[0-9a-f]{64})\b", "…", re.sub(r"=[^&]*", "=…", address))


class Links(HTMLParser):
    def __init__(self, base):
        super().__init__()
        self.base, self.found, self.names, self.fragments = base, set(), set(), set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value:
                address, fragment = urldefrag(urljoin(self.base, value))
                self.found.add(address)
                if fragment and address == self.base:
                    self.fragments.add(fragment)
            if name == "id":
                self.names.add(value)


def test_no_link_leads_nowhere(browser, gateway, month, cookies):
    context = browser.new_context(base_url=gateway.console)
    context.add_cookies(cookies)
    waiting, seen, broken, followed = [gateway.console], {gateway.console}, [], collections.Counter()
    while waiting:
        address = waiting.pop(0)
        followed[kind(address)] += 1
        if followed[kind(address)] > MOST_OF_A_KIND:
            continue
        answer = context.request.get(address, max_redirects=0)
        if answer.status != 200:
            broken.append(f"{answer.status} {address}")
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        links = Links(address)
        links.feed(answer.text())
        broken += [f"#{name} in {address}" for name in links.fragments - links.names]
        broken += [f"{link} in {address} leads elsewhere" for link in links.found if not link.startswith(gateway.url)]
        new = sorted(link for link in links.found if link.startswith(gateway.url) and link not in seen)
        seen.update(new)
        waiting += new
    context.close()
    assert not broken, "\n".join(broken)
    # Whoever follows links comes to every page but those that tell of something done or searched.
    for name in pages.PAGES:
        if "=" not in pages.PAGES[name]:
            assert gateway.console + pages.address(name, month) in seen, f"No link leads to {name}"
    assert any("/-/assets/" in link for link in seen) and any("/static/" in link for link in seen)
