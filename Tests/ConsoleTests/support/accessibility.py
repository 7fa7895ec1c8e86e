"""axe-core's rules."""

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")


# The rules that depend on colours; all others find the same in every scheme.
COLOURS = ("color-contrast", "link-in-text-block")


def violations(page, rules=()):
    """What is grave, in a line each: by these rules, or by all."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {'; '.join(node['html'][:160] for node in rule['nodes'][:4])}"
        for rule in found if rule["impact"] in GRAVE]
