"""Makes and runs the image of the Dockerfile without a container engine: each stage in the folder of a bare Debian."""

import ctypes
import fnmatch
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import dockerfile
from debian import Debian, fail, run

ROOT, FOLDER = sys.argv[1:3]
CLONE_NEWNET = 0x40000000
EXAMPLE = {"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "A lighthouse at dawn", "resolution": "1K"}}


def say(text):
    print(text, flush=True)


# ---- Making it

def copy_context(target):
    """COPY . . , without what .dockerignore names."""
    patterns = [line.strip().rstrip("/") for line in open(ROOT + "/.dockerignore") if line.strip()]

    def left_out(folder, names):
        if os.path.realpath(folder) != os.path.realpath(ROOT):
            return []
        return [name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]

    shutil.copytree(ROOT, target, symlinks=True, ignore=left_out, dirs_exist_ok=True)


def make(stage, debian, others, log, path=None):
    """Takes a stage's steps one after the other. Returns what is true of containers of it."""
    environment, folder, user = {}, "/", "0"
    if path:
        environment["PATH"] = path
    for name, argument in stage.steps:
        say(f"  {name} {argument[:100]}")
        if name == "RUN":
            debian.call("/bin/sh", "-c", argument, environment=environment, folder=folder, user=user, check=True, stdout=log, stderr=log)
        elif name == "COPY":
            *options, source, target = argument.split()
            target = os.path.normpath(debian.place(os.path.join(folder, target)))
            if options:
                source = others[options[0].removeprefix("--from=")].place(source)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy2(source, target)
            else:
                copy_context(target)
        elif name == "WORKDIR":
            folder = argument
            os.makedirs(debian.place(folder), exist_ok=True)
        elif name == "ENV":
            environment.update(dockerfile.variables(argument))
        elif name == "USER":
            user = argument
    return environment, folder, user


# ---- Running it

class Container:
    """Runs commands as `docker run --read-only --cap-drop ALL --security-opt no-new-privileges -v FOLDER:/data` does, with the
    network of this machine."""

    def __init__(self, stage, debian, environment, folder, user):
        self.stage, self.debian, self.environment, self.folder, self.user = stage, debian, environment, folder, user
        self.data = FOLDER + "/data"
        # A new volume gets what is there in the image, with its owner.
        run("cp", "-a", debian.place(stage.last("VOLUME")), self.data)
        run("umount", debian.place("/proc"))
        run("mount", "--bind", debian.path, debian.path)
        for device in ("null", "zero", "random", "urandom", "tty"):
            run("mount", "--bind", "/dev/" + device, debian.place("/dev/" + device))
        run("mount", "--bind", self.data, debian.place(stage.last("VOLUME")))
        run("mount", "-o", "remount,bind,ro", debian.path)

    def command(self, *arguments, entrypoint=None, variables=None):
        """What starts a process in it: as process 1 of its own, as the image's user, and with no privilege at all."""
        words = [*(entrypoint or dockerfile.words(self.stage.last("ENTRYPOINT"))), *arguments]
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **self.environment, **(variables or {})}
        inside = ('mount -t proc proc "$1/proc" && exec chroot "$1" setpriv --reuid "$2" --regid "$2" --clear-groups --no-new-privs '
                  '--bounding-set=-all --inh-caps=-all /bin/sh -c \'cd "$0" && exec "$@"\' "$3" "${@:4}"')
        return (["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", inside, "bash", self.debian.path, self.user,
                 self.folder, *words], environment)

    def run(self, *arguments, **options):
        command, environment = self.command(*arguments, **options)
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    def start(self, log, *arguments, **options):
        command, environment = self.command(*(arguments or dockerfile.words(self.stage.last("CMD"))), **options)
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def is_healthy(self, variables):
        words = dockerfile.words(self.stage.last("HEALTHCHECK"))
        return self.run(*words[1:], entrypoint=words[:1], variables=variables).returncode == 0


def first_child(process):
    return int(open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()[0])


def ask(path, body=None, key=None, scheme="http"):
    request = urllib.request.Request(f"{scheme}://127.0.0.1:8080{path}", json.dumps(body).encode() if body else None)
    if key:
        request.add_header("Authorization", "Bearer " + key)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer), answer.headers


def eventually(what, look):
    for _ in range(600):
        if look():
            return
        time.sleep(0.1)
    fail(f"{what} does not come.")


def prove(container, log):
    simulator = subprocess.Popen([container.debian.place("/usr/local/bin/tollgate"), "simulate", "--job-duration", "200ms"],
                                 stdout=log, stderr=log, env={"PATH": "/usr/bin:/bin"})
    serving = None
    try:
        prove_keyless(container)
        made = container.run("keys", "create", "alice")
        if made.returncode != 0:
            fail(f"The line makes no key: {made.stderr}")
        key = made.stdout.strip()
        say("  keys create prints a key")
        own = {"SHORTAPI_KEY": "ak-any", "TOLLGATE_UPSTREAM_BASE_URL": "http://127.0.0.1:8081"}
        if container.is_healthy(own):
            fail("The health check says ok while nothing runs.")
        before = time.monotonic()
        serving = container.start(log, variables=own)
        eventually("a healthy container", lambda: container.is_healthy(own))
        say(f"  healthy after {time.monotonic() - before:.1f} s")
        prove_hit(key)
        prove_privileges(container, serving)
        stop(serving)
        serving = None
        prove_encrypted(container, own, log)
    finally:
        for process in (serving, simulator):
            if process and process.poll() is None:
                process.kill()
                process.wait()
    path = container.debian.path
    changed = subprocess.run(["find", path, "(", "-path", path + "/dev", "-o", "-path", container.debian.place(container.stage.last("VOLUME")),
                              ")", "-prune", "-o", "-newer", FOLDER + "/begun", "-not", "-type", "d", "-print"],
                             capture_output=True, text=True).stdout
    if changed:
        fail(f"These were written outside of /data:\n{changed}")
    say("  nothing was written outside of /data")


