"""The service of docs/operations.md under a real systemd, which is process 1 of a bare Debian with a network of its own."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

from debian import Debian, fail, run

ROOT, FOLDER = sys.argv[1:3]
UNIT = "tollgate"
GATEWAY = "http://127.0.0.1:8080"
SIMULATOR = "http://127.0.0.1:18991"
# Has the folder as its root, with what systemd asks for (systemd.io/CONTAINER_INTERFACE), and becomes it.
BOOT = """
root=$1
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for folder in run tmp dev; do mount -t tmpfs tmpfs "$root/$folder"; done
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,ro,bind "$root/proc/sys"
cd "$root"
mkdir -p old
pivot_root . old
umount -l /old
hostname debian
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
"""


def say(text):
    print(text, flush=True)


def expect(holds, what):
    if not holds:
        fail(what)


class Machine:
    """A bare Debian that systemd has started."""

    def __init__(self, log):
        self.log = log
        debian = Debian.make(FOLDER + "/debian", ROOT + "/.build/bare-debian")
        debian.install("systemd", "systemd-sysv", "dbus", "procps", "curl", "sudo", log=log)
        # Nobody logs in, and there are no devices.
        debian.call("systemctl", "mask", "getty.target", "systemd-logind", "systemd-udevd", check=True, stdout=log, stderr=log)
        run("umount", debian.place("/proc"))
        for device in ("null", "zero", "random", "urandom", "tty"):
            run("umount", debian.place("/dev/" + device))
        self.debian = debian
        self.outer = None
        self.groups = self.control_groups() + f"/tollgate-proof-{os.getpid()}"
        os.mkdir(self.groups)
        try:
            self.outer = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--uts", "--ipc", "--net", "sh", "-ec", BOOT, "sh",
                 debian.path],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=self.join_groups, start_new_session=True)
            self.first = self.first_process()
            self.eventually("systemd", lambda: self.call("systemctl is-system-running --wait").stdout.strip() == "running")
        except BaseException:
            self.end()
            raise

    @staticmethod
    def control_groups():
        for line in open("/proc/mounts"):
            _, place, kind, options, *_ = line.split()
            if kind == "cgroup2" and "rw" in options.split(","):
                return place
        fail("systemd needs control groups of version 2, and none are mounted here: mount -t cgroup2 none FOLDER")

    def join_groups(self):
        with open(self.groups + "/cgroup.procs", "w") as file:
            file.write(str(os.getpid()))

    def first_process(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            children = open(f"/proc/{self.outer.pid}/task/{self.outer.pid}/children").read().split()
            if children and open(f"/proc/{children[0]}/comm").read() == "systemd\n":
                return children[0]
            expect(self.outer.poll() is None, "systemd does not start.")
            time.sleep(0.05)
        fail("systemd does not start.")

    def end(self):
        if self.outer:
            self.outer.kill()
            self.outer.wait()
        # The groups are empty a moment later.
        for _ in range(100):
            subprocess.run(["find", self.groups, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"], stderr=subprocess.DEVNULL)
            if not os.path.exists(self.groups):
                return
            time.sleep(0.1)
        fail(f"{self.groups} cannot be removed.")

    def call(self, command, check=False, timeout=180):
        """Runs a line of a shell in it, as root in /etc/tollgate once that is there."""
        # It ends with what it has started, whose number may be another process's then.
        expect(self.outer.poll() is None, "systemd has ended.")
        result = subprocess.run(
            ["nsenter", "--target", self.first, "--all", "sh", "-c", "cd /etc/tollgate 2>/dev/null || cd /; " + command],
            capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)
        self.log.write(f"$ {command}\n{result.stdout}{result.stderr}-> {result.returncode}\n")
        self.log.flush()
        if check:
            expect(result.returncode == 0, f"$ {command}\n{result.stdout}{result.stderr}ends with {result.returncode}.")
        return result

    def eventually(self, what, look, within=30):
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if look():
                return
            time.sleep(0.2)
        fail(f"{what}: not within {within} s")

    # ---- The service

    def property(self, name):
        return self.call(f"systemctl show --property {name} --value {UNIT}").stdout.strip()

    def await_ready(self, within=30):
        self.eventually("the gateway is ready", lambda: self.call(f"curl -sf {GATEWAY}/-/health/ready").returncode == 0, within)

    def restarted(self, command, within):
        """How long it takes after a command until another process serves."""
        before, begin = self.property("MainPID"), time.monotonic()
        self.call(command, check=True)
        self.eventually("another process", lambda: self.property("MainPID") not in ("0", before), within)
        self.await_ready()
        return time.monotonic() - begin

    def as_gateway(self, arguments, check=True):
        return self.call(f"sudo -u tollgate tollgate {arguments}", check=check)

    def create(self, prompt):
        """What a create is answered: its status, and what the cache says of it."""
        body = shlex.quote(json.dumps({"model": "google/nano-banana-2/text-to-image", "args": {"prompt": prompt, "resolution": "1K"}}))
        answer = self.call(
            f"curl -s -D - -o /dev/null -H 'Authorization: Bearer {self.key}' -H 'Content-Type: application/json' "
            f"-d {body} {GATEWAY}/api/v1/job/create").stdout
        status = re.match(r"HTTP/1.1 (\d+)", answer)
        cache = re.search(r"(?im)^cache-status: (.*?)\r?$", answer)
        return int(status[1]) if status else 0, cache[1] if cache else ""


def documented_commands():
    """The lines of "As a service", from after the installation on."""
    text = open(ROOT + "/docs/operations.md").read()
    block = re.search(r"### As a service\n+```sh\n(.*?)```", text, re.S)[1]
    lines = [line for line in block.splitlines() if line and not line.startswith("sudo ./dev install")]
    expect(len(lines) >= 8, "docs/operations.md has no commands for the service.")
    return lines


def install(machine):
    run("cp", "-a", FOLDER + "/installed/.", machine.debian.place("/usr/local"))
    unit = machine.debian.place("/usr/local/lib/systemd/system/tollgate.service")
    text = open(unit).read().replace(FOLDER + "/installed/", "/usr/local/")
    expect(text == open(ROOT + "/deploy/tollgate.service").read(), "The unit that is installed is another one.")
    with open(unit, "w") as file:
        file.write(text)
    for line in documented_commands():
        result = machine.call(line, check=True)
        secret = re.search(r"^tg_\S+$", result.stdout, re.M)
        if secret:
            machine.key = secret[0]
    expect(hasattr(machine, "key"), "The documented commands make no key.")
    machine.await_ready()
    say("  installed with the lines of docs/operations.md")
    verified = machine.call("systemd-analyze verify /usr/local/lib/systemd/system/tollgate.service", check=True)
    expect("tollgate" not in verified.stderr, f"systemd-analyze verify: {verified.stderr}")
    exposure = re.search(r"exposure level for tollgate.service: ([\d.]+)", machine.call("systemd-analyze security tollgate").stdout)[1]
    expect(float(exposure) < 2, f"systemd-analyze security says {exposure}.")
    say(f"  systemd-analyze verify has nothing to say, and systemd-analyze security {exposure}")


def prove_purchases(machine):
    machine.call("systemd-run --unit simulator /usr/local/bin/tollgate simulate --port 18991 --job-duration 500ms", check=True)
    # The same file that the documentation fills.
    machine.call(f"echo TOLLGATE_UPSTREAM_BASE_URL={SIMULATOR} >> environment && systemctl restart {UNIT}", check=True)
    machine.await_ready()
    expect(machine.create("a boat") == (200, "tollgate; fwd=miss"), "A create is no miss.")
    machine.eventually("a hit", lambda: machine.create("a boat") == (200, "tollgate; hit"))
    machine.eventually("the picture", lambda: machine.call("find /var/lib/tollgate/blobs -type f").stdout.strip())
    # Its exit code is 1 where something does not work.
    machine.call("sh -c 'set -a; . ./environment; exec runuser -u tollgate -- tollgate doctor'", check=True)
    say("  a miss, a hit, a picture that is kept, and a doctor who finds nothing")


def prove_reload(machine):
    machine.call("echo 'log: {level: debug}' >> gateway.yaml && systemctl reload tollgate", check=True)
    machine.eventually("the reload", lambda: '"changed":["log.level"]' in machine.call(f"journalctl -u {UNIT} -o cat").stdout)
    process = machine.property("MainPID")
    machine.call("cp gateway.yaml /srv/good.yaml && echo 'nonsense: 1' >> gateway.yaml && systemctl reload tollgate", check=True)
    machine.eventually("the refusal", lambda: "nothing has changed" in machine.call(f"journalctl -u {UNIT} -o cat").stdout)
    expect(machine.create("a boat") == (200, "tollgate; hit") and machine.property("MainPID") == process, "A bad file has changed something.")
    machine.call("systemctl restart tollgate")
    state = [machine.property(name) for name in ("ActiveState", "ExecMainStatus", "NRestarts")]
    expect(state == ["failed", "78", "0"], f"With a bad file it is {state}.")
    machine.call("cp /srv/good.yaml gateway.yaml && systemctl reset-failed tollgate && systemctl start tollgate", check=True)
    machine.await_ready()
    say("  it reloads; a bad file changes nothing, and is not tried again and again at a start")


def prove_returns(machine):
    killed = machine.restarted(f"kill -9 {machine.property('MainPID')}", 30)
    expect(machine.create("a boat") == (200, "tollgate; hit"), "What was bought before kill -9 is no hit.")
    hung = machine.restarted(f"kill -STOP {machine.property('MainPID')}", 150)
    expect(machine.create("a boat") == (200, "tollgate; hit"), "What was bought before it hung is no hit.")
    say(f"  it serves again {killed:.1f} s after kill -9, and {hung:.0f} s after it began to hang")


def prove_end(machine):
    begin = time.monotonic()
    bodies = [shlex.quote(json.dumps({"model": "google/nano-banana-2/text-to-image", "args": {"prompt": f"boat {number}"}}))
              for number in range(200)]
    lines = "\n".join(f"curl -s -o /dev/null -w '%{{http_code}} ' -H 'Authorization: Bearer {machine.key}' -d {body} "
                      f"{GATEWAY}/api/v1/job/create" for body in bodies)
    with open(machine.debian.place("/srv/load.sh"), "w") as file:
        file.write(lines + "\n")
    answers = machine.call(f"sh /srv/load.sh & sleep 0.5; systemctl stop {UNIT}; wait").stdout.split()
    expect(machine.property("Result") == "success" and machine.property("ExecMainStatus") == "0", "It does not end as it should.")
    expect(set(answers) <= {"200", "503", "000"} and answers.count("200") > 5 and "000" in answers, f"Creates around the end: {answers}")
    machine.call(f"systemctl start {UNIT}", check=True)
    machine.await_ready()
    unknown = machine.as_gateway("jobs list --state unknown --json").stdout
    expect("unknown" not in unknown, f"The end has left: {unknown}")
    say(f"  {answers.count('200')} creates were answered until it ended, {time.monotonic() - begin:.1f} s altogether, and none is unknown")


def prove_backup(machine):
    # Where the unit lets nobody write, and where only the service would see it.
    for place in ("/srv/elsewhere", "/var/tmp/elsewhere"):
        refused = machine.as_gateway(f"backup {place}", check=False)
        expect(refused.returncode == 1 and place in refused.stderr, f"A backup to {place}: {refused.stderr}")
    machine.as_gateway("backup /backups/one")
    machine.as_gateway("verify --folder /backups/one")
    machine.call(f"systemctl stop {UNIT} && find /var/lib/tollgate -mindepth 1 -delete", check=True)
    machine.as_gateway("restore /backups/one")
    machine.call(f"systemctl start {UNIT}", check=True)
    machine.await_ready()
    expect(machine.create("a boat") == (200, "tollgate; hit"), "What the backup has is no hit.")
    status, _ = machine.create("another boat")
    expect(status not in (200, 0), "A restored gateway buys before it is told so.")
    machine.as_gateway("restore --accept")
    expect(machine.create("another boat") == (200, "tollgate; fwd=miss"), "After restore --accept nothing is bought.")
    say("  a backup, a restore, and purchases once they are accepted")


def main():
    # Also then what was started is ended.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with open(FOLDER + "/log.txt", "w") as log:
        machine = Machine(log)
        try:
            for step in (install, prove_purchases, prove_reload, prove_returns, prove_end, prove_backup):
                step(machine)
        finally:
            try:
                with open(FOLDER + "/journal.txt", "w") as journal:
                    journal.write(machine.call(f"journalctl -u {UNIT} -o cat").stdout)
            finally:
                machine.end()


main()
