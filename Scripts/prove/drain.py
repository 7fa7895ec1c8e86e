"""SIGTERM under load: see ./dev prove drain. Arguments: the program, a folder, how many rounds.

In each round a gateway is started on the same data folder. Clients create, repeat and ask, each on connections that it keeps; others
send a head or a body a byte at a time without an end, or take nothing of a large file. Then comes SIGTERM. Whatever had been sent
before must be answered, and the gateway must end with 0 within its deadline, whatever the slow ones do.
"""

import asyncio
import collections
import json
import os
import random
import signal
import sqlite3
import sys
import time
import urllib.request

sys.path.insert(0, os.path.dirname(__file__))
from processes import Processes, free_port, read_answer

MODEL = "google/nano-banana-2/text-to-image"
KEY = "the-key-of-the-proof"
REQUEST_TIMEOUT = 4
# docs/limits.md: upstream.request_timeout + 5 s. The process then still has to end.
DEADLINE = REQUEST_TIMEOUT + 5 + 2
# What was sent so long before the signal has reached the gateway, also on a machine that does much else.
ON_ITS_WAY = 0.3
CLIENTS = 24
SLOW = 8


class Round:
    def __init__(self, number, port, link):
        self.number, self.port, self.link = number, port, link
        self.signalled_at = None
        self.sent = []  # [when, kind, status or None]
        self.counter = 0
        self.slow_writers = []
        self.large_refused = 0

    def body(self, prompt):
        return json.dumps({"model": MODEL, "args": {"prompt": prompt}}).encode()

    def request(self, jobs):
        self.counter += 1
        kind = random.choices(["new", "known", "query"], [5, 3, 2])[0]
        if kind == "query" and jobs:
            return kind, "GET", f"/api/v1/job/query?id={random.choice(jobs)}", b""
        prompt = f"new {self.number} {self.counter}" if kind == "new" else f"known {random.randrange(20)}"
        return kind, "POST", "/api/v1/job/create", self.body(prompt)

    async def client(self):
        """Sends one request after the other until the gateway does not take any more."""
        reader = writer = None
        jobs = collections.deque(maxlen=20)
        while True:
            kind, method, path, body = self.request(jobs)
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                if self.signalled_at:
                    return
                raise
            entry = [time.monotonic(), kind, None]
            self.sent.append(entry)
            try:
                writer.write(
                    f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
                status, headers, answer = await asyncio.wait_for(read_answer(reader), 30)
                entry[2] = status
                if status == 200 and kind != "query":
                    jobs.append(json.loads(answer)["data"]["job_id"])
                if headers.get("connection") == "close":
                    writer.close()
                    writer = None
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
                if self.signalled_at:
                    return
                writer = None
            await asyncio.sleep(random.uniform(0, 0.05))

    async def dribble(self, head):
        """Sends a beginning, and then a byte at a time for as long as it is allowed."""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.slow_writers.append(writer)
            writer.write(head)
            while True:
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.2)
        except OSError:
            pass

    async def take_nothing(self):
        """Asks for a large file, and reads none of it."""
        try:
            # The kernel takes little for it, so that the gateway cannot get rid of the file.
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1024)
            self.slow_writers.append(writer)
            writer.write(f"GET {self.link} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            if await reader.readexactly(12) != b"HTTP/1.1 200":
                self.large_refused += 1
            writer.transport.pause_reading()
            await asyncio.sleep(60)
        except OSError:
            pass

    async def run(self, gateway):
        clients = [asyncio.create_task(self.client()) for _ in range(CLIENTS)]
        post = b"POST /api/v1/job/create HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + KEY.encode() + b"\r\n"
        slow = []
        for number in range(SLOW):
            slow.append(asyncio.create_task(self.dribble(b"GET /api/v1/job/query?id=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")))
            slow.append(asyncio.create_task(self.dribble(post + b'Content-Length: 1000000\r\n\r\n{"model": "')))
            slow.append(asyncio.create_task(self.take_nothing()))
        await asyncio.sleep(random.uniform(0.8, 1.6))
        self.signalled_at = time.monotonic()
        gateway.send_signal(signal.SIGTERM)
        while gateway.poll() is None and time.monotonic() < self.signalled_at + DEADLINE + 10:
            await asyncio.sleep(0.01)
        took = time.monotonic() - self.signalled_at
        await asyncio.wait(clients, timeout=5)
        for task in clients + slow:
            task.cancel()
        await asyncio.gather(*clients, *slow, return_exceptions=True)
        for writer in self.slow_writers:
            writer.transport.abort()
        return took


def problems(turn, gateway, took):
    found = []
    if gateway.poll() is None:
        found.append(f"it has not ended {took:.1f} s after SIGTERM")
    elif gateway.returncode != 0:
        found.append(f"it has ended with {gateway.returncode}")
    elif took > DEADLINE:
        found.append(f"it has ended {took:.1f} s after SIGTERM, and may take {DEADLINE} s")
    lost = [entry for entry in turn.sent if entry[2] is None and entry[0] + ON_ITS_WAY <= turn.signalled_at]
    if lost:
        found.append(f"{len(lost)} requests that had come before SIGTERM were not answered: {collections.Counter(e[1] for e in lost)}")
    wrong = collections.Counter((entry[1], entry[2]) for entry in turn.sent if entry[2] not in (None, 200, 503))
    if wrong:
        found.append(f"answers that are none of a drain: {dict(wrong)}")
    if turn.large_refused:
        found.append(f"{turn.large_refused} slow readers did not get the large file")
    early = [entry for entry in turn.sent if entry[2] == 503 and entry[0] + ON_ITS_WAY <= turn.signalled_at - 1]
    if early:
        found.append(f"{len(early)} requests were refused long before SIGTERM")
    return found


def unknown(folder):
    with sqlite3.connect(f"file:{folder}/data/tollgate.sqlite?mode=ro", uri=True) as books:
        return books.execute("SELECT count(*) FROM generations WHERE state IN ('unknown', 'submitting', 'held')").fetchone()[0]


def large_file(port):
    """Has a large file made, and returns its path."""
    head = {"Authorization": "Bearer " + KEY}
    body = json.dumps({"model": MODEL, "args": {"prompt": "a large one"}}).encode()
    url = f"http://127.0.0.1:{port}/api/v1/job/"
    answer = json.load(urllib.request.urlopen(urllib.request.Request(url + "create", body, head), timeout=30))
    for _ in range(600):
        query = urllib.request.Request(url + "query?id=" + answer["data"]["job_id"], headers=head)
        record = json.load(urllib.request.urlopen(query, timeout=30))["data"]
        if record["status"] == 2:
            link = record["result"]["images"][0]["url"]
            if f":{port}/" in link:
                return "/" + link.split("/", 3)[3]
        time.sleep(0.1)
    raise SystemExit("the large file does not come")


def run(program, folder, rounds):
    processes = Processes(program, folder)
    failures, slowest, counts = 0, 0.0, collections.Counter()
    try:
        simulator_port, port = free_port(), free_port()
        control = f"http://127.0.0.1:{simulator_port}/control"
        processes.start(
            "simulator",
            ["simulate", "--port", str(simulator_port), "--job-duration", "1s", "--file-size", "30MB", "--log",
             os.path.join(folder, "referee.jsonl")], control + "/stats")
        settings = os.path.join(folder, "gateway.yaml")
        with open(settings, "w") as file:
            file.write(
                f'server: {{listen: "127.0.0.1:{port}"}}\n'
                f'upstream: {{base_url: "http://127.0.0.1:{simulator_port}", api_key: any, request_timeout: {REQUEST_TIMEOUT}s, '
                "poll: {first: 100ms, max: 500ms}}\n"
                f'storage: {{path: "{folder}/data"}}\ncache: {{assets: mirror}}\n'
                f"keys:\n  - {{name: proof, secret: {KEY}}}\nlog: {{format: text}}\n")

        def start():
            return processes.start("gateway", ["serve", "--config", settings], f"http://127.0.0.1:{port}/-/health/ready")

        gateway = start()
        link = large_file(port)
        gateway.send_signal(signal.SIGTERM)
        gateway.wait(timeout=60)
        # Links only, from here on: thousands of files of this size are another proof's.
        text = open(settings).read().replace("assets: mirror", "assets: passthrough")
        open(settings, "w").write(text)
        # Some are still without an answer when the signal comes.
        delay = [{"on": "create", "kind": "delay", "delay_ms": 1500, "probability": 0.3}]
        urllib.request.urlopen(control + "/faults", json.dumps(delay).encode(), timeout=10)
        for number in range(1, rounds + 1):
            gateway = start()
            turn = Round(number, port, link)
            took = asyncio.run(turn.run(gateway))
            found = problems(turn, gateway, took)
            if gateway.poll() is None:
                gateway.kill()
                gateway.wait()
            left = unknown(folder)
            if left:
                found.append(f"{left} purchases are unknown, or neither sent nor released")
            processes.running.remove(gateway)
            slowest = max(slowest, took)
            counts.update(str(entry[2]) for entry in turn.sent)
            for problem in found:
                print(f"round {number}: {problem}", flush=True)
            failures += bool(found)
            if number % 10 == 0 or number == rounds:
                print(f"{number} rounds, {failures} with problems, the slowest end after {slowest:.1f} s", flush=True)
        print(f"answers: {counts['200']} × 200, {counts['503']} × 503 after SIGTERM, {counts['None']} came too late to be taken")
        # The books are compared when all jobs have ended.
        gateway = start()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with sqlite3.connect(f"file:{folder}/data/tollgate.sqlite?mode=ro", uri=True) as books:
                if not books.execute("SELECT count(*) FROM generations WHERE state = 'running'").fetchone()[0]:
                    break
            time.sleep(0.2)
        gateway.send_signal(signal.SIGTERM)
        gateway.wait(timeout=60)
        return 1 if failures else 0
    finally:
        processes.end()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(run(sys.argv[1], sys.argv[2], int(sys.argv[3])))
