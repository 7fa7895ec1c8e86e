"""./dev bench overload: four times as much as is possible is asked for, and as much as is possible is done.

There are three ways of asking too much: of the upstream, of the gateway's processor by purchases, and by repeats. In the first
the load is an open loop: requests come when they are due, answered or not. In the others a crowd of connections asks again a
moment after each answer; because its programs share this machine with the gateway, good is then what is answered in a second of
the gateway's processor.

The repeats join a job that runs all the time: that is as instant as a hit, and nothing is bought for it either. A refusal is a 429
or 503; every other error is a mistake. Usage: overload.py PROGRAM FOLDER SECONDS
"""

import collections
import contextlib
import sys
import time

import client
import servers
import wrk

TIMES, SHARE = 4, 0.90
# So many creates at a time take so long at the upstream; one in PURCHASES is a purchase, the others are repeats.
SENDING, UPSTREAM_SECONDS, PURCHASES = 16, 0.2, 5
# What is answered later than this is good for nothing, and a refusal that comes later is not quick.
DEADLINES = {"repeat": 1, "purchase": 5}
QUICK = 0.5
# What waits for the upstream: little, so that a refusal is soon known.
QUEUE = "queue: {{size: {}, deadline: 2s}}"
PATIENCE = 8
# How many requests of an open loop a second look how others fare beside a crowd.
PROBES = 100
HEADER = (
    "| load | offered /s | repeats good /s | purchases good /s | refused /s | refusal, 99 % within | repeat, 99 % within "
    "| others |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|")


def main(program, folder, seconds):
    servers.open_many_files(8000)
    print(HEADER)
    misses = upstream_overload(program, servers.empty(folder), seconds)
    misses += processor_overload(program, servers.empty(folder), seconds)
    servers.verdict(misses)


@contextlib.contextmanager
def gateway_with_job(program, folder, faults, sending):
    """A gateway at which what is repeated runs."""
    sending += ", poll: {first: 1h, max: 1h, give_up: 2h}"
    with (
        servers.simulator(program, folder, "--job-duration", "1h", *faults) as upstream,
        servers.gateway(program, folder, upstream, sending=sending) as gateway,
    ):
        servers.ask(gateway.port, "POST", "/api/v1/job/create", servers.example())
        yield gateway


# ---- More than the upstream takes

def upstream_overload(program, folder, seconds):
    faults = ("--fault", f"create:delay:delay_ms={int(UPSTREAM_SECONDS * 1000)}")
    with gateway_with_job(program, folder, faults, f"max_sending: {SENDING}, {QUEUE.format(64)}") as gateway:
        possible = SENDING / UPSTREAM_SECONDS * PURCHASES
        runs = {share * possible: mixed(gateway.port, share * possible, seconds) for share in (0.5, 0.75, 1.0, 1.25)}
        for rate, run in runs.items():
            print(row("mixed, open loop", rate, run), flush=True)
        best = max(runs, key=lambda rate: runs[rate]["purchase"])
        rate = TIMES * best
        over = mixed(gateway.port, rate, seconds)
        print(row(f"**mixed, {TIMES} ×**", rate, over), flush=True)
    misses = []
    if over["purchase"] < SHARE * runs[best]["purchase"]:
        misses.append(
            f"Under {TIMES} times the load {over['purchase']:.0f} purchases a second are good, and {runs[best]['purchase']:.0f} at "
            f"the peak; it may be {SHARE:.0%} of that.")
    return misses + judged(over, rate * (PURCHASES - 1) / PURCHASES)


def mixed(port, rate, seconds):
    """Repeats and purchases at a rate."""
    run = time.time_ns()
    repeat = client.request("POST", "/api/v1/job/create", servers.KEY, servers.example())
    def make(number):
        if number % PURCHASES:
            return "repeat", repeat
        body = servers.example(f"Run {run}, picture {number}")
        return "purchase", client.request("POST", "/api/v1/job/create", servers.KEY, body)
    # One process sends some thousand a second.
    answers = client.offer(port, rate, seconds, make, PATIENCE, 2 if rate > 1500 else 1)
    return summary(answers, seconds)


def summary(answers, seconds):
    # What still waits at the end is answered without any load.
    good = collections.Counter(
        answer.kind for answer in answers
        if answer.status == 200 and answer.seconds <= DEADLINES[answer.kind] and answer.at <= seconds)
    refusals = [answer for answer in answers if answer.status in (429, 503)]
    others = collections.Counter(
        f"{answer.kind} {answer.status or 'without answer'}" for answer in answers
        if answer.status not in (429, 503) and (answer.status != 200 or answer.seconds > DEADLINES[answer.kind]))
    return {
        "repeat": good["repeat"] / seconds, "purchase": good["purchase"] / seconds, "refused": len(refusals) / seconds,
        "refused repeats": sum(answer.kind == "repeat" for answer in refusals),
        "no advice": sum(answer.retry_after is None for answer in refusals),
        "refusal": client.percentile([answer.seconds for answer in refusals], 99),
        "latency": client.percentile([answer.seconds for answer in answers if answer.kind == "repeat"], 99), "others": others}


