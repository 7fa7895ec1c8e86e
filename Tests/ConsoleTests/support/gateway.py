"""A gateway with the simulator behind it, and what clients and administrators ask of it."""

import json
import pathlib
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from .clock import Clock
from .program import OPENER, Program, free_port, until

ADMIN_TOKEN = "an-admin-token-for-the-console"
PICTURES = "google/nano-banana-2/text-to-image"

SETTINGS = """\
server: {{listen: "{address}"}}
upstream:
  base_url: "{upstream}"
  api_key: any
  poll: {{first: 50ms, max: 200ms}}
  # One test plants one failure after the other, and none is about an outage.
  breaker: {{failures: unlimited}}
storage: {{path: "{folder}/data"}}
callbacks: {{allow_private_addresses: true}}
"""


@dataclass
class Answer:
    status: int
    fields: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def ask(method, url, body=None, token=None, fields=None):
    """One request, whose answer is any status."""
    headers = {"Content-Type": "application/json"} | (fields or {})
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with OPENER.open(request, timeout=30) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


class Simulator:
    def __init__(self, program, folder: pathlib.Path):
        self.url = f"http://127.0.0.1:{free_port()}"
        self.process = Program(
            [program, "simulate", "--port", self.url.rsplit(":")[-1], "--job-duration", "50ms"], folder / "simulator.log",
            self.url + "/control/stats")

    def fail(self, *faults):
        """The next calls fail in these ways; without any, none does."""
        assert ask("DELETE", self.url + "/control/faults").status < 300
        if faults:
            answer = ask("POST", self.url + "/control/faults", list(faults))
            assert answer.status < 300, answer.body

    def end(self):
        self.process.end()


@dataclass
class Gateway:
    """The program with its own data folder."""

    program: pathlib.Path
    folder: pathlib.Path
    upstream: str
    settings: str = ""
    clock: Clock | None = None

    def __post_init__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        address = f"127.0.0.1:{free_port()}"
        self.url = "http://" + address
        file = self.folder / "gateway.yaml"
        file.write_text(SETTINGS.format(address=address, upstream=self.upstream, folder=self.folder) + self.settings)
        self.process = Program(
            [self.program, "serve", "--config", file], self.folder / "gateway.log", self.url + "/-/health/ready",
            self.clock.environment if self.clock else {})

    @property
    def console(self):
        return self.url + "/-/console/"

    def end(self):
        self.process.end()

    # What clients do

    def create(self, model=PICTURES, key=None, fields=None, callback=None, **args):
        """Sends a create and returns its answer, whatever it is."""
        body = {"model": model, "args": args} | ({"callback_url": callback} if callback else {})
        return ask("POST", self.url + "/api/v1/job/create", body, key, fields)

    def picture(self, prompt, key=None, **more):
        return self.create(key=key, prompt=prompt, aspect_ratio="16:9", resolution="1K", **more)

    # What administrators do

    def admin(self, method, path, body=None):
        answer = ask(method, f"{self.url}/-/api/{path}", body, ADMIN_TOKEN)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body.decode()}"
        return answer.json if answer.body else None

    def generation(self, number):
        return self.admin("GET", f"generations/{number}")

    def state(self, number):
        detail = self.generation(number)
        return detail.get("state") or detail["summary"]["state"]

    def settled(self, numbers, *states):
        """Waits until purchases are in one of these states."""
        rest = set(numbers)

        def are_settled():
            rest.difference_update([number for number in rest if self.state(number) in states])
            return not rest

        until(are_settled, f"{rest} are {' or '.join(states)}")

    def kept(self, number):
        """Waits until all files of a result are kept."""
        return until(
            lambda: self._kept(self.admin("GET", f"cache/{number}") if self.state(number) == "succeeded" else None),
            f"{number} is kept")

    @staticmethod
    def _kept(result):
        return result if result and result.get("filesState") == "kept" else None
