"""./dev bench beside: how long a hit takes while 500 other creates a second are bought.

Usage: beside.py PROGRAM FOLDER SECONDS ROUNDS
"""

import statistics
import sys
import time

import servers
import wrk

# So many connections buy, each ten times a second.
BUYERS, PAUSE = 50, 100
TARGET = 0.002

DISTINCT = """\
local threads = 0
function setup(thread) thread:set("name", threads) threads = threads + 1 end
local count = 0
function request()
  count = count + 1
  local prompt = "Lighthouse " .. run .. "-" .. name .. "-" .. count
  return wrk.format("POST", nil, nil,
    '{"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "' .. prompt .. '", "resolution": "1K"}}')
end
function delay() return %d end
"""


def main(program, folder, seconds, rounds):
    folder = servers.empty(folder)
    running = []
    try:
        upstream = servers.simulator(program, folder, "--job-duration", "5s")
        running.append(upstream)
        gateway = servers.gateway(program, folder, upstream)
        running.append(gateway)
        measure(folder, gateway, upstream, seconds, rounds)
    finally:
        for server in reversed(running):
            server.stop()


def measure(folder, gateway, upstream, seconds, rounds):
    body = servers.example()
    servers.bought(gateway.port, body)
    hits = wrk.script(folder, "hits", "POST", body)
    url = f"http://127.0.0.1:{gateway.port}/api/v1/job/create"
    alone, beside, purchases = [], [], []
    for number in range(rounds + 1):
        result = wrk.Load(url, hits, seconds).result()
        misses = wrk.script(folder, "misses", "POST", "", f"run = {number}\n" + DISTINCT % PAUSE)
        before = accepted(upstream)
        # The buyers begin before and end after.
        buyers = wrk.Load(url, misses, seconds + 4, BUYERS)
        time.sleep(2)
        busy = wrk.Load(url, hits, seconds).result()
        bought = buyers.result()
        for load in (result, busy, bought):
            if load["errors"] or load["socket errors"]:
                raise SystemExit(f"Not every create was answered with 200: {load}")
        # The first round warms all up.
        if number > 0:
            alone.append(result)
            beside.append(busy)
            purchases.append((accepted(upstream) - before) / (seconds + 4))
    print("| hits | requests/s | median | 99 % within |\n|---|---:|---:|---:|")
    for name, runs in (("alone", alone), ("beside purchases", beside)):
        rate, half, most = (statistics.median(run[field] for run in runs) for field in ("rate", "p50", "p99"))
        print(f"| {name} | {rate:,.0f} | {half * 1e3:.2f} ms | {most * 1e3:.2f} ms |")
    print(f"\n{statistics.median(purchases):.0f} purchases a second; medians of {rounds} rounds of {seconds} s, 32 connections.")
    worst = statistics.median(run["p99"] for run in beside)
    if worst > TARGET:
        raise SystemExit(f"A hit beside purchases takes {worst * 1e3:.2f} ms at the 99th percentile; at most {TARGET * 1e3:.0f} ms were meant.")


def accepted(upstream):
    return servers.ask(upstream.port, "GET", "/control/stats")[2]["accepted"]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
