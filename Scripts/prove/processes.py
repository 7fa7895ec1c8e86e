"""What proofs in Python share: processes that they start and end, and the wire."""

import os
import socket
import subprocess
import time
import urllib.request


class Processes:
    """The programs that a proof has started; nothing else is ever ended."""

    def __init__(self, program, folder):
        self.program, self.folder, self.running = program, folder, []

    def start(self, name, arguments, url):
        """Starts the program, and waits until the URL answers."""
        log = open(os.path.join(self.folder, name + ".log"), "ab")
        process = subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.running.append(process)
        deadline = time.time() + 60
        while time.time() < deadline and process.poll() is None:
            try:
                urllib.request.urlopen(url, timeout=2).read()
                return process
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"{name} does not start; see {log.name}")

    def end(self):
        for process in reversed(self.running):
            if process.poll() is None:
                process.kill()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def read_answer(reader):
    """One answer: its status, its fields with small names, and its body."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while True:
            size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
            part = await reader.readexactly(size + 2)
            if size == 0:
                break
            body += part[:-2]
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(lines[0].split(" ")[1]), headers, body
