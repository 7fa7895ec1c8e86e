"""./dev bench beside: how long a hit takes while 500 other creates a second are bought.

Whoever buys, and what stands for ShortAPI, are elsewhere in truth: on this machine they give way.

Usage: beside.py PROGRAM FOLDER SECONDS ROUNDS
"""

import statistics
import sys
import time

import servers
import wrk

# So many connections buy, each so many milliseconds after its answer: 500 a second where an answer takes 20 ms.
BUYERS, PAUSE = 60, 100
# Those that hit ask so many milliseconds after each answer: 32 connections that ask at once want more than two cores can give.
THINK = 1
# A hit takes at most so many seconds, beside at least so many purchases a second.
LATEST, FEWEST = 0.002, 0.9 * 500


def main(program, folder, seconds, rounds):
    folder = servers.empty(folder)
    with (
        servers.simulator(program, folder, "--job-duration", "5s", gives_way=True) as upstream,
        servers.gateway(program, folder, upstream) as gateway,
    ):
        measure(folder, gateway, upstream, seconds, rounds)


def measure(folder, gateway, upstream, seconds, rounds):
    body = servers.example()
    servers.bought(gateway.port, body)
    hits = wrk.script(folder, "hits", "POST", body, pause=THINK)
    url = f"http://127.0.0.1:{gateway.port}/api/v1/job/create"
    alone, beside, purchases = [], [], []
    for number in range(rounds + 1):
        result = wrk.Load(url, hits, seconds).result()
        before = servers.stats(upstream)["accepted"]
        # The buyers begin before and end after.
        buyers = wrk.Load(url, wrk.distinct(folder, PAUSE), seconds + 4, BUYERS, gives_way=True)
        time.sleep(2)
        busy = wrk.Load(url, hits, seconds).result()
        buyers.result()
        # The first round warms all up.
        if number > 0:
            alone.append(result)
            beside.append(busy)
            purchases.append((servers.stats(upstream)["accepted"] - before) / (seconds + 4))
    print("| hits | requests/s | median | 99 % within |\n|---|---:|---:|---:|")
    for name, runs in (("alone", alone), ("beside purchases", beside)):
        rate, half, most = (median(runs, field) for field in ("rate", "p50", "p99"))
        print(f"| {name} | {rate:,.0f} | {half * 1e3:.2f} ms | {most * 1e3:.2f} ms |")
    bought = statistics.median(purchases)
    print(f"\n{bought:.0f} purchases a second; medians of {rounds} rounds of {seconds} s, {wrk.CONNECTIONS} connections, each with "
          f"{THINK} ms between an answer and the next request.")
    misses = []
    latest = median(beside, "p99")
    if latest > LATEST:
        misses.append(f"99 % of hits beside purchases take {latest * 1e3:.2f} ms; at most {LATEST * 1e3:.0f} ms were meant.")
    if bought < FEWEST:
        misses.append(f"{bought:.0f} purchases a second are fewer than the {FEWEST:.0f} that hits are measured beside.")
    servers.verdict(misses)


def median(runs, field):
    return statistics.median(run[field] for run in runs)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
