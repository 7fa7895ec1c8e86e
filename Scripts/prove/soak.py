"""An hour of everything, and no growth: see ./dev prove soak. Arguments: the program, a folder, how many minutes.

A million requests in an hour, of every kind that there is: repeats, queries, files, purchases, and callbacks for every second of
them. What the gateway holds in memory after the last one is compared with what it held after a fifth of them, and so is what it has
open. A shorter run makes fewer requests, as fast; in a few minutes most of its growth is that caches fill.
"""

import asyncio
import collections
import json
import os
import random
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from processes import Processes, free_port, read_answer

REQUESTS_PER_MINUTE = 1_000_000 / 60
MOST_GROWTH = 1.05
# What may be open more than before: connections come and go.
MOST_MORE_FILES = 16
WORKERS = 48
# A connection is given up after so many requests, as clients do.
REQUESTS_OF_CONNECTION = 500
KNOWN = 400
KEY = "the-key-of-the-soak"
MODEL = "google/nano-banana-2/text-to-image"
MIX = [("hit", 55), ("query", 25), ("file", 12), ("purchase", 8)]


def measure(process):
    with open(f"/proc/{process.pid}/status") as file:
        lines = dict(line.split(":", 1) for line in file)
    kilobytes = [int(lines[name].split()[0]) for name in ("VmRSS", "RssAnon")]
    return *(value / 1024 for value in kilobytes), len(os.listdir(f"/proc/{process.pid}/fd"))


