"""Loads a gateway, and compares what Prometheus has read with what the gateway's books say."""
import collections
import http.client
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PROGRAM, SETTINGS, GATEWAY, PROMETHEUS, FOLDER, PROMTOOL = sys.argv[1:7]
REQUESTS = int(sys.argv[7])
TOKEN = "the-admin-token-of-the-proof"
KEYS = {"alice": "the-key-of-alice-in-the-proof", "bob": "the-key-of-bob-in-the-proof"}
MODEL = "google/nano-banana-2/text-to-image"
MADE_UP = 10_000
# More series than these nobody wants of one gateway, whatever its clients do.
MOST_SERIES = 1000
checks = []


def check(what, is_so, more=""):
    checks.append(bool(is_so))
    if not is_so:
        print(f"FAILED: {what}: {more}"[:400])


def get(url):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {TOKEN}"} if url.startswith(GATEWAY) else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def query(expression):
    """The value of each series, by its labels."""
    answer = json.loads(get(PROMETHEUS + "/api/v1/query?" + urllib.parse.urlencode({"query": expression})))
    return {tuple(sorted((k, v) for k, v in one["metric"].items() if k not in ("__name__", "job", "instance"))): float(one["value"][1])
            for one in answer["data"]["result"]}


def value(expression):
    values = query(expression)
    return next(iter(values.values())) if len(values) == 1 else None


def in_threads(count, work, threads=16):
    """Calls `work` with a connection and each number, from several threads."""
    numbers = collections.deque(range(count))
    failures = []

    def run():
        link = http.client.HTTPConnection(GATEWAY.removeprefix("http://"), timeout=60)
        while numbers:
            try:
                number = numbers.popleft()
            except IndexError:
                break
            try:
                work(link, number)
            except (OSError, http.client.HTTPException) as error:
                failures.append(error)
                link.close()
        link.close()

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    check("every request is answered", not failures, failures[:3])


def ask(link, method, path, body=None, key=None):
    headers = {"Authorization": f"Bearer {KEYS[key]}"} if key else {}
    link.request(method, path, json.dumps(body) if body else None, headers)
    answer = link.getresponse()
    return answer.status, answer.read()


def load(link, number):
    """Of ten requests three buy, six repeat, and one is refused."""
    key = "alice" if number % 2 else "bob"
    kind = number % 10
    if kind == 9:
        ask(link, "POST", "/api/v1/job/create", {"model": "acme/of-nobody", "args": {"prompt": "x"}}, "bob")
    else:
        prompt = f"new {number}" if kind < 3 else f"again {number % 7}"
        model = "acme/priced-by-the-cap" if key == "alice" and kind == 1 else MODEL
        ask(link, "POST", "/api/v1/job/create", {"model": model, "args": {"prompt": prompt}}, key)


def settled():
    """Waits until nothing is under way, the statistics are written, and Prometheus has read a page from after that."""
    end = time.monotonic() + 120
    while time.monotonic() < end and any(count for state, count in query("tollgate_purchases").items()
                                         if dict(state)["state"] in ("held", "submitting", "running")):
        time.sleep(0.5)
    time.sleep(2.5)
    moment = time.time()
    while time.monotonic() < end and not (value("timestamp(tollgate_scrape_problem)") or 0) > moment + 1:
        time.sleep(0.2)


def usage(dimension):
    run = subprocess.run([PROGRAM, "usage", "--by", dimension, "--json", "--config", SETTINGS], capture_output=True, check=True, timeout=60)
    return json.loads(run.stdout)


def compare():
    by_key = usage("key")
    rows = {row["name"]: row for row in by_key["rows"]}
    check("both keys are in the report", set(rows) == set(KEYS), set(rows))
    creates = query("tollgate_creates_total")
    count = 0
    for name, row in rows.items():
        for outcome, member in (("hit", "hits"), ("joined", "joined"), ("miss", "purchases"), ("refused", "refused")):
            read = creates.get((("key", name), ("outcome", outcome)))
            check(f"creates of {name}, {outcome}", read == row[member], f"{read}, and {row[member]} in the books")
            count += row[member]
        for metric, member in (("tollgate_key_spent_dollars", "spent"), ("tollgate_saved_dollars_total", "saved")):
            read = query(metric).get((("key", name),))
            check(f"{member} by {name}", read == float(row[member]), f"{read}, and {row[member]} in the books")
    # To the last digit that a 64-bit float has.
    for metric, member in (("tollgate_spent_dollars", "spent"), ("tollgate_held_dollars", "held")):
        check(member, value(metric) == float(by_key["total"][member]), f"{value(metric)}, and {by_key['total'][member]}")
    check("the page has the amount exactly", f"tollgate_spent_dollars {by_key['total']['spent']}\n" in get(GATEWAY + "/-/metrics"))
    models = {row["name"]: row for row in usage("model")["rows"]}
    read = query(f'tollgate_model_creates_total{{model="{MODEL}"}}')
    for outcome, member in (("hit", "hits"), ("joined", "joined"), ("miss", "purchases")):
        check(f"creates of the model, {outcome}", read.get((("model", MODEL), ("outcome", outcome))) == models[MODEL][member])
    check("requests that were counted are those that were sent", count == REQUESTS, count)
    return by_key["total"], count


