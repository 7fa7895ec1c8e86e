"""Load from wrk, and what it says of it."""

import re
import subprocess

from servers import KEY

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}


def script(folder, name, method="GET", body=None, extra=""):
    """A file that has wrk send this request."""
    path = folder / f"{name}.lua"
    lines = [f'wrk.method = "{method}"', f'wrk.headers["Authorization"] = "Bearer {KEY}"']
    if body is not None:
        lines += [f"wrk.body = [==[{body}]==]", 'wrk.headers["Content-Type"] = "application/json"']
    path.write_text("\n".join(lines) + "\n" + extra)
    return path


class Load:
    """A run of wrk. Whether all was answered with 2xx is for whoever asks for it to say."""

    def __init__(self, url, script, seconds, connections=32, threads=1, core=None):
        pinned = ["taskset", "-c", str(core)] if core is not None else []
        command = pinned + [
            "wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency", "-s", str(script), url]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.seconds = seconds

    def result(self):
        """Waits for its end.

        Returns requests, requests a second, the percentiles 50 and 99 in seconds, and how many answers were errors.
        """
        report, _ = self.process.communicate(timeout=self.seconds + 60)
        if self.process.returncode != 0:
            raise SystemExit(f"wrk failed: {report}")
        requests = int(re.search(r"(\d+) requests in", report)[1])
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])
        if requests == 0:
            raise SystemExit(f"Nothing was answered: {report}")
        errors = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
        sockets = re.search(r"Socket errors: (.*)", report)
        return {
            "requests": requests, "rate": rate, "p50": percentile(report, 50), "p99": percentile(report, 99),
            "errors": int(errors[1]) if errors else 0, "socket errors": sockets[1] if sockets else None}


def percentile(report, which):
    found = re.search(rf"^\s+{which}%\s+([\d.]+)(us|ms|s|m)\s*$", report, re.MULTILINE)
    if not found:
        raise SystemExit(f"wrk does not say within which time {which} % were answered: {report}")
    return float(found[1]) * UNITS[found[2]]