class Soak:
    def __init__(self, port, total, seconds, callback_port):
        self.port, self.total, self.seconds, self.callback_port = port, total, seconds, callback_port
        self.taken = self.failed = 0
        self.counts = collections.Counter()
        self.problems = collections.Counter()
        self.jobs, self.links = collections.deque(maxlen=2000), collections.deque(maxlen=500)
        self.open_jobs = collections.deque(maxlen=2000)
        self.random = random.Random(1)
        self.callbacks = 0

    def create(self, prompt, callback=None):
        members = {"model": MODEL, "args": {"prompt": prompt}}
        if callback:
            members["callback_url"] = callback
        return "POST", "/api/v1/job/create", json.dumps(members).encode()

    def next_request(self, number):
        kinds, weights = zip(*MIX)
        kind = self.random.choices(kinds, weights)[0]
        if kind == "file" and not self.links or kind == "query" and not self.jobs:
            kind = "hit"
        if kind == "hit":
            return kind, self.create(f"known {self.random.randrange(KNOWN)}")
        if kind == "purchase":
            url = f"http://127.0.0.1:{self.callback_port}/done" if number % 2 else None
            return kind, self.create(f"new {number}", url)
        if kind == "file":
            return kind, ("GET", self.random.choice(self.links), b"")
        job = self.open_jobs.popleft() if self.open_jobs and self.random.random() < 0.5 else self.random.choice(self.jobs)
        return kind, ("GET", f"/api/v1/job/query?id={job}", b"")

    async def worker(self, began):
        reader = writer = None
        left = 0
        while self.taken < self.total:
            number = self.taken
            self.taken += 1
            pause = began + number * self.seconds / self.total - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            kind, (method, path, body) = self.next_request(number)
            try:
                if left == 0:
                    if writer:
                        writer.close()
                    reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                    left = REQUESTS_OF_CONNECTION
                left -= 1
                writer.write(
                    f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {KEY}\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
                status, headers, answer = await asyncio.wait_for(read_answer(reader), 60)
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
                self.failed += 1
                self.problems[f"{kind}: {type(error).__name__}"] += 1
                left = 0
                continue
            if headers.get("connection") == "close":
                left = 0
            self.note(kind, status, headers, answer)
        if writer:
            writer.close()

    def note(self, kind, status, headers, answer):
        self.counts[kind] += 1
        if status != 200:
            self.failed += 1
            self.problems[f"{kind}: {status} {answer[:120]!r}"] += 1
            return
        if kind == "file":
            return
        data = json.loads(answer)["data"]
        if kind == "query":
            if data["status"] == 2:
                link = data["result"]["images"][0]["url"]
                self.links.append("/" + link.split("/", 3)[3])
            return
        self.jobs.append(data["job_id"])
        if kind == "purchase":
            self.open_jobs.append(data["job_id"])

    async def receive_callback(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in head else 0
                await reader.readexactly(length)
                self.callbacks += 1
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()


async def run(program, folder, minutes):
    processes = Processes(program, folder)
    try:
        simulator_port, port = free_port(), free_port()
        processes.start(
            "simulator", ["simulate", "--port", str(simulator_port), "--job-duration", "3s"],
            f"http://127.0.0.1:{simulator_port}/control/stats")
        settings = os.path.join(folder, "gateway.yaml")
        with open(settings, "w") as file:
            file.write(
                f'server: {{listen: "127.0.0.1:{port}"}}\n'
                f'upstream: {{base_url: "http://127.0.0.1:{simulator_port}", api_key: any}}\n'
                f'storage: {{path: "{folder}/data"}}\n'
                # Small, so that files and what is known by heart come and go.
                "cache: {max_size: 64MB, memory: 2MiB}\n"
                f"keys:\n  - {{name: soak, secret: {KEY}}}\n"
                "log: {format: text, level: warning}\n")
        gateway = processes.start("gateway", ["serve", "--config", settings], f"http://127.0.0.1:{port}/-/health/ready")
        total = round(minutes * REQUESTS_PER_MINUTE)
        callback_server = None
        soak = Soak(port, total, minutes * 60, 0)
        callback_server = await asyncio.start_server(soak.receive_callback, "127.0.0.1", 0, backlog=1024)
        soak.callback_port = callback_server.sockets[0].getsockname()[1]
        workers = asyncio.gather(*(soak.worker(time.monotonic()) for _ in range(WORKERS)))
        samples, early, shown = collections.deque(maxlen=15), None, 0
        print(f"{total} requests in {minutes:g} minutes\n{'requests':>9} {'RSS MiB':>8} {'its own':>8} {'files':>6}")
        while not workers.done():
            await asyncio.sleep(1)
            if gateway.poll() is not None:
                raise SystemExit(f"The gateway has ended with {gateway.returncode}; see {folder}/gateway.log")
            samples.append(measure(gateway))
            if early is None and soak.taken >= total / 5:
                early = middle(samples)
            if soak.taken >= shown * total / 20:
                rss, own, files = middle(samples)
                print(f"{soak.taken:>9} {rss:>8.1f} {own:>8.1f} {files:>6}", flush=True)
                shown += 1
        await workers
        late = middle(samples)
        callback_server.close()
        return report(soak, early or late, late, minutes)
    finally:
        processes.end()


def middle(samples):
    """The medians of the latest seconds."""
    return tuple(sorted(column)[len(column) // 2] for column in zip(*samples))


def report(soak, early, late, minutes):
    print(", ".join(f"{count} × {kind}" for kind, count in sorted(soak.counts.items())) + f", {soak.callbacks} callbacks")
    growth = late[0] / early[0]
    print(f"after a fifth: {early[0]:.1f} MiB, {early[-1]} files open; at the end: {late[0]:.1f} MiB ({growth:.3f} ×), {late[-1]} files open")
    failures = []
    if soak.failed:
        failures.append(f"{soak.failed} requests failed: {dict(soak.problems.most_common(5))}")
    if soak.callbacks == 0:
        failures.append("no callback has come")
    if growth > MOST_GROWTH:
        failures.append(f"memory has grown {growth:.3f} times, and may {MOST_GROWTH} times")
    if late[-1] > early[-1] + MOST_MORE_FILES:
        failures.append(f"{late[-1] - early[-1]} more files are open than after a fifth")
    for failure in failures:
        print(f"NOT AS IT SHOULD BE: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(asyncio.run(run(sys.argv[1], sys.argv[2], float(sys.argv[3]))))
