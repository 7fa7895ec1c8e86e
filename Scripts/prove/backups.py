"""Backups under load: see ./dev prove backups. Arguments: the program, a folder, how many backups.

A gateway buys, repeats and serves files all the time. Each backup is restored and checked by tollgate verify --files, and compared
with all that had been answered before it began. Then each restored folder is served, and asked for things that it must not buy.
"""

import http.client
import json
import os
import queue
import random
import socket
import sqlite3
import subprocess
import sys
import threading
import time

PURCHASES = 60  # a second
REPEATS = 120
DOWNLOADS = 20
QUIET = float(sys.argv[4]) if len(sys.argv) > 4 else 20.0  # seconds of load without a backup, before and after
MODEL = "google/nano-banana-2/text-to-image"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(port, method, path, body=None, timeout=30):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, {"Authorization": "Bearer any", "Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def wait_until(what, seconds, holds):
    deadline = time.time() + seconds
    while time.time() < deadline:
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit(f"Not within {seconds} s: {what}")


class Processes:
    def __init__(self, folder):
        self.folder, self.running = folder, []

    def start(self, name, arguments, environment=None):
        with open(f"{self.folder}/{name}.log", "ab") as log:
            process = subprocess.Popen(
                arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, **(environment or {})},
            )
        self.running.append(process)
        return process

    def stop(self, process):
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self.running.remove(process)

    def stop_all(self):
        for process in list(self.running):
            self.stop(process)


class Load:
    """Clients at a steady rate, and what they were answered."""

    def __init__(self, port):
        self.port, self.lock, self.stopping = port, threading.Lock(), threading.Event()
        self.answered = {}  # generation: (job id, charge, prompt)
        self.links, self.latencies, self.failures, self.count = [], [], [], 0
        self.work = queue.Queue()
        self.threads = [threading.Thread(target=self.serve, daemon=True) for _ in range(48)]
        self.threads += [
            threading.Thread(target=self.tick, args=(kind, rate), daemon=True)
            for kind, rate in ((self.buy, PURCHASES), (self.repeat, REPEATS), (self.download, DOWNLOADS))
        ]
        for thread in self.threads:
            thread.start()

    def tick(self, kind, rate):
        next_time = time.time()
        while not self.stopping.is_set():
            next_time += 1 / rate
            time.sleep(max(0, next_time - time.time()))
            if self.work.qsize() < 500:
                self.work.put(kind)

    def serve(self):
        connection = None
        while True:
            kind = self.work.get()
            if kind is None:
                return
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                kind(connection)
            except Exception as error:
                with self.lock:
                    self.failures.append(repr(error))
                connection = None

    def create(self, connection, prompt):
        body = json.dumps({"model": MODEL, "args": {"prompt": prompt}})
        begin = time.time()
        connection.request("POST", "/api/v1/job/create", body, {"Authorization": "Bearer any"})
        answer = connection.getresponse()
        bytes_ = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {bytes_[:200]}")
        data = json.loads(bytes_)["data"]
        return begin, time.time() - begin, data, answer.getheader("Tollgate-Generation")

    def buy(self, connection):
        with self.lock:
            self.count += 1
            prompt = f"picture {self.count}"
        begin, took, data, generation = self.create(connection, prompt)
        with self.lock:
            self.latencies.append((begin, took))
            self.answered[generation] = (data["job_id"], data["amount"], prompt)

    def repeat(self, connection):
        with self.lock:
            if self.count < 50:
                return
            prompt = f"picture {random.randrange(1, self.count - 40)}"
        self.create(connection, prompt)

    def download(self, connection):
        with self.lock:
            known = random.choice(list(self.answered.values())) if self.answered else None
        if known is None:
            return
        connection.request("GET", f"/api/v1/job/query?id={known[0]}", headers={"Authorization": "Bearer any"})
        data = json.loads(connection.getresponse().read())["data"]
        for link in (data.get("result") or {}).get("images", []):
            if "/-/assets/" not in link:
                continue
            connection.request("GET", "/-/assets/" + link.rsplit("/", 1)[1])
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{link}: {answer.status}")

    def stop(self):
        self.stopping.set()
        for thread in self.threads[48:]:
            thread.join()
        for _ in range(48):
            self.work.put(None)
        for thread in self.threads[:48]:
            thread.join(40)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] * 1000 if values else float("nan")


