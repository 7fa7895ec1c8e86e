"""A gateway's clock that a test sets, so that a month passes in seconds and pictures of pages have the same dates every time."""

import datetime
import math
import os
import pathlib
import struct
import subprocess
import time

# Where the tests' month ends.
TODAY = datetime.datetime(2026, 11, 24, 16, 40, tzinfo=datetime.timezone.utc)


class Clock:
    """The wall clock of one program."""

    def __init__(self, folder: pathlib.Path):
        self.library = folder / "clock.so"
        source = pathlib.Path(__file__).with_name("clock.c")
        # clang comes with Swift.
        subprocess.run(["clang", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", self.library, source], check=True, timeout=60)
        self.file = os.open(folder / "clock", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self.environment = {"LD_PRELOAD": str(self.library), "CLOCK_FILE": str(folder / "clock"), "TZ": "UTC"}
        self.set(days_ago=0)

    def set(self, days_ago, hour=None):
        """Sets it to some day before the month's end, from where it goes on."""
        moment = TODAY - datetime.timedelta(days=days_ago)
        if hour is not None:
            moment = moment.replace(hour=hour, minute=0)
        os.pwrite(self.file, struct.pack("=q", math.ceil(moment.timestamp() - time.time())), 0)
