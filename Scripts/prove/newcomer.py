"""A newcomer's first minutes: a bare Debian, Swift, and the two commands that bring the project to its first hit."""

import sys
import time

from debian import Debian, fail

ROOT, FOLDER = sys.argv[1:3]
COMMANDS = ["git clone file:///project tollgate", "cd tollgate && ./dev demo --once"]


def main():
    with open(FOLDER + "/log.txt", "w") as log:
        debian = Debian.make(FOLDER + "/debian", ROOT + "/.build/bare-debian")
        # Swift's own packages, as swift.org names them; libsqlite3-dev and zlib1g-dev are not among those that are put in here.
        path = debian.bring_swift(log)
        debian.bind(ROOT, "/project")
        debian.call("git", "config", "--system", "--add", "safe.directory", "*", check=True)
        begin = time.monotonic()
        for command in COMMANDS:
            print("$ " + command, flush=True)
            before = time.monotonic()
            result = debian.call("/bin/bash", "-c", command, environment={"PATH": path}, folder="/root", stdout=log, stderr=log)
            log.flush()
            print(f"  {time.monotonic() - before:.0f} s", flush=True)
            if result.returncode != 0:
                fail(f"It ends with {result.returncode}.")
        text = open(FOLDER + "/log.txt").read()
        for sign in ("tollgate; fwd=miss", "tollgate; hit", "ShortAPI sold one picture; the repeat cost nothing."):
            if sign not in text:
                fail(f"The demo does not say: {sign}")
        print(f"The first hit after {time.monotonic() - begin:.0f} s and {len(COMMANDS)} commands.")


main()