def describe(what, values):
    print(
        f"{what}: {len(values)} purchases, median {percentile(values, 0.5):.1f} ms, p99 {percentile(values, 0.99):.1f} ms,"
        f" longest {percentile(values, 1):.1f} ms", flush=True)
    return percentile(values, 0.99)


def compare(folder, answered):
    """What the restored books say against what clients had been told before the backup began."""
    books = sqlite3.connect(f"file:{folder}/tollgate.sqlite?mode=ro", uri=True)
    rows = {f"g{number}": (state, captured) for number, state, captured in books.execute(
        "SELECT number, state, captured FROM generations")}
    spent = books.execute("SELECT spent FROM balances WHERE scope = 'gateway' AND window = 0").fetchone()[0]
    entries = books.execute(
        "SELECT coalesce(sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END), 0) FROM ledger"
        " WHERE kind IN ('capture', 'correction', 'refund')").fetchone()[0]
    under_way = books.execute("SELECT count(*) FROM generations WHERE state IN ('held', 'submitting')").fetchone()[0]
    books.close()
    wrong = []
    for generation, (_, amount, _) in answered.items():
        state, captured = rows.get(generation, ("missing", None))
        if state not in ("running", "succeeded") or captured != round(float(amount) * 1e9):
            wrong.append(f"{generation} was charged {amount}, and is {state} with {captured}")
    if spent != entries:
        wrong.append(f"the gateway's balance is {spent}, and its ledger {entries}")
    if under_way:
        wrong.append(f"{under_way} purchases are held or being sent after the restore")
    return wrong


def ask_restored(program, processes, folder, upstream, answered, number):
    """Serves a restored folder and asks it for everything that it must not buy."""
    port = free_port()
    environment = {
        "TOLLGATE_SERVER_LISTEN": f"127.0.0.1:{port}", "TOLLGATE_UPSTREAM_BASE_URL": f"http://127.0.0.1:{upstream}",
        "TOLLGATE_STORAGE_PATH": folder, "SHORTAPI_KEY": "any",
    }
    process = processes.start(f"restored-{number}", [program, "serve"], environment)
    wait_until("the restored gateway", 30, lambda: call(port, "GET", "/-/health/ready")[0] == 200)
    wrong = []
    sample = random.sample(sorted(answered), min(20, len(answered)))
    for generation in sample:
        job, _, prompt = answered[generation]
        status, _, body = call(port, "GET", f"/api/v1/job/query?id={job}")
        if status != 200 or json.loads(body)["data"]["id"] != job:
            wrong.append(f"the job id {job} of {generation} is answered with {status}")
        status, headers, body = call(
            port, "POST", "/api/v1/job/create", json.dumps({"model": MODEL, "args": {"prompt": prompt}}))
        if status != 200 or json.loads(body)["data"]["amount"] != "0" or json.loads(body)["data"]["job_id"] == job:
            wrong.append(f"the repeat of {generation} is answered with {status} {body[:150]}")
    for attempt in range(20):
        status, _, body = call(
            port, "POST", "/api/v1/job/create", json.dumps({"model": MODEL, "args": {"prompt": f"never asked {attempt}"}}))
        if status != 504 or json.loads(body)["code"] != 50410 or b"tollgate restore --accept" not in body:
            wrong.append(f"a create that must not buy is answered with {status} {body[:150]}")
    processes.stop(process)
    return wrong


def main():
    program, folder, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
    processes = Processes(folder)
    try:
        run(program, folder, wanted, processes)
    finally:
        processes.stop_all()


