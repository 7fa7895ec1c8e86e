"""./dev bench slow: clients that hold thousands of connections and hardly use them, and honest ones beside them.

The attackers are slowhttptest's, in its four modes. They run behind everybody else on this machine, because elsewhere they would
not cost the gateway's processor anything either. Usage: slow.py PROGRAM FOLDER CONNECTIONS SECONDS
"""

import pathlib
import statistics
import subprocess
import sys
import threading
import time

import servers
import wrk

MODES = {
    "headers that never end (-H)": ("-H", "-i", "5", "-x", "24"),
    "bodies that never end (-B)": ("-B", "-i", "5", "-s", "8192", "-x", "24", "-t", "POST"),
    "many ranges of a file (-R)": ("-R", "-a", "5", "-b", "2000"),
    "answers read slowly (-X)": ("-X", "-w", "256", "-y", "1024", "-n", "5", "-z", "32", "-k", "3"),
}
# Each request of an honest client comes so many milliseconds after the answer to the one before.
THINKING = 5
HONEST_CONNECTIONS = 8
GATEWAY_CORE, CLIENT_CORE = 0, 1
BASELINE_SECONDS, SLICE_SECONDS = 9, 3


def main(program, folder, connections, seconds):
    servers.open_many_files(connections + 1000)
    folder = servers.empty(folder)
    running = []
    try:
        upstream = servers.simulator(program, folder, "--job-duration", "10ms", "--file-size", "4MB", core=CLIENT_CORE)
        running.append(upstream)
        gateway = servers.gateway(program, folder, upstream, core=GATEWAY_CORE)
        running.append(gateway)
        body = servers.example()
        job, record = servers.bought(gateway.port, body)
        file = record["data"]["result"]["images"][0]["url"]
        script = honest_script(folder, body, job)
        print("| beside | connections | files open, most | requests | failed | median | 99 % within | of that before |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        misses = []
        honest(gateway, script, 2)
        for mode, arguments in MODES.items():
            misses += beside(gateway, script, mode, arguments, file, connections, seconds, folder)
        servers.verdict(misses)
    finally:
        for server in reversed(running):
            server.stop()


def honest_script(folder, body, job):
    """Creates that are hits, and queries, in turns."""
    return wrk.script(folder, "honest", extra=f"""\
local create, query
local count = 0
function init()
  create = wrk.format("POST", "/api/v1/job/create", nil, [==[{body}]==])
  query = wrk.format("GET", "/api/v1/job/query?id={job}")
end
function delay() return {THINKING} end
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
        wrk.Load(url, script, SLICE_SECONDS, HONEST_CONNECTIONS, core=CLIENT_CORE).result()
        for _ in range(max(1, seconds // SLICE_SECONDS))]
    return {
        "requests": sum(run["requests"] for run in runs),
        # Who gets no connection sends no request.
        "failed": sum(run["errors"] + (run["socket errors"] is not None) + (run["requests"] == 0) for run in runs),
        "p50": statistics.median(run["p50"] for run in runs), "p99": statistics.median(run["p99"] for run in runs)}


def beside(gateway, script, mode, arguments, file, connections, seconds, folder):
    before = honest(gateway, script, BASELINE_SECONDS)
    target = file if mode[-2] in "RX" else f"http://127.0.0.1:{gateway.port}/api/v1/job/create"
    attack = Attack(gateway, arguments, target, connections, seconds + 5, folder / f"slowhttptest{mode[-3:-1]}.log")
    try:
        # Until its connections are there.
        time.sleep(5)
        during = honest(gateway, script, seconds)
    finally:
        most_connections, most_files = attack.end()
    share = during["p99"] / before["p99"]
    print(
        f"| {mode} | {most_connections:,} | {most_files:,} | {during['requests']:,} | {during['failed']} | {during['p50'] * 1e3:.2f} ms "
        f"| {during['p99'] * 1e3:.2f} ms | {share:.2f} × {before['p99'] * 1e3:.2f} ms |", flush=True)
    misses = []
    if during["failed"]:
        misses.append(f"{mode}: {during['failed']} honest requests have failed, and none may.")
    if share > 2:
        misses.append(f"{mode}: 99 % of honest requests are answered within {share:.2f} of the time before, and may be within 2.")
    return misses


class Attack:
    """A run of slowhttptest, and what the gateway has open meanwhile."""

    def __init__(self, gateway, arguments, target, connections, seconds, log):
        self.gateway, self.connections, self.files = gateway, 0, 0
        command = ["nice", "-n", "19", "taskset", "-c", str(CLIENT_CORE), "slowhttptest", *arguments, "-u", target]
        command += ["-c", str(connections), "-r", str(connections // 4), "-l", str(seconds), "-p", "5"]
        with open(log, "wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        self.watch = threading.Thread(target=self._look)
        self.watch.start()

    def _look(self):
        while self.process.poll() is None:
            self.files = max(self.files, self.gateway.open_files())
            self.connections = max(self.connections, established(self.gateway.port))
            time.sleep(1)

    def end(self):
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.watch.join()
        return self.connections, self.files


def established(port):
    """How many connections the gateway has, by what the kernel says."""
    local = f":{port:04X}"
    lines = pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(fields[1].endswith(local) and fields[3] == "01" for fields in map(str.split, lines))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
