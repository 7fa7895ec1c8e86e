"""./dev bench: what a repeat costs, beside what a static cache charges for one.

Every round asks each server in turn, so that what the machine does besides meets all of them. Each of the three servers has the
same one core and one event loop or worker; wrk has another core. Usage: hits.py PROGRAM FOLDER SECONDS ROUNDS [--update]
"""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import textwrap

import servers
import wrk

NGINX = """\
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-temp;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  client_body_buffer_size 64k;
  proxy_cache_path {folder}/nginx-cache levels=1:2 keys_zone=answers:10m inactive=1d;
  upstream shortapi {{ server 127.0.0.1:{upstream}; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port} reuseport;
    location /api/ {{
      proxy_pass http://shortapi;
      proxy_http_version 1.1;
      proxy_cache answers;
      proxy_cache_methods GET POST;
      proxy_cache_key "$request_method$request_uri$http_authorization$request_body";
      proxy_cache_valid 200 1d;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
      add_header Cache-Status $upstream_cache_status;
    }}
    location = /record.json {{ root {folder}; default_type application/json; }}
  }}
}}
"""

# More than the gateway recognises by their bytes, so that each is read anew.
BODIES = 1000
SLICE_SECONDS = 1
ONE_LOOP = {"NIO_SINGLETON_GROUP_LOOP_COUNT": "1"}


def nginx(folder, upstream):
    port = servers.free_port(18182)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder.resolve(), upstream=upstream.port, port=port))
    return servers.Server(
        ["nginx", "-p", str(folder.resolve()), "-c", str(configuration.resolve())], port, folder / "nginx.log",
        servers.SERVER_CORE, "/record.json")


def main(program, folder, seconds, rounds, updates):
    folder = servers.empty(folder)
    one = {"core": servers.SERVER_CORE, "environment": ONE_LOOP}
    with (
        servers.simulator(program, folder, "--job-duration", "10ms", **one) as upstream,
        servers.gateway(program, folder, upstream, **one) as gateway,
        nginx(folder, upstream) as cache,
    ):
        figures = measure(folder, gateway, cache, upstream, seconds, rounds)
    missed = misses(figures)
    text = report(figures, seconds, rounds)
    print(text)
    if updates:
        verdict = ["Targets missed:", "", *(f"- {miss}" for miss in missed)] if missed else ["No target was missed."]
        write(pathlib.Path("docs/performance.md"), "\n".join([text, *verdict, ""]))
    servers.verdict(missed)


def measure(folder, gateway, cache, upstream, seconds, rounds):
    body = servers.example()
    job, record = servers.bought(gateway.port, body)
    (folder / "record.json").write_text(json.dumps(record))
    create = wrk.script(folder, "create", "POST", body)
    query = wrk.script(folder, "query")
    many = [servers.example(f"Lighthouse number {number}: fishing boats in the foreground, gulls,") for number in range(BODIES)]
    turns = wrk.in_turn(folder, many)
    shortapi_job = servers.ask(upstream.port, "POST", "/api/v1/job/create", body)[2]["data"]["job_id"]
    cases = {
        "create, hit": (gateway, create, "/api/v1/job/create"),
        "create, nginx proxy_cache": (cache, create, "/api/v1/job/create"),
        "create, hit, many in turn": (gateway, turns, "/api/v1/job/create"),
        "create, nginx, many in turn": (cache, turns, "/api/v1/job/create"),
        "create, simulator": (upstream, create, "/api/v1/job/create"),
        "query, finished job": (gateway, query, f"/api/v1/job/query?id={job}"),
        "query, nginx proxy_cache": (cache, query, f"/api/v1/job/query?id={shortapi_job}"),
        "query, nginx static file": (cache, query, "/record.json"),
    }
    for server in (gateway, cache):
        for each in many:
            servers.ask(server.port, "POST", "/api/v1/job/create", each)
    # The last is finished last; whatever is not finished yet is waited for.
    for each in reversed(many):
        servers.bought(gateway.port, each)
    for each in [body, *many]:
        expect(gateway, "POST", "/api/v1/job/create", each, "tollgate; hit")
    for _ in range(2):
        last = servers.ask(cache.port, "POST", "/api/v1/job/create", body)[1].get("Cache-Status")
        servers.ask(cache.port, "GET", f"/api/v1/job/query?id={shortapi_job}")
    if last != "HIT":
        raise SystemExit(f"nginx did not answer from its cache: {last}")
    figures = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, (server, script, path) in cases.items():
            # The simulator sells whatever is asked for, so that a moment of it is enough.
            length = seconds if server is not upstream else min(seconds, 2)
            result = load(server, f"http://127.0.0.1:{server.port}{path}", script, length)
            # The first round warms all up.
            if number > 0:
                figures[name].append(result)
    return figures


