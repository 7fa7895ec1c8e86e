"""./dev bench purchases, its second part: how many distinct creates that come over HTTP are bought in a second.

Gateway, simulator and wrk share the machine. Usage: purchases.py PROGRAM FOLDER SECONDS
"""

import sys

import servers
import wrk

CONNECTIONS = 256


def main(program, folder, seconds):
    folder = servers.empty(folder)
    # As many are sent at a time as come, and nobody asks about them while it is measured.
    sending = f"max_sending: {CONNECTIONS}, poll: {{first: 1h, max: 1h, give_up: 2h}}"
    with (
        servers.simulator(program, folder, "--job-duration", "1h") as upstream,
        servers.gateway(program, folder, upstream, sending=sending) as gateway,
    ):
        url = f"http://127.0.0.1:{gateway.port}/api/v1/job/create"
        run = wrk.Load(url, wrk.distinct(folder), seconds, CONNECTIONS).result()
        # What was under way at the end is bought as well.
        bought = servers.stats(upstream)["accepted"]
        if bought < run["requests"]:
            raise SystemExit(f"The simulator sold {bought}, and {run['requests']} were answered.")
    print(
        f"Over HTTP, {CONNECTIONS} connections for {seconds} s: {run['rate']:,.0f} purchases/s, "
        f"median {run['p50'] * 1e3:.0f} ms, 99 % within {run['p99'] * 1e3:.0f} ms.")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
