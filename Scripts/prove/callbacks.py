"""The storm of callbacks: see ./dev prove callbacks. Arguments: the program, a folder, how many jobs."""

import asyncio
import base64
import collections
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import urllib.request

from standardwebhooks import Webhook

from processes import Processes, free_port

GOOD_RECEIVERS = 4
BAD_KINDS = ["slow", "broken", "dead", "redirecting", "never"]
JOBS_OF_ONE_PURCHASE = 100
SECRET = "whsec_" + base64.b64encode(b"the secret of the proof's receiver").decode()
MODEL = "google/nano-banana-2/text-to-image"


# ---- Receivers, in a process of their own


async def read_request(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    return head[0], headers, await reader.readexactly(int(headers.get("content-length", 0)))


async def serve_receivers(pipe):
    receipts = []

    def receiver(kind, good_port=lambda: 0):
        async def answer(reader, writer):
            try:
                line, headers, body = await read_request(reader)
                receipts.append((kind, time.time(), line.split(" ")[1], headers, body))
                if kind == "slow":
                    await asyncio.sleep(2)
                status = {"broken": "500 Internal Server Error", "redirecting": "302 Found"}.get(kind, "200 OK")
                if kind == "never":
                    writer.write(b"HTTP/1.1 200 OK\r\n")
                    while True:
                        writer.write(b"X-More: and more\r\n")
                        await writer.drain()
                        await asyncio.sleep(0.5)
                location = f"Location: http://127.0.0.1:{good_port()}/redirected\r\n" if kind == "redirecting" else ""
                writer.write(f"HTTP/1.1 {status}\r\n{location}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
                await writer.drain()
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        return answer

    ports = {}
    for number in range(GOOD_RECEIVERS):
        server = await asyncio.start_server(receiver("good"), "127.0.0.1", 0, backlog=4096)
        ports[f"good{number}"] = server.sockets[0].getsockname()[1]
    for kind in BAD_KINDS:
        server = await asyncio.start_server(receiver(kind, lambda: ports["good0"]), "127.0.0.1", 0, backlog=4096)
        ports[kind] = server.sockets[0].getsockname()[1]
        if kind == "dead":
            server.close()
            await server.wait_closed()
    pipe.send(ports)
    while True:
        await asyncio.to_thread(pipe.recv)
        pipe.send(list(receipts))
        receipts.clear()


def run_receivers(pipe):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(serve_receivers(pipe))


# ---- The simulator and the gateway


class Gateway:
    def __init__(self, processes, simulator, name):
        self.processes, self.port, self.name = processes, free_port(), name
        self.settings = os.path.join(processes.folder, name + ".yaml")
        self.data = os.path.join(processes.folder, name + "-data")
        with open(self.settings, "w") as file:
            file.write(
                f'server: {{listen: "127.0.0.1:{self.port}"}}\n'
                f'upstream: {{base_url: "http://127.0.0.1:{simulator}", api_key: any, poll: {{first: 50ms, max: 200ms}}}}\n'
                f'storage: {{path: "{self.data}"}}\n'
                f"keys:\n  - {{name: proof, secret: the-key-of-the-proof, callback_secret: {SECRET}}}\n"
                "log: {format: text}\n"
            )

    def start(self):
        ready = f"http://127.0.0.1:{self.port}/-/health/ready"
        self.process = self.processes.start(self.name, ["serve", "--config", self.settings], ready)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def command(self, *arguments):
        return subprocess.run(
            [self.processes.program, *arguments, "--config", self.settings], check=True, capture_output=True, text=True
        ).stdout

    def callbacks(self):
        found, before = [], []
        while True:
            page = json.loads(self.command("callbacks", "list", "--json", "--limit", "1000", *before))
            found += page
            if len(page) < 1000:
                return found
            before = ["--before", page[-1]["id"]]


async def create_all(gateway, wishes):
    """Creates the jobs over a few connections. Returns the URLs by the ids of the jobs."""
    queue, jobs = collections.deque(wishes), {}

    async def client():
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        while queue:
            prompt, url = queue.popleft()
            body = json.dumps({"model": MODEL, "args": {"prompt": prompt}, "callback_url": url}).encode()
            writer.write(
                b"POST /api/v1/job/create HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer the-key-of-the-proof\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
            )
            line, headers, answer = await read_request(reader)
            data = json.loads(answer)
            assert data["code"] == 0 and "tollgate-notice" not in headers, (line, headers, answer)
            jobs[data["data"]["job_id"]] = url
        writer.close()

    await asyncio.gather(*(client() for _ in range(64)))
    return jobs


def end_jobs(simulator):
    """Lets all jobs end now."""
    control = f"http://127.0.0.1:{simulator}/control/jobs"
    listed = json.load(urllib.request.urlopen(control, timeout=10))
    for job in listed if isinstance(listed, list) else listed["jobs"]:
        if job.get("status", 1) == 1:
            request = urllib.request.Request(f"{control}/{job['id']}", data=b'{"action": "succeed"}')
            urllib.request.urlopen(request, timeout=10).read()


# ---- The proof


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


class Storm:
    """One gateway whose jobs all end at once."""

    def __init__(self, processes, simulator, pipe, ports, name):
        self.simulator, self.pipe, self.ports = simulator, pipe, ports
        self.gateway = Gateway(processes, simulator, name)
        self.name = name
        self.receipts = []

    def collect(self):
        self.pipe.send("receipts")
        self.receipts += self.pipe.recv()
        return {receipt[3]["webhook-id"] for receipt in self.receipts if receipt[0] == "good"}

    def run(self, good, bad, kills):
        wishes = []
        for number in range(good + bad):
            kind = f"good{number % GOOD_RECEIVERS}" if number < good else BAD_KINDS[number % len(BAD_KINDS)]
            prompt = f"{self.name}, lighthouse {number % max(1, (good + bad) // JOBS_OF_ONE_PURCHASE)}"
            wishes.append((prompt, f"http://127.0.0.1:{self.ports[kind]}/{self.name}/{number}"))
        # Every purchase has receivers of all kinds.
        wishes.sort(key=lambda wish: hash(wish[1]))
        self.gateway.start()
        jobs = asyncio.run(create_all(self.gateway, wishes))
        assert len(jobs) == good + bad and not self.collect(), "a callback came before its job's end"
        good_ports = {self.ports[f"good{number}"] for number in range(GOOD_RECEIVERS)}
        wanted = {"msg_" + job for job, url in jobs.items() if int(url.split(":")[2].split("/")[0]) in good_ports}
        assert len(wanted) == good
        began = time.time()
        end_jobs(self.simulator)
        ended, killed_at = time.time(), 0
        deadline = ended + 300
        while (seen := self.collect()) < wanted and time.time() < deadline:
            if kills and len(seen) > good * (killed_at + 1) // (kills + 1):
                self.gateway.kill()
                self.gateway.start()
                killed_at += 1
            time.sleep(0.05)
        assert seen >= wanted, f"{len(wanted - seen)} callbacks were lost"
        time.sleep(0.5)
        self.check(jobs, wanted, killed_at)
        first = {}
        for _, at, _, headers, _ in (receipt for receipt in self.receipts if receipt[0] == "good"):
            first.setdefault(headers["webhook-id"], at - began)
        times = list(first.values())
        print(
            f"{self.name:22} {good} good in {max(times):.2f} s after the jobs' end, median {percentile(times, 0.5):.2f} s, "
            f"99 % within {percentile(times, 0.99):.2f} s; {bad} bad; {len(self.receipts)} posts seen; kills: {killed_at}",
            flush=True,
        )
        return percentile(times, 0.99)

    def check(self, jobs, wanted, kills):
        self.collect()
        webhook = Webhook(SECRET)
        posts = collections.Counter()
        for kind, _, target, headers, body in self.receipts:
            record = webhook.verify(body, headers)
            job = record["id"]
            assert headers["webhook-id"] == "msg_" + job and jobs[job].endswith(target) and record["status"] == 2, record
            posts[kind, job] += 1
            forged = body.replace(b'"status":2', b'"status":3')
            assert forged != body
            try:
                webhook.verify(forged, headers)
                raise SystemExit("a forged body has passed")
            except Exception as error:
                assert "signature" in str(error).lower(), error
        twice = sum(1 for (kind, _), count in posts.items() if kind == "good" and count > 1)
        assert kills or twice == 0, f"{twice} good receivers got a callback twice without a crash"
        rows = self.gateway.callbacks()
        states = collections.Counter()
        kind_of = {port: kind for kind, port in self.ports.items()}
        for row in rows:
            kind = kind_of[int(row["url"].split(":")[2].split("/")[0])]
            states[("good" if kind.startswith("good") else kind), row["state"]] += 1
        assert len(rows) == len(jobs), f"{len(rows)} callbacks are in the outbox, and {len(jobs)} jobs asked for one"
        assert all(state in ("delivered", "due") for _, state in states), states
        self.gateway.command("verify")
        print(f"{'':22} {len(self.receipts)} signatures verified; posted twice: {twice}; outbox: "
              + ", ".join(f"{kind} {state} {count}" for (kind, state), count in sorted(states.items())), flush=True)


def main():
    program, folder, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    pipe, other = multiprocessing.Pipe()
    receivers = multiprocessing.Process(target=run_receivers, args=(other,), daemon=True)
    receivers.start()
    ports = pipe.recv()
    processes = Processes(program, folder)
    try:
        simulator = free_port()
        url = f"http://127.0.0.1:{simulator}/control/stats"
        processes.start("simulator", ["simulate", "--port", str(simulator), "--job-duration", "12h"], url)
        good = jobs // 2
        storm = lambda name: Storm(processes, simulator, pipe, ports, name)
        alone = storm("good-ones-alone")
        p99_alone = alone.run(good, 0, 0)
        alone.gateway.kill()
        mixed = storm("with-bad-ones")
        p99_mixed = mixed.run(good, jobs - good, 0)
        mixed.gateway.kill()
        pipe.send("receipts"), pipe.recv()
        storm("with-bad-ones-and-kill").run(good, jobs - good, 2)
        print(f"The good receivers' p99 with bad ones is {p99_mixed / p99_alone:.2f} of that without. Nothing was lost.")
    finally:
        processes.end()
        receivers.terminate()


if __name__ == "__main__":
    main()
