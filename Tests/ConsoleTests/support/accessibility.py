"""axe-core's rules."""

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")


def violations(page):
    """What is grave, in a line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {'; '.join(node['html'][:160] for node in rule['nodes'][:4])}"
        for rule in found if rule["impact"] in GRAVE]
