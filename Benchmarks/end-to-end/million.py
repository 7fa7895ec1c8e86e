"""./dev bench million: what a large database costs: a start, memory, and a hit that is not in memory.

Two databases are filled, small and large, verified, and kept for the next time. What is compared is measured on both in turns, so
that what the machine does besides meets both. Before cold hits the database is read into the system's memory. RUNS are those of
starts and of cold hits; the memory after very many hits is measured once, with SECONDS of creates and queries.
Usage: million.py PROGRAM FOLDER FILLER RUNS SECONDS
"""

import hashlib
import pathlib
import shutil
import statistics
import subprocess
import sys

import servers
import wrk

SMALL, LARGE = 10_000, 1_000_000
# The targets: at most so many bytes, so many seconds, and a cold hit so many times as dear as at the small size.
MOST_MEMORY, LATEST_READY, DEAREST = 64e6, 0.150, 1.5
# Generations that a cold run asks for, each once: to warm the process up, by creates, and by creates and queries. Together no more
# than the small database has; a process that has started anew has none in memory.
WARM_UP, CREATES, PAIRS = 1000, 4500, 4500
HITS = 100_000
# More than there is time for.
ENDLESS = 1_000_000_000
# Has no divisor in common with the sizes, so that a walk comes to all before it comes to one again.
STEP = 618_033
TEMPLATE = servers.example("A lighthouse at dawn, number {n}, seen from the harbour: gulls,")

LUA = """\
-- Every create asks for another generation, in an order that is the same each time and has nothing to do with the order in which
-- they were bought.
local head, tail = [==[{head}]==], [==[{tail}]==]
local place, last = {first}, {first} + {count}
local jobs = {{}}
wrk.headers["Content-Type"] = "application/json"
function request()
  if #jobs > 0 then return wrk.format("GET", "/api/v1/job/query?id=" .. table.remove(jobs)) end
  if place == last then wrk.thread:stop() end
  place = place + 1
  return wrk.format("POST", "/api/v1/job/create", nil, head .. (place * {step} % {size} + 1) .. tail)
end
"""
# Reading answers costs wrk a lot, so that it is done only where they are needed.
QUERIES = """\
function response(status, headers, body)
  local job = body:match('"job_id": *"(%x+)"')
  if job then jobs[#jobs + 1] = job end
end
"""


def main(program, folder, filler, runs, seconds):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = {size: filled(program, folder, filler, size) for size in (SMALL, LARGE)}
    figures = {size: {} for size in data}

    def note(size, name, value):
        figures[size].setdefault(name, []).append(value)

    with servers.simulator(program, folder) as upstream:
        for _ in range(runs):
            for size in data:
                with servers.gateway(program, folder, upstream, data=data[size]) as gateway:
                    note(size, "ready", gateway.ready_after)
                    note(size, "memory at the start", gateway.memory())
        for _ in range(runs):
            for size in data:
                with servers.gateway(program, folder, upstream, core=servers.SERVER_CORE, data=data[size]) as gateway:
                    cold(gateway, folder, size, lambda name, value: note(size, name, value))
        for size in data:
            with servers.gateway(program, folder, upstream, core=servers.SERVER_CORE, data=data[size]) as gateway:
                warm(gateway, folder, size, seconds, lambda name, value: note(size, name, value))
        bought = servers.stats(upstream)["accepted"]
    if bought:
        # What was bought is in the databases now.
        for size in data:
            mark(folder, size).unlink()
        raise SystemExit(f"{bought} creates were no hits but bought. The databases will be filled anew the next time.")
    medians = {size: {name: statistics.median(values) for name, values in by_name.items()} for size, by_name in figures.items()}
    print(report(medians, runs, seconds))
    servers.verdict(list(misses(medians)))


def mark(folder, size):
    """The file that says how a database was filled."""
    return folder / f"{size}.filled"


def filled(program, folder, filler, size, statistics=0):
    """The data folder of so many generations, filled where it is missing or was filled in another way; with so many rows of statistics
    besides those of the purchases."""
    root = pathlib.Path(__file__).parents[2]
    sources = sorted([*root.glob("Sources/fill-store/*.swift"), *root.glob("Sources/TollgateStore/Schema/*.swift")])
    way = hashlib.sha256(b"".join(source.read_bytes() for source in sources) + TEMPLATE.encode() + str(statistics).encode()).hexdigest()
    data, template, settings = folder / str(size), folder / "template.json", folder / "verify.yaml"
    if data.exists() and mark(folder, size).exists() and mark(folder, size).read_text() == way:
        return data
    print(f"Filling a database with {size:,} generations …", flush=True)
    shutil.rmtree(data, ignore_errors=True)
    template.write_text(TEMPLATE)
    subprocess.run([filler, "--count", str(size), "--usage", str(statistics), "--template", template, data], check=True)
    # What is measured is to be what a gateway would have left.
    settings.write_text(f'storage: {{path: "{data.resolve()}"}}\n')
    if subprocess.run([program, "verify", "--config", settings], stdout=subprocess.DEVNULL).returncode != 0:
        raise SystemExit(f"The books that were filled break rules: {program} verify --config {settings}")
    mark(folder, size).write_text(way)
    return data


