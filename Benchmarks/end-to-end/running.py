"""./dev bench running: very many jobs that run at the same time, and how soon it is known that they have ended.

The lag is exact: it is the time between the end that the simulator's record of a job states and the end that the gateway has
written down, both by this machine's clock. Usage: running.py PROGRAM FOLDER JOBS SECONDS
"""

import datetime
import sqlite3
import sys
import time

import client
import servers

# How long the creates may take at most, and what of a core asking may cost.
BUYING, MOST_CPU = 60, 0.20
ENDS = """
    SELECT finished_at, json_extract(CAST(record AS TEXT), '$.finished_at')
    FROM generations JOIN generation_records ON generation = number
"""
CASES = {
    # The name, `upstream.poll`, the interval in seconds, until it is the interval, and the upstream's milliseconds for an answer.
    "default, upstream 100 ms away": ("", 10, 35, 100),
    "every 2 s": (", poll: {first: 2s, max: 2s}", 2, 5, None),
}


def main(program, folder, jobs, seconds):
    print("| polls | jobs | lag, median | lag, 99 % within | polls per job and interval | CPU of a core | CPU per poll |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    misses = []
    for name, (poll, interval, settling, latency) in CASES.items():
        run = measure(program, servers.empty(folder), jobs, seconds, poll, settling, interval, latency)
        p99 = client.percentile(run["lags"], 99)
        print(
            f"| {name} | {jobs:,} | {client.percentile(run['lags'], 50):.2f} s | {p99:.2f} s | {run['polls']:.2f} | {run['cpu']:.1%} "
            f"| {run['cpu per poll'] * 1e6:.0f} µs |", flush=True)
        if p99 >= 2 * interval:
            misses.append(f"{name}: the lag is {p99:.2f} s for 1 in 100, and may be {2 * interval} s.")
        if run["polls"] > 1.005:
            misses.append(f"{name}: a job is asked about {run['polls']:.3f} times in an interval, and may be once.")
        # Whoever asks five times as often pays five times as much for it.
        if not poll and run["cpu"] > MOST_CPU:
            misses.append(f"{name}: asking costs {run['cpu']:.1%} of a core, and may cost {MOST_CPU:.0%}.")
    servers.verdict(misses)


def measure(program, folder, jobs, seconds, poll, settling, interval, latency):
    duration = settling + seconds + 5 + jobs / 1000
    faults = ["--fault", f"query:delay:delay_ms={latency}"] if latency else []
    with (
        servers.simulator(program, folder, "--job-duration", f"{int(duration * 1000)}ms", *faults) as upstream,
        servers.gateway(program, folder, upstream, sending="max_sending: 256" + poll) as gateway,
    ):
        buy(gateway.port, jobs)
        time.sleep(settling)
        before, polled, began = gateway.cpu_seconds(), servers.stats(upstream)["queries"], time.monotonic()
        time.sleep(seconds)
        passed = time.monotonic() - began
        cpu, polls = gateway.cpu_seconds() - before, servers.stats(upstream)["queries"] - polled
        lags = ended(folder / "data" / "tollgate.sqlite", jobs, duration + 4 * interval + 30)
        return {
            "lags": lags, "polls": polls / jobs * interval / passed, "cpu": cpu / passed, "cpu per poll": cpu / max(polls, 1)}


def buy(port, jobs):
    """Buys so many different things."""
    rate = 1000
    def create(number):
        return "create", client.request("POST", "/api/v1/job/create", servers.KEY, servers.example(f"Picture {number}"))
    answers = client.offer(port, rate, jobs / rate, create, BUYING)
    sold = sum(answer.status == 200 for answer in answers)
    if sold < jobs:
        raise SystemExit(f"Of {jobs} creates {sold} were answered with 200, others with {set(a.status for a in answers)}.")


def ended(database, jobs, patience):
    """Waits for the end of all jobs, and returns how late each was noticed, in seconds."""
    until = time.monotonic() + patience
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as books:
        while time.monotonic() < until:
            count, = books.execute("SELECT count(*) FROM generations WHERE state = 'succeeded'").fetchone()
            if count == jobs:
                break
            time.sleep(1)
        else:
            raise SystemExit(f"Of {jobs} jobs only {count} are known to have ended.")
        return [noticed / 1000 - moment(stated) for noticed, stated in books.execute(ENDS)]


def moment(text):
    return datetime.datetime.fromisoformat(text).timestamp()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
