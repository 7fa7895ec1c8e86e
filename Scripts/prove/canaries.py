"""The real gateway with secrets that can be recognised, through requests of every kind that go well and that go wrong. Then every
output, the database and its log are searched for them."""
import base64
import http.client
import http.server
import json
import os
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

PROGRAM, FOLDER = sys.argv[1:3]
DATA = os.path.join(FOLDER, "data")
KEPT = os.path.join(FOLDER, "kept")
MODEL = "google/nano-banana-2/text-to-image"


def canary(name):
    return f"canary-{name}-{secrets.token_hex(12)}"


CANARIES = {name: canary(name) for name in (
    "upstream-key", "admin-token", "alice-secret", "alice-callback-secret", "carol-secret", "wrong-key", "wrong-admin-token",
    "query-string", "user-info")}
SECRET_BYTES = secrets.token_bytes(24)
CANARIES["standard-callback-secret"] = base64.b64encode(SECRET_BYTES).decode()
checks = []


def check(what, is_so, more=""):
    checks.append(bool(is_so))
    if not is_so:
        print(f"FAILED: {what} {more}"[:400])


# ---- An upstream that repeats what it was sent

class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the Authorization header in everything, as the body's prompt says."""
    protocol_version = "HTTP/1.1"
    mode = "record"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Echo", self.headers.get("Authorization", ""))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        words = f"what you sent: {self.headers['Authorization']}"
        mode = str(body["args"].get("prompt")).split()[0]
        if mode == "rejected":
            self.answer(400, {"code": 3000, "info": words, "message": words})
        elif mode == "page":
            self.answer(502, f"<html>{words}</html>".encode(), "text/html")
        elif mode == "nonsense":
            self.answer(200, {"code": 0, "echo": words})
        elif mode == "broken":
            self.connection.close()
        elif mode == "throttled":
            self.answer(429, {"code": 4290, "message": words})
        else:
            self.answer(200, {"code": 0, "data": {"job_id": f"{mode}-{secrets.token_hex(6)}", "amount": "0.04", "echo": words}})

    def do_GET(self):
        words = f"what you sent: {self.headers['Authorization']}"
        job = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("id", [""])[0]
        record = {"id": job, "model": MODEL, "args": {"prompt": words}, "credit": "0.04", "refunded": False, "refunded_credit": "0",
                  "created_at": "2026-03-30T18:37:25.678Z", "updated_at": "2026-03-30T18:37:40.823Z", "echo": words}
        if job.startswith("fails"):
            record |= {"status": 3, "error": words, "refunded": True, "refunded_credit": "0.04"}
        elif job.startswith("unreadable"):
            return self.answer(500, {"code": 5000, "message": words})
        else:
            record |= {"status": 2, "result": {"images": [{"url": f"http://127.0.0.1:1/{job}.png", "note": words}]}}
        self.answer(200, {"code": 0, "data": record})


# ---- Callbacks