def walk(gateway, folder, size, first, count, seconds, queries=False):
    """Asks for so many generations. Returns the processor's time for each, and what wrk says."""
    head, tail = TEMPLATE.split("{n}")
    lua = LUA.format(head=head, tail=tail, size=size, step=STEP, first=first, count=count)
    script = wrk.script(folder, "walk", extra=lua + (QUERIES if queries else ""))
    before = gateway.cpu_seconds()
    # wrk goes on for its seconds where its thread has ended before.
    result = wrk.Load(f"http://127.0.0.1:{gateway.port}/", script, seconds, core=servers.CLIENT_CORE).result()
    # Those under way when wrk's thread ended are not among its answers.
    if count < ENDLESS and result["requests"] < count * (2 if queries else 1) - 4 * wrk.CONNECTIONS:
        raise SystemExit(f"Only {result['requests']} requests for {count} generations were answered in {seconds} s.")
    return (gateway.cpu_seconds() - before) / count, result


def read(path):
    """Brings a file into the system's memory: how fast the disk is, is not the question."""
    with open(path, "rb", buffering=0) as file:
        buffer = bytearray(1 << 20)
        while file.readinto(buffer):
            pass


def cold(gateway, folder, size, note):
    """Creates and queries of generations that are not in the gateway's memory."""
    gateway.settle()
    read(folder / str(size) / "tollgate.sqlite")
    got = servers.ask(gateway.port, "POST", "/api/v1/job/create", TEMPLATE.replace("{n}", "1"))[1].get("Cache-Status")
    if got != "tollgate; hit":
        raise SystemExit(f"Expected a hit, got {got}")
    walk(gateway, folder, size, 0, WARM_UP, 2, queries=True)
    for name, first, count in (("create", WARM_UP, CREATES), ("create and query", WARM_UP + CREATES, PAIRS)):
        cpu, result = walk(gateway, folder, size, first, count, 10, queries=name != "create")
        note(f"{name}: CPU", cpu)
        note(f"{name}: median", result["p50"])
        note(f"{name}: 99 % within", result["p99"])


def warm(gateway, folder, size, seconds, note):
    """Memory after very many hits on generations all over the database."""
    gateway.settle()
    note("memory at rest", gateway.memory())
    walk(gateway, folder, size, 0, HITS, 40)
    note("memory after hits", gateway.memory())
    walk(gateway, folder, size, HITS, ENDLESS, seconds, queries=True)
    note("memory after mixed hits", gateway.memory())
    note("most memory", gateway.memory("VmHWM"))


def report(medians, runs, seconds):
    def row(what, name, form):
        small, large = (medians[size][name] for size in (SMALL, LARGE))
        return f"| {what} | {form(small)} | {form(large)} | {large / small:.2f} |"

    def milliseconds(value):
        return f"{value * 1e3:.{0 if value > 0.01 else 2}f} ms"

    def megabytes(value):
        return f"{value / 1e6:.1f} MB"

    lines = [f"| what | {SMALL:,} generations | {LARGE:,} | ratio |", "|---|---:|---:|---:|"]
    lines.append(row("from the start to the first answer", "ready", milliseconds))
    for kind in ("create", "create and query"):
        lines.append(row(f"cold {kind}: CPU", f"{kind}: CPU", lambda value: f"{value * 1e6:.0f} µs"))
        lines += [row(f"cold {kind}: {what}", f"{kind}: {what}", milliseconds) for what in ("median", "99 % within")]
    lines.append(row("memory at the start", "memory at the start", megabytes))
    lines.append(row("… when the files were looked through", "memory at rest", megabytes))
    lines.append(row(f"… after {HITS:,} hits", "memory after hits", megabytes))
    lines.append(row(f"… after {seconds} s of creates and queries", "memory after mixed hits", megabytes))
    lines.append(row("… at most", "most memory", megabytes))
    return "\n".join(lines) + (
        f"\n\n{wrk.CONNECTIONS} connections. Starts and cold hits are medians of {runs} runs; memory after the start was measured "
        "once, and is what the process has in RAM (RSS).\n")


def misses(medians):
    """What was promised and not kept, in sentences."""
    small, large = medians[SMALL], medians[LARGE]
    if large["ready"] > LATEST_READY:
        yield f"With {LARGE:,} generations it is ready after {large['ready'] * 1e3:.0f} ms, and not after {LATEST_READY * 1e3:.0f}."
    if large["most memory"] > MOST_MEMORY:
        yield f"It takes {large['most memory'] / 1e6:.1f} MB of memory, and not {MOST_MEMORY / 1e6:.0f}."
    for name in ("create: CPU", "create: median", "create and query: CPU", "create and query: median"):
        if large[name] > DEAREST * small[name]:
            yield f"A cold {name} is {large[name] / small[name]:.2f} times that of {SMALL:,} generations, and not {DEAREST}."


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