def row(name, rate, run):
    others = ", ".join(f"{count} × {what}" for what, count in run["others"].items()) or "none"
    return (
        f"| {name} | {rate:,.0f} | {run['repeat']:,.0f} | {run['purchase']:,.0f} | {run['refused']:,.0f} | {run['refusal'] * 1e3:.0f} ms "
        f"| {run['latency'] * 1e3:.1f} ms | {others} |")


def judged(run, repeats):
    """What is wrong with how repeats and refusals fared."""
    misses = []
    if run["repeat"] < 0.999 * repeats:
        misses.append(f"Of {repeats:.0f} repeats a second {run['repeat']:.0f} were good, and all should be.")
    if run["refused repeats"]:
        misses.append(f"{run['refused repeats']} repeats were refused, and none may be.")
    if not run["refused"]:
        misses.append("No purchase was refused under an overload of purchases.")
    if run["refusal"] > QUICK:
        misses.append(f"A refusal comes within {run['refusal']:.2f} s for 99 %, and should within {QUICK} s.")
    if run["no advice"]:
        misses.append(f"{run['no advice']} refusals have no Retry-After.")
    if run["others"]:
        misses.append(f"Some answers were neither good nor refusals: {dict(run['others'])}.")
    return misses


# ---- More than the gateway's processor takes

def processor_overload(program, folder, seconds):
    misses = []
    with gateway_with_job(program, folder, (), f"max_sending: 256, {QUEUE.format(256)}") as gateway:
        # Each of a crowd asks again a moment after its answer.
        for name, script, moment in (("purchases", wrk.distinct, 0.25), ("repeats", repeats, 0.02)):
            before = {count: crowd(gateway, script(folder), seconds, count) for count in (32, 128, 256)}
            best = max(before, key=lambda count: before[count]["good"])
            count = min(int(TIMES * before[best]["good"] * moment), 4000)
            over = crowd(gateway, script(folder, int(moment * 1000)), seconds, count, probed=True)
            # Once more behind it: the machine may have become another one.
            peaks = [before[best], crowd(gateway, script(folder), seconds, best)]
            for what, offered, run in (
                    (f"{name}, {best} connections", "as answered", peaks[0]),
                    (f"**{name}, {TIMES} ×: {count:,} connections**", f"{count / moment:,.0f}", over),
                    (f"{name}, {best} connections again", "as answered", peaks[1])):
                print(crowd_row(name, what, offered, run), flush=True)
            peak = sum(run["a second of processor"] for run in peaks) / 2
            share = over["a second of processor"] / peak
            if share < SHARE:
                misses.append(
                    f"Under {TIMES} times the load of {name} {share:.0%} as many are good in a second of the gateway's processor, and "
                    f"{SHARE:.0%} should be.")
            failed = sum(run["failed"] for run in (*before.values(), over, peaks[1]))
            if failed:
                misses.append(f"{failed} {name} of crowds failed; only purchases may, with 429 or 503.")
            if over["refused repeats"] or over["others"]:
                misses.append(f"Beside {TIMES} times the load of {name} repeats were refused, or somebody had no answer: {over}.")
    return misses


def crowd(gateway, script, seconds, connections, probed=False):
    """What wrk gets, and what an open loop of some requests a second gets beside it."""
    load = wrk.Load(f"http://127.0.0.1:{gateway.port}/api/v1/job/create", script, seconds, connections)
    began, cpu = time.monotonic(), gateway.cpu_seconds()
    probe = mixed(gateway.port, PROBES, seconds - 0.5) if probed else {}
    time.sleep(max(0, seconds - 0.5 - (time.monotonic() - began)))
    share = (gateway.cpu_seconds() - cpu) / (time.monotonic() - began)
    result = load.result(may_fail=True)
    if result["socket errors"]:
        raise SystemExit(f"Not every request was answered: {result}")
    good = result["rate"] * (1 - result["errors"] / result["requests"])
    return probe | {
        "good": good, "refused": result["rate"] * result["refused"] / result["requests"],
        "failed": result["errors"] - result["refused"], "a second of processor": good / share}


def crowd_row(kind, name, offered, run):
    good = f"{run['good']:,.0f} ({run['a second of processor']:,.0f} per s of processor)"
    goods = f"{good} | {run.get('purchase', 0):,.0f}" if kind == "repeats" else f"{run.get('repeat', 0):,.0f} | {good}"
    latency = f"{run['refusal'] * 1e3:.0f} ms | {run['latency'] * 1e3:.1f} ms" if "latency" in run else "|"
    return f"| {name} | {offered} | {goods} | {run['refused']:,.0f} | {latency} | {run['failed'] or 'none'} |"


def repeats(folder, pause=0):
    return wrk.script(folder, "repeats", "POST", servers.example(), pause)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