def prove_keyless(container):
    refused = container.run(*dockerfile.words(container.stage.last("CMD")), variables={"SHORTAPI_KEY": "ak-any"})
    line = "docker run --rm -v tollgate:/data tollgate keys create NAME"
    if refused.returncode != 78 or line not in refused.stderr:
        fail(f"Without a key it ends with {refused.returncode} and says: {refused.stderr}")
    say(f"  without a key it stops: {refused.stderr.strip()}")


def prove_hit(key):
    try:
        ask("/api/v1/job/create", EXAMPLE)
        fail("A create without a key is served.")
    except urllib.error.HTTPError as error:
        if error.code != 401:
            fail(f"A create without a key is answered {error.code}.")
    first, headers = ask("/api/v1/job/create", EXAMPLE, key)
    if headers["Cache-Status"] != "tollgate; fwd=miss":
        fail(f"The first create is no miss: {headers}")
    job = first["data"]["job_id"]
    record = {}

    def is_finished():
        nonlocal record
        record = ask(f"/api/v1/job/query?id={job}", key=key)[0]["data"]
        return record["status"] == 2
    eventually("the result", is_finished)
    _, headers = ask("/api/v1/job/create", EXAMPLE, key)
    if headers["Cache-Status"] != "tollgate; hit":
        fail(f"The second create is no hit: {headers}")
    link = record["result"]["images"][0]["url"]
    if not urllib.request.urlopen(link, timeout=30).read().startswith(b"\x89PNG"):
        fail(f"{link} is no picture.")
    say("  a miss, its picture, and a hit")


def prove_privileges(container, serving):
    status = dict(line.split(":\t", 1) for line in open(f"/proc/{first_child(serving)}/status").read().splitlines() if ":\t" in line)
    wanted = {"Uid": "\t".join([container.user] * 4), "NoNewPrivs": "1", "CapEff": "0" * 16, "CapBnd": "0" * 16}
    for name, value in wanted.items():
        if status[name] != value:
            fail(f"{name} is {status[name]}, and not {value}.")
    # The image needs nothing that its base does not have.
    needed = container.run("/usr/local/bin/tollgate", entrypoint=["ldd"]).stdout
    allowed = ("linux-vdso", "libc.so", "libm.so", "libgcc_s.so", "ld-linux", "libdl", "libpthread", "librt", "libutil", "libresolv")
    for line in needed.splitlines():
        if not any(name in line for name in allowed) or "not found" in line:
            fail(f"The program needs {line.strip()}.")
    size = sum(os.lstat(os.path.join(folder, name)).st_size for folder, _, names in os.walk(container.debian.path + "/usr/local/bin")
               for name in names)
    say(f"  it runs as user {container.user} with no privilege, read-only; the program has {size / 1e6:.0f} MB and needs libc and libgcc")


def stop(serving):
    os.kill(first_child(serving), signal.SIGTERM)
    before = time.monotonic()
    if serving.wait(timeout=70) != 0:
        fail(f"SIGTERM ends it with {serving.returncode}.")
    say(f"  SIGTERM ends process 1 with 0, after {time.monotonic() - before:.1f} s")


def prove_encrypted(container, own, log):
    for name in ("key", "certificate"):
        path = f"{container.data}/{name}.pem"
        if name == "key":
            run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-keyout", path, "-out", container.data + "/certificate.pem", stderr=log)
        shutil.chown(path, int(container.user), int(container.user))
    encrypted = {**own, "TOLLGATE_SERVER_TLS_CERTIFICATE": "/data/certificate.pem", "TOLLGATE_SERVER_TLS_KEY": "/data/key.pem",
                 "TOLLGATE_SERVER_LISTEN": "0.0.0.0:8443"}
    serving = container.start(log, variables=encrypted)
    try:
        eventually("a healthy container with TLS", lambda: container.is_healthy(encrypted))
        stop(serving)
    finally:
        if serving.poll() is None:
            serving.kill()
            serving.wait()
    say("  healthy with TLS at another port")


def main():
    stages = dockerfile.read(open(ROOT + "/Dockerfile").read())
    if [stage.name for stage in stages] != ["build", None]:
        fail("The proof knows a Dockerfile of two stages, the first of which is called build.")
    base = ROOT + "/.build/bare-debian"
    with open(FOLDER + "/log.txt", "w") as log:
        try:
            say("Building stage")
            build = Debian.make(FOLDER + "/build", base)
            path = build.bring_swift(log)
            make(stages[0], build, {}, log, path)
            say("Final stage")
            final = Debian.make(FOLDER + "/final", base)
            known = make(stages[1], final, {"build": build}, log)
        except subprocess.CalledProcessError as error:
            fail(f"A step fails: {error}; its output is in {FOLDER}/log.txt")
        open(FOLDER + "/begun", "w").close()
        say("Container")
        container = Container(stages[1], final, *known)
        # A network of its own, so that its ports are free.
        if ctypes.CDLL(None).unshare(CLONE_NEWNET) != 0:
            fail("This machine gives no network of its own to a process.")
        run("ip", "link", "set", "lo", "up")
        prove(container, log)


main()
