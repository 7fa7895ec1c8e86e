"""Amounts as pages show them, and as the books have them."""

import re


def dollars(text):
    return float(re.search(r"\$([\d,]+\.\d+)", text)[1].replace(",", ""))


def spent_this_month(gateway, key):
    """What a key has spent in the month of the tests' clock."""
    rows = gateway.admin("GET", "usage?by=key&since=2026-11-01&until=2026-11-30")["rows"]
    return float(next(row for row in rows if row.get("name") == key)["spent"])