def series():
    return int(value('count({job="tollgate", __name__=~"tollgate_.*|process_.*"})'))


settled()
begin = time.monotonic()
in_threads(REQUESTS, load)
took = time.monotonic() - begin
settled()
total, count = compare()
print(f"{count} creates in {took:.0f} s while Prometheus read every second: {total['hits']} hits, {total['joined']} joined, "
      f"{total['purchases']} bought, {total['refused']} refused; spent ${total['spent']}, saved ${total['saved']}: the same in Prometheus")
before = series()

page = get(GATEWAY + "/-/metrics")
with open(FOLDER + "/page.txt", "w", encoding="utf-8") as file:
    file.write(page)
lint = subprocess.run([PROMTOOL, "check", "metrics"], input=page.encode(), capture_output=True, timeout=60, check=False)
check("promtool check metrics", lint.returncode == 0 and not lint.stderr.strip(), lint.stderr.decode() + lint.stdout.decode())
for name, problem in (("up", 1), ("tollgate_scrape_problem", 0), ("tollgate_unknown_purchases", 0)):
    check(name, value(name + '{job="tollgate"}' if name == "up" else name) == problem)
rules = json.loads(get(PROMETHEUS + "/api/v1/rules"))["data"]["groups"]
states = {rule["name"]: (rule["state"], rule["health"]) for group in rules for rule in group["rules"]}
check("every alarm's expression works", states and all(health == "ok" for _, health in states.values()), states)
check("no alarm rings", all(state == "inactive" for state, _ in states.values()), states)

# The expressions of the dashboard, with its variables filled in.
with open(FOLDER + "/../../../deploy/grafana/tollgate.json", encoding="utf-8") as file:
    dashboard = json.load(file)
expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
for expression in expressions:
    for variable, text in (("$__rate_interval", "1m"), ("$__range", "10m"), ("$instance", ".*"), ("$job", ".*")):
        expression = expression.replace(variable, text)
    try:
        answers = query(expression)
    except urllib.error.HTTPError as error:
        check(f"a panel's expression {expression}", False, error.read().decode())
        continue
    # What is compared with a bound may well have nothing to show.
    check(f"a panel shows something: {expression}", answers or ">" in expression, answers)

begin = time.monotonic()
in_threads(MADE_UP, lambda link, number: ask(
    link, "POST", "/api/v1/job/create", {"model": f"made/up-{number}", "args": {"prompt": "x"}},
    # One in ten is bought, at the price of models that nobody knows.
    "bob" if number % 10 else "alice"))
in_threads(MADE_UP, lambda link, number: ask(link, "GET", f"/nowhere/{number}?x={number}"))
took = time.monotonic() - begin
settled()
after = series()
check("made-up models and paths make no series", after <= before + 20, f"{before} before, {after} afterwards")
check("there are few series", after <= MOST_SERIES, after)
others = query('tollgate_model_creates_total{model="other"}')
check("made-up models are counted together", sum(others.values()) >= MADE_UP, others)
check("no name of theirs is in the page", "made/up" not in get(GATEWAY + "/-/metrics") and "nowhere" not in get(GATEWAY + "/-/metrics"))
longest = max(query("max_over_time(scrape_duration_seconds[10m])").values())
print(f"{MADE_UP} made-up models and {MADE_UP} made-up paths in {took:.0f} s: {before} series before, {after} afterwards; "
      f"the longest of all scrapes took {longest * 1000:.0f} ms")
print(f"{len(states)} alarms and {len(expressions)} expressions of the dashboard work; {sum(checks)} of {len(checks)} checks hold")
sys.exit(0 if all(checks) else 1)
