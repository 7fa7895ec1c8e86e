"""Servers that a benchmark starts on this machine, and ends: the gateway, the simulator of ShortAPI, and nginx."""

import contextlib
import http.client
import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import time

KEY = "benchmark-key-of-a-team"
# What the gateway and the simulator may keep open.
OPEN_FILES = 65536
# Where a server is pinned, and its clients; nothing is on a machine with a single core.
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = CORES[:2] if len(CORES) > 1 else (None, None)


class Server:
    """A process that answers on a port of loopback."""

    def __init__(self, command, port, log, core=None, ready="/", environment=None, gives_way=False):
        self.port = port
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TOLLGATE_")} | (environment or {})
        self.log = pathlib.Path(log)
        began = time.monotonic()
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                placed(core, gives_way) + command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment)
        try:
            self.ready_after = self._wait(ready, began)
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _wait(self, path, began, patience=60):
        while time.monotonic() - began < patience:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", path)
                if connection.getresponse().status < 500:
                    return time.monotonic() - began
            time.sleep(0.002)
        raise SystemExit(f"The server on port {self.port} does not answer; look at {self.log}:\n{self.log.read_text()[-2000:]}")

    @property
    def processes(self):
        """Its process, and the processes that this one has started."""
        pid = self.process.pid
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid] + [int(child) for child in children]

    def cpu_seconds(self):
        """What all of its threads have spent on a core, in user and in kernel mode, those that have ended too."""
        # The number of a process's own clock, as clock_getcpuclockid makes it.
        return sum(time.clock_gettime(~pid << 3 | 2) for pid in self.processes)

    def memory(self, field="VmRSS"):
        """Bytes in memory: VmRSS now, VmHWM at most."""
        lines = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(field + ":")).split()[1]) * 1024

    def open_files(self):
        """How many descriptors it has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def settle(self, patience=300):
        """Waits until it has done what it does after a start, such as looking through its files."""
        for _ in range(patience):
            before = self.cpu_seconds()
            time.sleep(1)
            if self.cpu_seconds() - before < 0.01:
                return
        raise SystemExit(f"The server on port {self.port} does not come to rest.")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def placed(core, gives_way=False):
    """What a command begins with that is to stay on a core, or to give way to others; nothing where neither is wanted.

    It gives way by a policy and not by a priority, because Dispatch gives its threads priorities of their own.
    """
    return (["chrt", "--idle", "0"] if gives_way else []) + ([] if core is None else ["taskset", "-c", str(core)])


def open_many_files(needed):
    """Lets this process and those that it starts open as many files as the machine allows; at least so many are needed."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = OPEN_FILES if most == resource.RLIM_INFINITY else min(most, OPEN_FILES)
    if limit < needed:
        raise SystemExit(f"{needed} open files are needed, and this machine allows {limit}; raise it: ulimit -Hn {needed}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, most))


def verdict(misses):
    """Ends with a sentence for every target that was missed."""
    if misses:
        raise SystemExit("\n".join(misses))


def free_port(first):
    """The first port of loopback from this one on where nothing listens."""
    for port in range(first, 65536):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise SystemExit("No port of loopback is free.")


def empty(folder):
    """The folder, with nothing in it."""
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def simulator(program, folder, *arguments, core=None, environment=None, gives_way=False):
    """ShortAPI's stand-in."""
    port = free_port(18181)
    return Server(
        [program, "simulate", "--port", str(port), *arguments], port, folder / "simulator.log", core, "/control/stats",
        environment, gives_way)


def stats(upstream):
    """What a simulator has counted, such as the creates that it `accepted`."""
    return ask(upstream.port, "GET", "/control/stats")[2]


def gateway(program, folder, upstream, core=None, data=None, environment=None, server="", sending="", more=""):
    """The gateway in front of a simulator, with one key of a team, its budgets and its rates: all that a team has.

    `server` and `sending` are more of the sections `server` and `upstream`, such as `limits: {…}` and `max_sending: 256`;
    `more` is whole sections.
    """
    port = free_port(18180)
    (folder / "gateway.yaml").write_text(f"""\
server: {{listen: "127.0.0.1:{port}"{", " + server if server else ""}}}
upstream: {{base_url: "http://127.0.0.1:{upstream.port}", api_key: any{", " + sending if sending else ""}}}
storage: {{path: "{(data or folder / "data").resolve()}"}}
budgets: {{month: 1000000.00}}
rate: {{creates_per_minute: 1000000000}}
teams: [{{name: design, budgets: {{month: 1000000.00}}}}]
keys:
  - {{name: alice, team: design, secret: {KEY}, budgets: {{day: 1000000.00}}, rate: {{creates_per_minute: 1000000000}}}}
{more}""")
    return Server(
        [program, "serve", "--config", str(folder / "gateway.yaml")], port, folder / "gateway.log", core, "/-/health/ready",
        environment)


def ask(port, method, path, body=None, fields=None, timeout=30):
    """One request: the status, the fields, and the body as JSON where it is JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request(method, path, body, {"Authorization": f"Bearer {KEY}"} | (fields or {}))
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    with contextlib.suppress(ValueError):
        return answer.status, dict(answer.getheaders()), json.loads(text)
    return answer.status, dict(answer.getheaders()), text


def bought(port, body, patience=60):
    """Buys what the body asks for, and waits for its end: the job's id, and what was answered last."""
    status, _, answer = ask(port, "POST", "/api/v1/job/create", body)
    if status != 200:
        raise SystemExit(f"The create was answered with {status}: {answer}")
    job = answer["data"]["job_id"]
    until = time.monotonic() + patience
    while time.monotonic() < until:
        status, _, answer = ask(port, "GET", f"/api/v1/job/query?id={job}")
        if status == 200 and answer["data"]["status"] != 1:
            return job, answer
        time.sleep(0.05)
    raise SystemExit(f"The job {job} did not end: {answer}")


def example(prompt="A lighthouse at dawn, seen from the harbour: fishing boats in the foreground, gulls,", size=500):
    """A create of so many bytes, as Python's json.dumps writes it."""
    def text(filling):
        return json.dumps({
            "model": "google/nano-banana-2/text-to-image",
            "args": {"prompt": f"{prompt} {filling}", "aspect_ratio": "16:9", "resolution": "1K"},
        })
    filling = "soft light and a little fog over the water, 35 mm, very detailed, "
    missing = size - len(text(""))
    return text((filling * (missing // len(filling) + 1))[:missing])
