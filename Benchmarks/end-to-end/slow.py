"""./dev bench slow: clients that hold thousands of connections and hardly use them, and honest ones beside them.

The attackers are slowhttptest's, in its four modes. They and the stand-in for ShortAPI are on one core, because
elsewhere they would not cost the gateway's processor anything either; the honest clients share the gateway's.
Where the gateway has closed all connections of an attack, the next one begins.

Usage: slow.py PROGRAM FOLDER CONNECTIONS SECONDS
"""

import concurrent.futures
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

import servers
import wrk

MODES = {
    "headers that never end (-H)": ("-H", "-i", "5", "-x", "24"),
    "bodies that never end (-B)": ("-B", "-i", "5", "-s", "8192", "-x", "24", "-t", "POST"),
    "many ranges of a file (-R)": ("-R", "-a", "5", "-b", "2000"),
    "answers read slowly (-X)": ("-X", "-w", "256", "-y", "1024", "-n", "5", "-z", "32", "-k", "3"),
}
# The gateway answers these at once and closes the connection, so that there are never many at a time. A body is not waited for
# where nobody with a key sends it.
ANSWERED = {"-R", "-B"}
# How an attack ends that has gone as it should.
ENDS = {"Hit test time limit", "No open connections left"}
# Until an attack's connections are there, in seconds.
OPENING = 5
# Each request of an honest client comes so many milliseconds after the answer to the one before.
THINKING = 5
HONEST_CONNECTIONS = 8
BASELINE_SECONDS, SLICE_SECONDS = 9, 3
HEADER = (
    "| beside | connections opened | at a time | files at a time | requests | failed | median | 99 % within | of that before |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|")


def main(program, folder, connections, seconds):
    servers.open_many_files(connections + 1000)
    # Counting 8,000 files and connections twice a second is work too, and none that the attackers make the gateway do.
    if servers.CLIENT_CORE is not None:
        os.sched_setaffinity(0, {servers.CLIENT_CORE})
    folder = servers.empty(folder)
    with (
        servers.simulator(
            program, folder, "--job-duration", "10ms", "--file-size", "4MB", core=servers.CLIENT_CORE) as upstream,
        servers.gateway(program, folder, upstream, core=servers.SERVER_CORE) as gateway,
    ):
        body = servers.example()
        job, record = servers.bought(gateway.port, body)
        file = record["data"]["result"]["images"][0]["url"]
        script = honest_script(folder, body, job)
        print(HEADER)
        misses = []
        honest(gateway, script, 2)
        for mode, arguments in MODES.items():
            misses += beside(gateway, script, mode, arguments, file, connections, seconds, folder)
    servers.verdict(misses)


def honest_script(folder, body, job):
    """Creates that are hits, and queries, in turns."""
    return wrk.script(folder, "honest", pause=THINKING, extra=f"""\
local create, query
local count = 0
function init()
  create = wrk.format("POST", "/api/v1/job/create", nil, [==[{body}]==])
  query = wrk.format("GET", "/api/v1/job/query?id={job}")
end
function request()
  count = count + 1
  return count % 2 == 0 and create or query
end
""")


def honest(gateway, script, seconds):
    """What honest clients get. The percentiles are the medians of several slices, so that a moment in which the machine does
    something else is not taken for the attackers' doing."""
    url = f"http://127.0.0.1:{gateway.port}/"
    runs = [
        wrk.Load(url, script, SLICE_SECONDS, HONEST_CONNECTIONS, core=servers.SERVER_CORE).result(may_fail=True)
        for _ in range(max(1, seconds // SLICE_SECONDS))]
    return {
        "requests": sum(run["requests"] for run in runs),
        # Who gets no connection sends no request.
        "failed": sum(run["errors"] + (run["socket errors"] is not None) for run in runs),
        "p50": statistics.median(run["p50"] for run in runs), "p99": statistics.median(run["p99"] for run in runs)}


def beside(gateway, script, mode, arguments, file, connections, seconds, folder):
    """Prints how honest clients fare beside an attack, and returns what is wrong with that or with the attack."""
    kind = arguments[0]
    before = honest(gateway, script, BASELINE_SECONDS)
    target = file if kind in ("-R", "-X") else f"http://127.0.0.1:{gateway.port}/api/v1/job/create"
    command = [*servers.placed(servers.CLIENT_CORE), "slowhttptest", *arguments, "-u", target]
    command += ["-c", str(connections), "-r", str(connections // 4), "-p", "5"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        attacking = pool.submit(attack, gateway, command, OPENING + seconds, folder / f"slowhttptest{kind}.log")
        time.sleep(OPENING)
        during = honest(gateway, script, seconds)
    it = attacking.result()
    share = during["p99"] / before["p99"]
    print(
        f"| {mode} | {it['opened']:,} | {it['open']:,} | {it['files']:,} | {during['requests']:,} | {during['failed']} "
        f"| {during['p50'] * 1e3:.2f} ms | {during['p99'] * 1e3:.2f} ms | {share:.2f} × {before['p99'] * 1e3:.2f} ms |",
        flush=True)
    misses = []
    if it["opened" if kind in ANSWERED else "open"] < connections / 2:
        misses.append(f"{mode}: this was no attack; not even half of its {connections:,} connections were there.")
    if during["failed"]:
        misses.append(f"{mode}: {during['failed']} honest requests have failed, and none may.")
    if share > 2:
        misses.append(f"{mode}: 99 % of honest requests are answered within {share:.2f} of the time before, and may be within 2.")
    return misses


def attack(gateway, command, seconds, log):
    """Attacks for so long. Returns how many connections were opened, how many were open at most, and how many files were open
    at most at the gateway."""
    until = time.monotonic() + seconds
    before, open_, files = passive_opens(), 0, 0
    while (left := round(until - time.monotonic())) > 0:
        with open(log, "wb") as output:
            process = subprocess.Popen([*command, "-l", str(left)], stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        while process.poll() is None:
            files, open_ = max(files, gateway.open_files()), max(open_, established(gateway.port))
            if time.monotonic() > until + 30:
                process.kill()
            time.sleep(0.5)
        end = re.search(r"Exit status:\S* (.*)", log.read_text(errors="replace"))
        if process.returncode != 0 or not end or end[1].strip() not in ENDS:
            raise SystemExit(f"slowhttptest failed with {process.returncode}, {end and end[1]}; look at {log}")
    return {"opened": passive_opens() - before, "open": open_, "files": files}


def passive_opens():
    """How many connections this machine has accepted since it started."""
    names, values = (line.split() for line in open("/proc/net/snmp") if line.startswith("Tcp:"))
    return int(values[names.index("PassiveOpens")])


def established(port):
    """How many connections the gateway has, by what the kernel says."""
    local = f":{port:04X}"
    lines = pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(fields[1].endswith(local) and fields[3] == "01" for fields in map(str.split, lines))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
