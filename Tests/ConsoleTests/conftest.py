"""One gateway and one browser for all tests of the console in a process; each test has a window of its own."""

import os
import pathlib
import shutil

import pytest
from playwright.sync_api import sync_playwright

from support import month as month_module
from support.browser import Window, launch, sign_in
from support.clock import Clock
from support.gateway import ADMIN_TOKEN, Gateway, Simulator
from support.receiver import Receiver

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / ".build/console"


def pytest_configure(config):
    # Once, and not in each of the processes that test.
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)


def pytest_addoption(parser):
    parser.addoption("--update-screenshots", action="store_true", help="write the pictures in docs/images anew")


@pytest.fixture(scope="session")
def program():
    return pathlib.Path(os.environ.get("TOLLGATE_TEST_PROGRAM", ROOT / ".build/debug/tollgate"))


@pytest.fixture(scope="session")
def folder(worker_id):
    """Where the programs of one of the processes that test keep what they have."""
    folder = FOLDER / worker_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def album():
    """Pictures of pages, for people to look at."""
    return FOLDER


@pytest.fixture(scope="session")
def simulator(program, folder):
    simulator = Simulator(program, folder)
    yield simulator
    simulator.end()


@pytest.fixture(scope="session")
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.end()


@pytest.fixture(scope="session")
def clock(folder):
    return Clock(folder)


@pytest.fixture(scope="session")
def gateway(program, folder, simulator, clock):
    clock.set(days_ago=len(month_module.DAYS) + 1)
    settings = month_module.SETTINGS + f"admin: {{token: {ADMIN_TOKEN}}}\n"
    gateway = Gateway(program, folder / "studio", simulator.url, settings, clock)
    yield gateway
    gateway.end()


@pytest.fixture(scope="session")
def month(gateway, simulator, receiver, clock):
    return month_module.make(gateway, simulator, receiver, clock)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(browser, gateway):
    """Of somebody who is signed in."""
    with Window(browser, gateway) as window:
        sign_in(window.page, ADMIN_TOKEN)
        window.page.wait_for_url(gateway.console)
        return window.context.cookies()


@pytest.fixture
def desk(browser, gateway, month, cookies):
    """Somebody who is signed in, at a desk. The test fails where the browser has complained about anything."""
    window = Window(browser, gateway, cookies=cookies)
    yield window
    window.close()


@pytest.fixture(params=[("desktop", "light"), ("phone", "dark")], ids="-".join)
def window(browser, gateway, month, cookies, request):
    """The same, and once more on a phone at night."""
    window = Window(browser, gateway, *request.param, cookies)
    yield window
    window.close()


@pytest.fixture
def own(window):
    """Makes a name or a text one that no other test uses, at whatever width."""
    return lambda text: f"{text}-{window.width}"
