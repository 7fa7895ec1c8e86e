"""./dev bench pages: how long the console's pages and the API's lists take with a million purchases and ten million rows of statistics.

The database is filled once and kept for the next time. Every page is asked for RUNS times, one request after the other, with the
session of somebody who is signed in; what is measured is the time from a request to the end of its answer, on loopback.
Usage: pages.py PROGRAM FOLDER FILLER RUNS
"""

import http.client
import pathlib
import re
import statistics
import sys
import time
import urllib.parse

import million
import servers

PURCHASES, STATISTICS = 1_000_000, 10_000_000
# The targets: at most so many seconds for each answer, and so many bytes more in memory after all of them.
LATEST, MOST_GROWTH = 0.100, 32e6
# Whoever waits longer has gone.
PATIENCE = 5.0
TOKEN = "admin-token-of-a-benchmark"
# A purchase in the middle of the list, and one at its end.
MIDDLE, OLDEST = f"g{PURCHASES // 2}", "g100"
DAY = 86_400_000
PAGES = ["/-/console/" + page for page in [
    "", "?period=24h", "?period=7d", "live", "gallery", f"gallery?before={MIDDLE}", "gallery?search=lighthouse", "gallery?search=number+777777", "gallery?search=nosuchword",
    "gallery?model=google%2F*", "gallery?model=acme%2F*", "gallery?key=filler", "gallery?pinned=true", f"results/{MIDDLE}",
    f"results/{MIDDLE}/purge", "jobs", f"jobs?before={OLDEST}", "jobs?state=succeeded", f"jobs?state=succeeded&before={MIDDLE}",
    "jobs?state=failed", "jobs?state=unknown", "jobs?state=running", f"jobs/{MIDDLE}", "callbacks", "callbacks?state=given_up", "keys",
    "keys/filler", "keys/alice", "keys/alice/rotate", "keys/alice/revoke", "teams", "teams/design", "settings", "settings?show=set",
]]
LISTS = ["/-/api/" + list for list in [
    "generations", f"generations?before={MIDDLE}", "generations?limit=1000", "generations?state=succeeded", "generations?state=failed",
    "generations?key=filler", "generations?team=design", "generations?model=google%2F*", "generations?model=acme%2F*",
    "generations?search=lighthouse", "generations?search=nosuchword", "generations?since={since}&until={until}",
    "generations/counts", f"generations/{MIDDLE}", "cache", "cache?search=lighthouse", f"cache?before={MIDDLE}", f"cache/{MIDDLE}",
    "ledger", "ledger?key=filler", "ledger?team=design&day={day}", "ledger?kind=refund", "usage?by=day", "usage?by=key",
    "usage?by=team", "usage?by=model", "usage/series?step=minute&since={hour}", "usage/series?step=hour&since={since}",
    "usage/series?step=day", "usage/series?step=hour&since={since}&team=design", "usage/series?step=hour&since={since}&model=vendor%2F*",
    "budgets", "callbacks", "keys", "teams",
]]


def main(program, folder, filler, runs):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = million.filled(program, folder, filler, PURCHASES, STATISTICS)
    more = f"admin: {{token: {TOKEN}}}\n"
    with servers.simulator(program, folder) as upstream:
        with servers.gateway(program, folder, upstream, data=data, more=more) as gateway:
            gateway.settle()
            visitor = Visitor(gateway.port)
            unknown = visitor.pages() - {urllib.parse.urlsplit(page).path for page in PAGES}
            if unknown:
                raise SystemExit(f"The console has pages that are not asked for here: {', '.join(sorted(unknown))}")
            visitor.connection.sock.settimeout(PATIENCE)
            for page in PAGES + LISTS:
                visitor.time(page, 1)
            before = gateway.memory()
            times = {page: visitor.time(page, runs) for page in PAGES + LISTS}
            after = gateway.memory()
    print(report(times, runs, before, after))
    servers.verdict(list(misses(times, before, after)))


class Visitor:
    """Somebody with a browser that is signed in, and the admin token."""

    def __init__(self, port):
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1200)
        self.fields = {}
        _, _, page = self.ask("GET", "/-/console/sign-in")
        form = {"form_token": re.search(r'name="form_token" value="(\w+)"', page)[1], "token": TOKEN}
        origin = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/x-www-form-urlencoded"}
        status, fields, page = self.ask("POST", "/-/console/sign-in", urllib.parse.urlencode(form), origin)
        if status != 303:
            raise SystemExit(f"The sign-in was answered with {status}: {page[:500]}")
        self.fields = {"Cookie": fields["Set-Cookie"].split(";")[0], "Authorization": f"Bearer {TOKEN}"}

    def ask(self, method, target, body=None, fields=None):
        self.connection.request(method, target, body, self.fields | (fields or {}))
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def pages(self):
        """What the navigation leads to."""
        navigation = re.search(r'<nav aria-label="Console">.*?</nav>', self.ask("GET", "/-/console/")[2], re.DOTALL)[0]
        return set(re.findall(r'href="([^"]*)"', navigation))

    def time(self, page, runs):
        """How long each of so many answers takes."""
        now = int(time.time() * 1000)
        span = {"since": now - 14 * DAY, "until": now - 7 * DAY, "hour": now - DAY // 12, "day": time.strftime("%Y-%m-%d", time.gmtime())}
        target = page.format(**span)
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            try:
                status, _, text = self.ask("GET", target)
            except TimeoutError:
                self.connection.close()
                self.connection.connect()
                self.connection.sock.settimeout(PATIENCE)
                return times + [PATIENCE]
            times.append(time.perf_counter() - began)
            if status != 200:
                raise SystemExit(f"{target} was answered with {status}: {text[:500]}")
        return times


def report(times, runs, before, after):
    lines = ["| page | median | worst |", "|---|---:|---:|"]
    lines += [f"| `{page}` | {statistics.median(all) * 1e3:.1f} ms | {max(all) * 1e3:.1f} ms |" for page, all in times.items()]
    return "\n".join(lines) + (
        f"\n\n{runs} requests for each, one after the other, with {PURCHASES:,} purchases and {STATISTICS:,} rows of statistics. "
        f"Memory (RSS): {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after.\n")


def misses(times, before, after):
    """What was promised and not kept, in sentences."""
    for page, all in times.items():
        if max(all) > LATEST:
            yield f"{page} took {max(all) * 1e3:.0f} ms, and not {LATEST * 1e3:.0f}."
    if after - before > MOST_GROWTH:
        yield f"Memory has grown by {(after - before) / 1e6:.1f} MB, and not {MOST_GROWTH / 1e6:.0f}."


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