def run(program, folder, wanted, processes):
    upstream, port, data = free_port(), free_port(), f"{folder}/data"
    processes.start("simulator", [
        program, "simulate", "--port", str(upstream), "--job-duration", "50ms", "--file-size", "100KB",
        "--log", f"{folder}/referee.jsonl"])
    creates = lambda: json.loads(call(upstream, "GET", "/control/stats")[2])["creates"]
    wait_until("the simulator", 30, lambda: creates() == 0)
    environment = {
        "TOLLGATE_SERVER_LISTEN": f"127.0.0.1:{port}", "TOLLGATE_UPSTREAM_BASE_URL": f"http://127.0.0.1:{upstream}",
        "TOLLGATE_STORAGE_PATH": data, "SHORTAPI_KEY": "any", "TOLLGATE_UPSTREAM_POLL_FIRST": "100ms",
    }
    gateway = processes.start("gateway", [program, "serve"], environment)
    wait_until("the gateway", 30, lambda: call(port, "GET", "/-/health/ready")[0] == 200)
    tool = lambda *arguments, to=data: subprocess.run(
        [program, *arguments], capture_output=True, text=True, env={**os.environ, **environment, "TOLLGATE_STORAGE_PATH": to})

    load, windows, kept, failed = Load(port), [], [], []
    begin = time.time()
    time.sleep(QUIET)
    for number in range(1, wanted + 1):
        with load.lock:
            before = dict(load.answered)
        start = time.time()
        made = tool("backup", f"{folder}/backup-{number}", "--json")
        windows.append((start, time.time()))
        if made.returncode != 0:
            failed.append(f"backup {number}: {made.stderr}")
            continue
        kept.append((number, before, json.loads(made.stdout)))
        time.sleep(1)
    time.sleep(QUIET)
    load.stop()
    print(f"{len(load.latencies)} purchases in {time.time() - begin:.0f} s, {len(load.failures)} failed requests"
          f"{': ' + load.failures[0] if load.failures else ''}")
    inside = [took for at, took in load.latencies if any(a <= at <= b for a, b in windows)]
    # The first seconds are those of empty caches.
    outside = [
        took for at, took in load.latencies
        if at > begin + 3 and not any(a - 0.5 <= at <= b + 0.5 for a, b in windows)]
    alone, beside = describe("without a backup", outside), describe("beside a backup", inside)
    longest = max((b - a for a, b in windows), default=0)
    print(f"p99 beside a backup is {beside / alone:.2f} times that without; the longest backup took {longest * 1000:.0f} ms")
    if load.failures:
        failed.append(f"{len(load.failures)} requests failed beside the backups, such as {load.failures[0]}")
    if not beside < 2 * alone:
        failed.append("a purchase takes twice as long beside a backup")
    processes.stop(gateway)

    sold = creates()
    for number, before, summary in kept:
        restored = f"{folder}/restored-{number}"
        wrong = []
        result = tool("restore", f"{folder}/backup-{number}", "--verify", to=restored)
        if result.returncode != 0:
            wrong.append(result.stderr)
        for place in (f"{folder}/backup-{number}", restored):
            result = tool("verify", "--files", "--folder", place)
            if result.returncode != 0:
                wrong.append(f"tollgate verify of {place}: {result.stdout[-1000:]}{result.stderr}")
        wrong += compare(restored, before)
        wrong += ask_restored(program, processes, restored, upstream, before, number)
        manifest = summary["manifest"]
        print(f"backup {number}: {len(before)} answered before, {manifest['purchases']} purchases, "
              f"{manifest['files']['count']} files, {summary['milliseconds']} ms; {len(wrong)} things wrong", flush=True)
        failed += [f"backup {number}: {what}" for what in wrong]
    bought = creates() - sold
    print(f"{len(kept)} of {wanted} backups restored and clean; the restored gateways sent {bought} creates")
    if bought:
        failed.append(f"restored gateways sent {bought} creates")
    if failed:
        sys.exit("\n".join(failed[:40]))


main()