def load(server, url, script, seconds):
    """What a server does for so long. The times and the rate are medians of slices, so that a moment in which the machine does
    something else does not make up the last hundredth."""
    before = server.cpu_seconds()
    slices = [wrk.Load(url, script, SLICE_SECONDS, core=servers.CLIENT_CORE).result() for _ in range(seconds)]
    cpu = server.cpu_seconds() - before
    middle = {field: statistics.median(each[field] for each in slices) for field in ("rate", "p50", "p99")}
    return middle | {"cpu": cpu / sum(each["requests"] for each in slices)}


def expect(server, method, path, body, status):
    got = servers.ask(server.port, method, path, body)[1].get("Cache-Status")
    if got != status:
        raise SystemExit(f"Expected {status}, got {got}")


# What each is compared with.
PEERS = {
    "create, hit": "create, nginx proxy_cache", "create, hit, many in turn": "create, nginx, many in turn",
    "create, simulator": "create, nginx proxy_cache",
    "query, finished job": "query, nginx proxy_cache", "query, nginx static file": "query, nginx proxy_cache",
}


# What the gateway answers takes at most so much of its peer's CPU.
SHARE = 0.75


def misses(figures):
    missed = []
    for name in ("create, hit", "create, hit, many in turn", "query, finished job"):
        peer = figures[PEERS[name]]
        share = statistics.median(shares(figures, name))
        late, its = (statistics.median(run["p99"] for run in runs) for runs in (figures[name], peer))
        if share > SHARE:
            missed.append(f"{name}: {share:.2f} of its peer's CPU; at most {SHARE} was meant.")
        if late > its:
            missed.append(f"{name}: 99 % within {late * 1e3:.2f} ms, its peer {its * 1e3:.2f} ms.")
    return missed


def shares(figures, name):
    """The CPU of one and its peer's, round by round: both have had the same machine."""
    return sorted(mine["cpu"] / its["cpu"] for mine, its in zip(figures[name], figures[PEERS[name]]))


def report(figures, seconds, rounds):
    lines = [
        "| what | CPU per request | of its peer | requests/s | median | 99 % within |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, runs in figures.items():
        share = "1"
        if name in PEERS:
            ratios = shares(figures, name)
            share = f"**{statistics.median(ratios):.2f}** ({ratios[0]:.2f}–{ratios[-1]:.2f})"
        median = {field: statistics.median(run[field] for run in runs) for field in ("cpu", "rate", "p50", "p99")}
        lines.append(
            f"| {name} | {median['cpu'] * 1e6:.1f} µs | {share} | {median['rate']:,.0f} | {median['p50'] * 1e3:.2f} ms "
            f"| {median['p99'] * 1e3:.2f} ms |")
    return "\n".join(lines) + f"\n\n{conditions(seconds, rounds)}\n"


def conditions(seconds, rounds):
    def first_line(*command):
        output = subprocess.run(command, capture_output=True, text=True)
        return (output.stdout + output.stderr).splitlines()[0].strip()
    processor = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return textwrap.fill(
        f"{datetime.date.today()}; {os.cpu_count()} cores of {processor}, Linux {platform.release()}; "
        f"{first_line('nginx', '-v').removeprefix('nginx version: ')}, {first_line('wrk', '-v').split(' Copyright')[0]}, "
        f"{first_line('swift', '--version')}. Processor time: medians of {rounds} rounds of {seconds} s; "
        f"the others: medians of their slices of {SLICE_SECONDS} s. {wrk.CONNECTIONS} connections, "
        f"bodies of {len(servers.example())} bytes; in brackets the least and the most of the rounds.", 130)


def write(path, text, name="hits"):
    """Puts the text between the marks of this name."""
    begin, end = f"<!-- {name}: written by ./dev bench -->\n", f"<!-- /{name} -->\n"
    page = path.read_text()
    if begin not in page or end not in page:
        raise SystemExit(f"{path} has no place for the table of {name}.")
    path.write_text(page[:page.index(begin) + len(begin)] + "\n" + text + "\n" + page[page.index(end):])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:] == ["--update"])
