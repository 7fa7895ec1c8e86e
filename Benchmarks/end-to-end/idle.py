"""./dev bench idle: what a connection costs that was used once and is kept.

Usage: idle.py PROGRAM FOLDER CONNECTIONS
"""

import socket
import sys
import time

import servers

# What one may cost at most.
LIMIT = 35 * 1024


def main(program, folder, count):
    # One end of every connection is here, the other one at the gateway.
    servers.open_many_files(count + 500)
    print("| connections after | at rest | with them | each |\n|---|---:|---:|---:|")
    misses = []
    for name, needs_job in (("a finished job's record, from the event loop", True), ("one answer of the main lane", False)):
        before, after = measure(program, servers.empty(folder), count, needs_job)
        each = (after - before) / count
        print(f"| {count:,} × {name} | {before / 2**20:.1f} MiB | {after / 2**20:.1f} MiB | {each / 1024:.1f} KiB |", flush=True)
        if each > LIMIT:
            misses.append(
                f"An idle connection after {name} costs {each / 1024:.1f} KiB, more than the {LIMIT // 1024} KiB that it may.")
    servers.verdict(misses)


def measure(program, folder, count, needs_job):
    """Bytes in memory before there are connections, and with all of them."""
    with (
        servers.simulator(program, folder, "--job-duration", "10ms") as upstream,
        servers.gateway(program, folder, upstream, server=f"limits: {{connections: {count + 200}}}") as gateway,
    ):
        path = "/-/health/live"
        if needs_job:
            path = "/api/v1/job/query?id=" + servers.bought(gateway.port, servers.example())[0]
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {servers.KEY}\r\n\r\n".encode()
        # What is made once, or kept for the next connection, is there before.
        for connection in [asked(gateway.port, request) for _ in range(100)]:
            connection.close()
        time.sleep(2)
        before = gateway.memory()
        connections = [asked(gateway.port, request) for _ in range(count)]
        time.sleep(2)
        after = gateway.memory()
        if gateway.open_files() < count:
            raise SystemExit(f"The gateway has closed connections of {count}: {gateway.open_files()} files are open.")
        for connection in connections:
            connection.close()
        return before, after


def asked(port, request):
    """A connection on which one request was answered."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(request)
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"The gateway has answered: {answer[:500]}")
    return connection


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
