"""A client with an open loop: requests are sent when they are due, whether earlier ones were answered or not.

It has as many connections as are needed for that, and several processes where one is not fast enough. What came of the requests is
a list of answers.
"""

import asyncio
import collections
import gc
import json
import os
import time

Answer = collections.namedtuple("Answer", "kind status seconds retry_after at")
"""The kind of its request, its status (0 for none in time), how long after it was sent it came, its Retry-After,
and how many seconds after the first request was due it came."""


def request(method, path, key, body=""):
    """The bytes of a request."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return (head + "\r\n" + body).encode()


def offer(port, rate, seconds, make, patience, processes=1):
    """Sends requests at a constant rate.

    `make` gets a number that no other request of this run has, and returns the request's kind and bytes. An answer that does not
    come within `patience` seconds counts as none.
    """
    pipes = []
    for index in range(processes):
        reading, writing = os.pipe()
        if os.fork() == 0:
            status = 1
            try:
                os.close(reading)
                answers = asyncio.run(_Offer(port, rate / processes, seconds, make, patience, index, processes).run())
                with os.fdopen(writing, "w") as pipe:
                    json.dump(answers, pipe)
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        pipes.append(reading)
    answers = []
    for reading in pipes:
        with os.fdopen(reading) as pipe:
            text = pipe.read()
        os.wait()
        if not text:
            raise SystemExit("A process of the client has failed.")
        answers += [Answer(*fields) for fields in json.loads(text)]
    return answers


class _Offer:
    def __init__(self, port, rate, seconds, make, patience, first, step):
        self.port, self.rate, self.seconds, self.make, self.patience = port, rate, seconds, make, patience
        self.first, self.step = first, step
        self.idle, self.answers, self.pending, self.began = [], [], 0, 0

    async def run(self):
        gc.disable()
        loop = asyncio.get_running_loop()
        began = self.began = time.perf_counter()
        for number in range(int(self.rate * self.seconds)):
            due = began + number / self.rate
            pause = due - time.perf_counter()
            # It sleeps no shorter than it can. What it is late by itself is no latency of the server's, and is made up for.
            if pause > 0.001:
                await asyncio.sleep(pause)
            elif number % 16 == 0:
                await asyncio.sleep(0)
            kind, data = self.make(self.first + number * self.step)
            self.pending += 1
            now = time.perf_counter()
            if self.idle:
                self.idle.pop().send(kind, now, data)
            else:
                loop.create_task(self._connect(kind, now, data))
        while self.pending and time.perf_counter() < began + self.seconds + self.patience + 1:
            await asyncio.sleep(0.05)
        return self.answers

    async def _connect(self, kind, began, data):
        try:
            loop = asyncio.get_running_loop()
            _, connection = await asyncio.wait_for(
                loop.create_connection(lambda: _Connection(self), "127.0.0.1", self.port), self.patience)
            connection.send(kind, began, data)
        except (OSError, asyncio.TimeoutError):
            self.note(kind, 0, began, None)

    def note(self, kind, status, began, retry_after):
        self.pending -= 1
        now = time.perf_counter()
        self.answers.append(Answer(kind, status, now - began, retry_after, now - self.began))


class _Connection(asyncio.Protocol):
    def __init__(self, offer):
        self.offer, self.buffer, self.waiting, self.timer = offer, b"", None, None

    def connection_made(self, transport):
        self.transport = transport

    def send(self, kind, began, data):
        self.waiting = (kind, began)
        self.timer = asyncio.get_running_loop().call_later(
            max(0, began + self.offer.patience - time.perf_counter()), self.give_up)
        self.transport.write(data)

    def give_up(self):
        self.end(0, None)
        self.transport.abort()

    def data_received(self, data):
        self.buffer += data
        head_end = self.buffer.find(b"\r\n\r\n")
        if head_end < 0 or self.waiting is None:
            return
        head = self.buffer[:head_end].lower() + b"\r\n"
        length = int(_field(head, b"content-length") or 0)
        if len(self.buffer) < head_end + 4 + length:
            return
        self.buffer = self.buffer[head_end + 4 + length:]
        self.end(int(head[9:12]), _field(head, b"retry-after"))
        if _field(head, b"connection") == "close":
            self.transport.close()
        elif not self.transport.is_closing():
            self.offer.idle.append(self)

    def end(self, status, retry_after):
        if self.waiting is None:
            return
        self.timer.cancel()
        (kind, began), self.waiting = self.waiting, None
        self.offer.note(kind, status, began, retry_after)

    def connection_lost(self, error):
        if self in self.offer.idle:
            self.offer.idle.remove(self)
        self.end(0, None)


def _field(head, name):
    at = head.find(b"\r\n" + name + b":")
    if at < 0:
        return None
    return head[at + len(name) + 3:head.index(b"\r\n", at + 2)].strip().decode()


def percentile(values, which):
    """The value that so many per cent do not exceed; 0 of none."""
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * which / 100))] if values else 0
