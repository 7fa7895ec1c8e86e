"""./dev bench: what a repeat costs, beside what a static cache charges for one.

Every round asks each server in turn, so that what the machine does besides meets all of them. The servers have one core, wrk the
other, and one event loop or worker. Usage: hits.py PROGRAM FOLDER SECONDS ROUNDS [--update]
"""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

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

SERVERS_CORE, WRK_CORE = (0, 1) if os.cpu_count() > 1 else (None, None)
CONNECTIONS = 32


def nginx(folder, upstream):
    port = servers.free_port(18182)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder.resolve(), upstream=upstream.port, port=port))
    return servers.Server(
        ["nginx", "-p", str(folder.resolve()), "-c", str(configuration.resolve())], port, folder / "nginx.log", SERVERS_CORE,
        "/record.json")


def main(program, folder, seconds, rounds, updates):
    folder = servers.empty(folder)
    running = []
    try:
        upstream = servers.simulator(program, folder, "--job-duration", "10ms")
        running.append(upstream)
        gateway = servers.gateway(
            program, folder, upstream, core=SERVERS_CORE, environment={"NIO_SINGLETON_GROUP_LOOP_COUNT": "1"})
        running.append(gateway)
        body = servers.example()
        job, record = servers.bought(gateway.port, body)
        (folder / "record.json").write_text(json.dumps(record))
        cache = nginx(folder, upstream)
        running.append(cache)
        measure(folder, gateway, cache, upstream, body, job, seconds, rounds, updates)
    finally:
        for server in reversed(running):
            server.stop()


def measure(folder, gateway, cache, upstream, body, job, seconds, rounds, updates):
    create = wrk.script(folder, "create", "POST", body)
    query = wrk.script(folder, "query")
    shortapi_job = servers.ask(upstream.port, "POST", "/api/v1/job/create", body)[2]["data"]["job_id"]
    cases = {
        "create, hit": (gateway, create, "/api/v1/job/create"),
        "create, nginx proxy_cache": (cache, create, "/api/v1/job/create"),
        "create, simulator": (upstream, create, "/api/v1/job/create"),
        "query, finished job": (gateway, query, f"/api/v1/job/query?id={job}"),
        "query, nginx proxy_cache": (cache, query, f"/api/v1/job/query?id={shortapi_job}"),
        "query, nginx static file": (cache, query, "/record.json"),
    }
    expect(gateway, "POST", "/api/v1/job/create", body, "tollgate; hit")
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
            before = server.cpu_seconds()
            result = wrk.Load(f"http://127.0.0.1:{server.port}{path}", script, length, CONNECTIONS, core=WRK_CORE).result()
            result["cpu"] = (server.cpu_seconds() - before) / result["requests"]
            if result["errors"] or result["socket errors"]:
                raise SystemExit(f"{name}: not every request was answered: {result}")
            # The first round warms all up.
            if number > 0:
                figures[name].append(result)
    text = report(figures, seconds, rounds)
    print(text)
    if updates:
        write(pathlib.Path("docs/performance.md"), text)
    judge(figures)


def expect(server, method, path, body, status):
    got = servers.ask(server.port, method, path, body)[1].get("Cache-Status")
    if got != status:
        raise SystemExit(f"Expected {status}, got {got}")


PEERS = {
    "create, hit": "create, nginx proxy_cache", "create, simulator": "create, nginx proxy_cache",
    "query, finished job": "query, nginx proxy_cache", "query, nginx static file": "query, nginx proxy_cache",
}


# At most so much of what nginx takes for the same from its cache.
TARGETS = {"create, hit": 0.75, "query, finished job": 0.75}


def judge(figures):
    missed = []
    for name, target in TARGETS.items():
        peer = figures[PEERS[name]]
        share = statistics.median(mine["cpu"] / its["cpu"] for mine, its in zip(figures[name], peer))
        late, its = (statistics.median(run["p99"] for run in runs) for runs in (figures[name], peer))
        if share > target:
            missed.append(f"{name}: {share:.2f} of its peer's CPU; at most {target} was meant.")
        if late > its:
            missed.append(f"{name}: 99 % within {late * 1e3:.2f} ms, its peer {its * 1e3:.2f} ms.")
    if missed:
        raise SystemExit("\n".join(missed))


def report(figures, seconds, rounds):
    lines = [
        "| what | CPU per request | of its peer | requests/s | median | 99 % within |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, runs in figures.items():
        peer = PEERS.get(name)
        share = "1"
        if peer:
            # Round by round: both have had the same machine.
            ratios = sorted(mine["cpu"] / its["cpu"] for mine, its in zip(runs, figures[peer]))
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
    return (
        f"{datetime.date.today()}; {os.cpu_count()} cores of {processor}, Linux {platform.release()}; "
        f"{first_line('nginx', '-v').removeprefix('nginx version: ')}, {first_line('wrk', '-v').split(' Copyright')[0]}, "
        f"{first_line('swift', '--version')}. Medians of {rounds} rounds of {seconds} s, {CONNECTIONS} connections, "
        f"bodies of {len(servers.example())} bytes; in brackets the least and the most of the rounds.")


def write(path, text, name="hits"):
    """Puts the text between the marks of this name."""
    begin, end = f"<!-- {name}: written by ./dev bench -->\n", f"<!-- /{name} -->\n"
    page = path.read_text()
    if begin not in page or end not in page:
        raise SystemExit(f"{path} has no place for the table of {name}.")
    path.write_text(page[:page.index(begin) + len(begin)] + "\n" + text + "\n" + page[page.index(end):])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:] == ["--update"])
