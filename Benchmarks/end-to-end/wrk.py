"""Load from wrk, and what it says of it."""

import re
import subprocess
import time

import servers

CONNECTIONS = 32
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}

# Every create is another one. Refusals are counted, because wrk itself does not tell one error from another.
DISTINCT = """\
local before, after = [==[{before}]==], [==[{after}]==]
local count, only = 0, nil
refused = 0
function setup(thread) only = thread end
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, before .. count .. after)
end
function response(status)
  if status == 429 or status == 503 then refused = refused + 1 end
end
function done() print("Refused: " .. only:get("refused")) end
"""

# Many creates, one after the other, again and again.
IN_TURN = """\
local bodies, requests, count = {{{bodies}}}, {{}}, 0
function init()
  for index, body in ipairs(bodies) do requests[index] = wrk.format(nil, nil, nil, body) end
end
function request()
  count = count % #requests + 1
  return requests[count]
end
"""


def script(folder, name, method="GET", body=None, pause=0, extra=""):
    """A file that has wrk send this request, with a pause of so many milliseconds before each."""
    path = folder / f"{name}.lua"
    lines = [f'wrk.method = "{method}"', f'wrk.headers["Authorization"] = "Bearer {servers.KEY}"']
    if body is not None:
        lines += [f"wrk.body = [==[{body}]==]", 'wrk.headers["Content-Type"] = "application/json"']
    if pause:
        lines.append(f"function delay() return {pause} end")
    path.write_text("\n".join(lines) + "\n" + extra)
    return path


def distinct(folder, pause=0):
    """A file that has wrk send creates of which none was sent before."""
    before, after = servers.example(f"Run {time.time_ns()}, lighthouse {{}}: fishing boats, gulls,").split("{}")
    return script(folder, "distinct", "POST", "", pause, DISTINCT.format(before=before, after=after))


def in_turn(folder, bodies):
    """A file that has wrk send these creates in turn."""
    return script(folder, "in-turn", "POST", "", extra=IN_TURN.format(bodies=",\n".join(f"[==[{body}]==]" for body in bodies)))


class Load:
    """A run of wrk."""

    def __init__(self, url, script, seconds, connections=CONNECTIONS, core=None, gives_way=False):
        command = servers.placed(core, gives_way) + [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency", "-s", str(script), url]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.seconds = seconds

    def result(self, may_fail=False):
        """Waits for its end, and unless some may fail, sees to it that all was answered with success.

        Returns requests, requests a second, the percentiles 50 and 99 in seconds, and how many answers were errors; how many of
        these refused, where the script counts them.
        """
        report, _ = self.process.communicate(timeout=self.seconds + 60)
        if self.process.returncode != 0:
            raise SystemExit(f"wrk failed: {report}")
        requests = int(re.search(r"(\d+) requests in", report)[1])
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])
        if requests == 0:
            raise SystemExit(f"Nothing was answered: {report}")
        errors = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
        refused = re.search(r"Refused: (\d+)", report)
        sockets = re.search(r"Socket errors: (.*)", report)
        if (errors or sockets) and not may_fail:
            raise SystemExit(f"Not every request was answered with success: {report}")
        return {
            "requests": requests, "rate": rate, "p50": percentile(report, 50), "p99": percentile(report, 99),
            "errors": int(errors[1]) if errors else 0, "refused": int(refused[1]) if refused else 0,
            "socket errors": sockets[1] if sockets else None}


def percentile(report, which):
    found = re.search(rf"^\s+{which}%\s+([\d.]+)(us|ms|s|m)\s*$", report, re.MULTILINE)
    if not found:
        raise SystemExit(f"wrk does not say within which time {which} % were answered: {report}")
    return float(found[1]) * UNITS[found[2]]
