"""Reads a Dockerfile as far as this project's needs it. What is not known here is an error, so that nothing is left out."""

import json
import re
import shlex


class Stage:
    def __init__(self, base, name):
        self.base = base
        self.name = name
        # Pairs of an instruction and what it says.
        self.steps = []

    def last(self, instruction):
        return [argument for name, argument in self.steps if name == instruction][-1]


def read(text):
    """The stages, in their order."""
    stages = []
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if not line.strip():
            continue
        name, argument = line.strip().split(maxsplit=1)
        if name == "FROM":
            words = argument.split()
            stages.append(Stage(words[0], words[2] if len(words) == 3 and words[1].upper() == "AS" else None))
        elif name in ("RUN", "COPY", "USER", "WORKDIR", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"):
            stages[-1].steps.append((name, argument))
        else:
            raise SystemExit(f"The proof does not know {name}; teach it in Scripts/prove/dockerfile.py.")
    return stages


def words(argument):
    """The command of ENTRYPOINT, CMD and HEALTHCHECK CMD, in its form of a list."""
    return json.loads(argument[argument.index("["):])


def variables(argument):
    """The pairs of ENV."""
    return dict(pair.split("=", 1) for pair in shlex.split(argument))