class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    received = []

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.received.append((str(self.headers) + "\n").encode() + body)
        self.send_response(500 if "fail" in self.path else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()


def serve(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# ---- Processes, and all that they say

processes = []


def start(name, arguments, environment=None):
    out = open(os.path.join(FOLDER, name + ".log"), "ab")
    process = subprocess.Popen([PROGRAM, *arguments], cwd=KEPT, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                               env={**os.environ, **(environment or {}), "SWIFT_BACKTRACE": "enable=no"})
    processes.append(process)
    return process


def command(*arguments, environment=None, keep=True, stdin=None):
    """Runs a command, and keeps what it says."""
    run = subprocess.run([PROGRAM, *arguments, *([] if "--gateway" in arguments else ["--config", SETTINGS])], cwd=KEPT, input=stdin,
                         capture_output=True, timeout=60, env={**os.environ, **ENVIRONMENT, **(environment or {})})
    if keep:
        number = len(os.listdir(KEPT))
        with open(os.path.join(KEPT, f"{number:04}-{'-'.join(arguments)[:60].replace('/', '_')}.txt"), "wb") as file:
            file.write(run.stdout + run.stderr)
    return run


class Client:
    """Asks, and keeps every answer, heads included."""

    def __init__(self, port):
        self.port = port
        self.number = 0

    def __call__(self, method, path, headers=None, body=None, keep=True):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            data = answer.read()
            head = f"{answer.status}\n{answer.headers}\n".encode()
        finally:
            link.close()
        self.number += 1
        if keep:
            with open(os.path.join(KEPT, f"http-{self.number:04}.txt"), "wb") as file:
                file.write(head + data)
        return answer, data

    def create(self, prompt, key, headers=None, raw=None, **members):
        body = raw if raw is not None else json.dumps({"model": MODEL, "args": {"prompt": prompt}, **members})
        return self("POST", "/api/v1/job/create", {"Authorization": f"Bearer {key}", **(headers or {})}, body)


def until(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    raise SystemExit(f"{what} has not come within {seconds} s; see {FOLDER}")


os.makedirs(KEPT)
SETTINGS = os.path.join(FOLDER, "gateway.yaml")
port, receiver = free_port(), serve(Receiver)
simulator_port = free_port()
ENVIRONMENT = {"CANARY_UPSTREAM": CANARIES["upstream-key"], "CANARY_ADMIN": CANARIES["admin-token"],
               "CANARY_ALICE": CANARIES["alice-secret"], "CANARY_CALLBACK": CANARIES["alice-callback-secret"],
               "CANARY_CAROL": CANARIES["carol-secret"],
               "CANARY_STANDARD": "whsec_" + CANARIES["standard-callback-secret"]}


def configure(upstream):
    with open(SETTINGS, "w", encoding="utf-8") as file:
        file.write(f"""
server: {{listen: "127.0.0.1:{port}", answer_timeout: 2s}}
upstream: {{base_url: "http://127.0.0.1:{upstream}", api_key: "${{CANARY_UPSTREAM}}", request_timeout: 3s, queue: {{deadline: 3s}}, poll: {{first: 50ms, max: 200ms}}}}
storage: {{path: "{DATA}"}}
cache: {{mirror_wait: 1s}}
keys:
  - {{name: alice, secret: "${{CANARY_ALICE}}", callback_secret: "${{CANARY_CALLBACK}}", budgets: {{day: 50.00}}}}
  - {{name: carol, secret: "${{CANARY_CAROL}}", callback_secret: "${{CANARY_STANDARD}}", models: ["acme/*"]}}
callbacks: {{allow_private_addresses: true}}
admin: {{token: "${{CANARY_ADMIN}}"}}
log: {{level: trace, requests: all, prompts: true}}
""")


def gateway(name):
    process = start(name, ["serve", "--config", SETTINGS], ENVIRONMENT)
    ask = Client(port)

    def ready():
        try:
            return ask("GET", "/-/health/ready", keep=False)[0].status == 200
        except OSError:
            return False
    until("the gateway", lambda: process.poll() is not None or ready())
    check("the gateway starts", process.poll() is None)
    return process, ask


def requests(ask, faults=None):
    alice, wrong = CANARIES["alice-secret"], CANARIES["wrong-key"]
    callback = f"http://127.0.0.1:{receiver}"
    for prompt in ("fine a", "fine a", "fails b", "unreadable c", "rejected d", "rejected d", "page e", "page e", "nonsense f",
                   "broken g"):
        ask.create(prompt, alice, {"Tollgate-On-Unknown": "refuse"})
    ask.create("fine i", alice, callback_url=callback + "/hook")
    ask.create("fine j", alice, callback_url=callback + "/fail")
    ask.create("fine k", alice, callback_url=f"http://user:{CANARIES['user-info']}@127.0.0.1:{receiver}/hook")
    ask.create("fine a", alice, {"Idempotency-Key": "one"})
    ask.create("fine a", alice, {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    ask.create("fine a", wrong)
    ask.create("", alice, raw="{")
    ask.create("", alice, raw=json.dumps({"model": MODEL, "args": {"prompt": 5}, "extra": [1]}))
    ask.create("carol", CANARIES["carol-secret"])
    ask.create("x", alice, {"Tollgate-Variant": "!"})
    ask.create("x", alice, {"Content-Encoding": "gzip"})
    ask.create("fine a", alice, {"Tollgate-Dry-Run": "1"})
    ask("POST", "/-/api/quote", {"Authorization": f"Bearer {alice}"}, json.dumps({"model": MODEL, "args": {"prompt": "q"}}))
    ask("GET", f"/nowhere?key={CANARIES['query-string']}", {"Authorization": f"Bearer {alice}"})
    ask("GET", f"/api/v1/job/query?id=0123456789abcdef01234567&key={CANARIES['query-string']}", {"Authorization": f"Bearer {alice}"})
    ask("GET", "/api/v1/job/query?id=x", {"Authorization": f"Basic {wrong}"})
    ask("GET", "/api/v1/job/query?id=x")
    ask.create("throttled h", alice)
    for line in (f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer {alice}\r\n\r\n", f"BAD {alice}\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
            link.sendall(line.encode())
            link.settimeout(5)
            with open(os.path.join(KEPT, f"raw-{secrets.token_hex(4)}.txt"), "wb") as file:
                try:
                    file.write(link.recv(65536))
                except OSError:
                    pass


def administration(ask):
    admin, alice = CANARIES["admin-token"], CANARIES["alice-secret"]
    description = json.loads(ask("GET", "/-/api/openapi.json", {"Authorization": f"Bearer {admin}"})[1])
    for path, operations in description["paths"].items():
        # What a key's callbacks are signed with is what it says, and the events do not end.
        if "get" not in operations or "secret" in path or path.endswith("/events"):
            continue
        target = path.replace("{name}", "alice").replace("{number}", "g1").replace("{id}", "c1")
        if not target.startswith("/-/api"):
            target = "/-/api" + target
        for bearer in (admin, alice, CANARIES["wrong-admin-token"]):
            ask("GET", target, {"Authorization": f"Bearer {bearer}"})
    for path in ("/-/metrics", "/-/health/live", "/-/health/ready"):
        ask("GET", path, {"Authorization": f"Bearer {admin}"})
    check("metrics are there", ask("GET", "/-/metrics", {"Authorization": f"Bearer {admin}"})[0].status == 200)


def console(ask):
    def remember(reply):
        answer, data = reply
        if found := answer.headers.get("Set-Cookie"):
            jar["Cookie"] = found.split(";")[0]
        if found := re.search(rb'name="form_token" value="([0-9a-f]+)"', data):
            jar["token"] = found[1].decode()
        return answer, data

    def post(path, **fields):
        return remember(ask("POST", "/-/console/" + path, {
            "Cookie": jar.get("Cookie", ""), "Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded"},
            urllib.parse.urlencode({**fields, "form_token": jar.get("token", "")})))

    def get(path):
        return remember(ask("GET", "/-/console/" + path, {"Cookie": jar.get("Cookie", "")}))

    jar = {}
    get("sign-in")
    post("sign-in", token=CANARIES["wrong-admin-token"])
    check("the console lets in", post("sign-in", token=CANARIES["admin-token"])[0].status == 303)
    for path in ("", "?period=24h", "live", "gallery", "results/g1", "jobs", "jobs/g1", "jobs/g2", "jobs/g4", "jobs/g5", "callbacks",
                 "keys", "keys/alice", "keys/carol", "keys/bob", "teams", "settings", "settings?show=set", "nothing"):
        get(path)


def command_line():
    # The one place where a key's secret is said is what makes it: its only line.
    made = command("keys", "create", "bob", keep=False)
    check("a key is made", made.returncode == 0, made.stderr)
    CANARIES["bob-secret"] = made.stdout.decode().strip()
    rotated = command("keys", "rotate", "bob", keep=False)
    CANARIES["bob-second-secret"] = rotated.stdout.decode().strip()
    for run, name in ((made, "made"), (rotated, "rotated")):
        check("a secret is said on one line of standard output", run.stdout.count(b"\n") == 1 and len(run.stdout) > 20)
        with open(os.path.join(KEPT, f"keys-{name}-errors.txt"), "wb") as file:
            file.write(run.stderr)
    for arguments in (
        ("keys", "list"), ("keys", "list", "--json"), ("keys", "show", "alice"), ("keys", "show", "bob", "--json"), ("teams", "list"),
        ("usage",), ("usage", "--json"), ("usage", "--by", "model", "--csv"), ("budgets",), ("ledger",), ("ledger", "--json"),
        ("history",), ("jobs", "list"), ("jobs", "list", "--json"), ("jobs", "list", "--state", "unknown"), ("jobs", "count"),
        ("jobs", "show", "g1"), ("jobs", "show", "g2", "--json"), ("jobs", "show", "g4", "--json"), ("jobs", "show", "g5"),
        ("cache", "list"), ("cache", "list", "--json"), ("cache", "search", "fine"), ("cache", "show", "g1"), ("assets", "list"),
        ("callbacks", "list"), ("callbacks", "list", "--json"), ("config", "show"), ("config", "check"), ("status",),
        ("status", "--json"), ("verify",), ("verify", "--json"), ("doctor",), ("--version",),
        ("backup", os.path.join(FOLDER, "backup")), ("keys", "list", "--gateway", f"http://127.0.0.1:{port}", "--token", CANARIES["wrong-admin-token"]),
    ):
        command(*arguments)
    command("keys", "list", "--gateway", f"http://127.0.0.1:{port}", environment={"TOLLGATE_ADMIN_TOKEN": CANARIES["admin-token"]})


# ---- What is found

def spellings(text):
    raw = text.encode()
    yield "as it is", raw
    yield "as hexadecimal digits", raw.hex().encode()
    for shift in range(3):
        # Base64 of anything in which it stands, without what its neighbours change.
        encoded = base64.b64encode(b"x" * shift + raw)
        yield "in Base64", encoded[4 if shift else 0:len(encoded) - 4]
    yield "backwards", raw[::-1]


def search(name, data, found, of=None):
    for canary_name, text in (of or CANARIES).items():
        for how, needle in spellings(text):
            if needle in data:
                found.append(f"{canary_name} {how} in {name}")
    for how, needle in (("as it is", SECRET_BYTES), ("as hexadecimal digits", SECRET_BYTES.hex().encode())):
        if needle in data:
            found.append(f"the bytes of a callback secret {how} in {name}")


def searched():
    found, count = [], 0
    for folder, _, names in os.walk(FOLDER):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                data = file.read()
            count += 1
            name = os.path.relpath(path, FOLDER)
            # What a client writes into the body of its create is kept as it came, like its prompt.
            ours = {k: v for k, v in CANARIES.items() if k != "user-info" or not name.startswith(("data/", "backup"))}
            search(name, data, found, ours)
    for place, data in enumerate(Receiver.received):
        search(f"callback {place}", data, found)
    return found, count


def database_secrets():
    """The secrets that the database keeps: they have to be there, and nowhere else."""
    base = sqlite3.connect(f"file:{DATA}/tollgate.sqlite?mode=ro", uri=True)
    found = {}
    for (table,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE '%ticket%' OR name LIKE '%secret%')"):
        for row in base.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, bytes) and len(value) >= 16:
                    found[f"{table} {len(found)}"] = value
    return found


try:
    configure(simulator_port)
    start("simulator", ["simulate", "--port", str(simulator_port), "--job-duration", "100ms"])
    until("the simulator", lambda: not socket.socket().connect_ex(("127.0.0.1", simulator_port)))
    process, ask = gateway("gateway")
    with open(f"/proc/{process.pid}/limits", encoding="ascii") as file:
        core = next(line for line in file if line.startswith("Max core file size"))
    check("no core may be written", core.split()[4:6] == ["0", "0"], core)
    with open(f"/proc/{process.pid}/coredump_filter", encoding="ascii") as file:
        check("nothing of the memory would be in a core", int(file.read(), 16) == 0)
    for fault in ({"on": "create", "kind": "html"}, {"on": "create", "kind": "unauthorized"}):
        link = http.client.HTTPConnection("127.0.0.1", simulator_port)
        link.request("POST", "/control/faults", json.dumps(fault))
        link.getresponse().read()
        ask.create(f"{fault['kind']}", CANARIES["alice-secret"])
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    check("the gateway stops", process.wait(30) == 0)

    # The same books with an upstream that repeats the key in all that it says.
    configure(serve(Echo))
    process, ask = gateway("gateway-echo")
    requests(ask)
    until("callbacks", lambda: len(Receiver.received) >= 2)
    command_line()
    administration(ask)
    console(ask)
    time.sleep(1.5)
    # While it runs and has written much, the log of the database is full.
    wal, _ = os.path.join(DATA, "tollgate.sqlite-wal"), None
    check("there is a write-ahead log", os.path.getsize(wal) > 0)
    while_running, _ = searched()
    process.send_signal(signal.SIGABRT)
    check("the signal ends it", process.wait(30) == -signal.SIGABRT, process.returncode)
    cores = [name for name in os.listdir(KEPT) + os.listdir(FOLDER) if name.startswith("core")]
    check("it leaves no core", not cores, cores)
    process, ask = gateway("gateway-again")
    process.send_signal(signal.SIGTERM)
    check("the gateway stops", process.wait(30) == 0)
    command("config", "show")
    command("keys", "list")

    after, count = searched()
    found = sorted(set(while_running + after))
    for line in found:
        print("FOUND:", line)
    check("no canary is anywhere", not found)
    texts = b"".join(open(os.path.join(KEPT, name), "rb").read() for name in sorted(os.listdir(KEPT)))
    logs = b"".join(open(os.path.join(FOLDER, name), "rb").read() for name in os.listdir(FOLDER) if name.endswith(".log"))
    kept = database_secrets()
    check("the database has secrets", kept)
    for name, value in kept.items():
        for needle in (value, value.hex().encode(), base64.b64encode(value)):
            check(f"{name} is in the database only", needle not in texts and needle not in logs)
    # What was looked for would have been found.
    check("the log has lines of requests", b'"message":"request"' in logs)
    check("the log has prompts, as it was told to", b'"prompt":"fine a' in logs)
    check("the upstream did repeat its key", b"what you sent: Bearer ***" in texts)
    check("secrets are masked in the configuration", texts.count(b'"***"') >= 3)
    proof = []
    search("itself", CANARIES["alice-secret"].encode() + base64.b64encode(b"Bearer " + CANARIES["upstream-key"].encode()), proof)
    check("the search finds what is there", len(proof) == 2, proof)
    answers = len([name for name in os.listdir(KEPT) if name.startswith("http-")])
    print(f"{len(CANARIES)} canaries, in 4 spellings, in {count} files: {answers} answers, "
          f"{len(os.listdir(KEPT)) - answers} outputs, logs at level trace, the database and its log; {len(found)} found")
    print(f"{sum(checks)} of {len(checks)} checks hold")
finally:
    for process in reversed(processes):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
sys.exit(0 if all(checks) and checks else 1)
