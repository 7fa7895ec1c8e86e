"""The texts of Sources/TollgateTestSupport/HostileTexts.swift, which the tests in Swift use as well."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).parents[3] / "Sources/TollgateTestSupport/HostileTexts.swift"
LISTS = re.compile(r"static let (\w+) = \[\n(.*?)\n  \]", re.DOTALL)
# #"as it is"# or "with escapes"
LITERAL = re.compile(r'#"(.*?)"#|"((?:\\.|[^"\\])*)"', re.DOTALL)
ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]+)\}|(.))")
SHORT = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", '"': '"', "'": "'", "\\": "\\"}


def literal(found):
    if found[1] is not None:
        return found[1]
    return ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else SHORT[escape[2]], found[2])


def hostile_texts():
    source = SOURCE.read_text(encoding="utf-8")
    return [literal(found) for _, body in LISTS.findall(source) for found in LITERAL.finditer(body)]
