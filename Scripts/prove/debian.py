"""Bare Debians in folders, for proofs that begin where a fresh machine does. To be run in a mount namespace of its own, as root."""

import json
import os
import shutil
import subprocess
import sys

SUITE = "bookworm"


def fail(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(1)


def run(*command, **options):
    subprocess.run(command, check=True, **options)


def archive():
    """Where this machine takes Debian's packages from."""
    lines = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages"],
                           capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        uri, release = line.split()
        if release == SUITE and "debian" in uri:
            return uri
    return "http://deb.debian.org/debian"


class Debian:
    """A Debian in a folder."""

    def __init__(self, path):
        self.path = path

    @classmethod
    def make(cls, path, base):
        """A copy of the bare one, which is made where it is missing."""
        if not os.path.exists(base + "/etc/debian_version"):
            shutil.rmtree(base, ignore_errors=True)
            print("Making a bare Debian …", flush=True)
            with open(base + ".log", "w") as log:
                run("debootstrap", "--variant=minbase", SUITE, base, archive(), stdout=log, stderr=log)
        run("cp", "-a", base, path)
        debian = cls(path)
        # Names of this machine's network, and the way that it takes to the archive.
        shutil.copy("/etc/resolv.conf", debian.place("/etc/resolv.conf"))
        settings = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True).stdout
        with open(debian.place("/etc/apt/apt.conf.d/99-as-outside"), "w") as file:
            file.write("".join(line + "\n" for line in settings.splitlines() if "Proxy" in line))
        debian.mount("proc", "/proc", kind="proc")
        for device in ("null", "zero", "random", "urandom", "tty"):
            debian.bind("/dev/" + device, "/dev/" + device)
        return debian

    def place(self, path):
        """Where a path of it is outside."""
        return self.path + path

    def mount(self, source, path, kind):
        os.makedirs(self.place(path), exist_ok=True)
        run("mount", "-t", kind, source, self.place(path))

    def bind(self, source, path):
        """Shows something of this machine in it."""
        target = self.place(path)
        if os.path.isdir(source):
            os.makedirs(target, exist_ok=True)
        elif not os.path.exists(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            open(target, "w").close()
        run("mount", "--bind", source, target)

    def call(self, *command, environment=None, folder="/", user="0", **options):
        """Runs a command in it."""
        own = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
               "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
        own.update(environment or {})
        inside = 'cd "$1" && shift && exec "$@"'
        return subprocess.run(["chroot", f"--userspec={user}", self.path, "/bin/sh", "-c", inside, "sh", folder, *command],
                              env=own, **options)

    def install(self, *packages, log):
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]):
            self.call(*command, check=True, stdout=log, stderr=log)

    def bring_swift(self, log):
        """Puts this machine's Swift into it, with the packages that swift.org asks for, and the way that git takes here."""
        self.install("binutils-gold", "ca-certificates", "gcc", "git", "libcurl4-openssl-dev", "libedit-dev", "libncurses-dev",
                     "libpython3-dev", "libstdc++-12-dev", "libxml2-dev", "pkg-config", "tzdata", "uuid-dev", log=log)
        swift = subprocess.run(["swiftc", "-print-target-info"], capture_output=True, text=True, check=True).stdout
        toolchain = os.path.dirname(os.path.dirname(json.loads(swift)["paths"]["runtimeResourcePath"]))
        self.bind(toolchain, "/opt/swift-of-this-machine/usr")
        instead = subprocess.run(["git", "config", "--get-regexp", r"^url\..*\.insteadof$"], capture_output=True, text=True).stdout
        for line in instead.splitlines():
            name, prefix = line.split(maxsplit=1)
            place = name[len("url."):-len(".insteadof")]
            if place.startswith("/"):
                if not os.path.ismount(self.place(place.rstrip("/"))):
                    self.bind(place.rstrip("/"), place.rstrip("/"))
            self.call("git", "config", "--system", "--add", f"url.{place}.insteadOf", prefix, check=True)
        return "/opt/swift-of-this-machine/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
