"""Programs that a test runs, and that end with it."""

import os
import pathlib
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

PATIENCE = 30.0


def free_port():
    """A port outside the range from which the system gives connections theirs, which might take it before the program does."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
            except OSError:
                continue
            return probe.getsockname()[1]


def until(condition, what, patience=PATIENCE):
    """Waits for a condition, and returns what it has found."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.03)
    raise AssertionError(f"Not within {patience:g} s: {what}")


# This machine is asked without a proxy, whatever the environment says.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Program:
    """A process of the tests' own. Only it is ended, by its id."""

    def __init__(self, arguments, log: pathlib.Path, url, environment=None):
        # Settings that are around are for the real gateway.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TOLLGATE_", "SHORTAPI_"))}
        self.log = log
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=inherited | (environment or {}))
        try:
            until(lambda: self._answers(url), f"{url} answers")
        except BaseException:
            self.end()
            raise

    def _answers(self, url):
        if self.process.poll() is not None:
            raise AssertionError(f"It has ended: {self.log.read_text()[-2000:]}")
        try:
            return OPENER.open(url, timeout=2)
        except (urllib.error.URLError, OSError):
            return None

    def end(self):
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
