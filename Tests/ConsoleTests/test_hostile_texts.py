"""Whatever people and the vendor write is shown as a text, wherever it is shown: no script runs, no dialog opens, nothing is asked
for elsewhere, and no page breaks a policy. All of that the window's watch notes."""

import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from support.browser import Window, sign_in
from support.gateway import ADMIN_TOKEN, Gateway
from support.hostile_texts import hostile_texts

TEXTS = hostile_texts()
# Nothing but the texts is bought there, also from models that nobody knows.
SETTINGS = f'admin: {{token: {ADMIN_TOKEN}}}\nmodels: {{"*": {{price: 0.01}}}}\n'

# What would not be there if a text had become markup.
MARKUP = """() => [...document.querySelectorAll(
  'main script, main iframe, main base, main meta, main math, main animate, main style, main form[action^="//"], [onerror], [onload]')]
  .concat([...document.querySelectorAll('a')].filter(link => !['http:', 'https:'].includes(link.protocol)))
  .map(element => element.outerHTML.slice(0, 200))"""


def as_shown(text, null=""):
    """HTML has neither a carriage return nor a NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", null)


@dataclass
class Bought:
    results: dict
    failures: dict
    gateway: Gateway


@pytest.fixture(scope="module")
def bought(program, folder, simulator, receiver):
    """Every text as a prompt, an argument's name and value, a model, a callback's address, and as what the vendor says."""
    gateway = Gateway(program, folder / "hostile", simulator.url, SETTINGS)

    def model(text):
        """A model of that name, where the gateway takes it."""
        return "acme/" + text

    def create(place, text, prompt):
        callback = receiver.url + "/gone/" + urllib.parse.quote(text, safe="<>'\"`(){}|^\\/;:@&=+$,!*~ ")
        more = {"callback": callback, "prompt": prompt, "note": text} | ({text: "name"} if text.strip() else {})
        answer = gateway.create(model(text), **more)
        return answer if answer.status != 400 else gateway.create(**more)

    def number(answer):
        assert answer.status == 200, answer.body
        return answer.fields["Tollgate-Generation"]

    try:
        simulator.fail(*({"on": "create", "kind": "failJob", "info": text, "match": f"failure-{place}-"}
                         for place, text in enumerate(TEXTS)))
        with ThreadPoolExecutor(4) as pool:
            results = dict(enumerate(pool.map(lambda at: number(create(*at, at[1])), enumerate(TEXTS))))
            failures = dict(enumerate(
                pool.map(lambda at: number(create(*at, f"failure-{at[0]}- {at[1]}")), enumerate(TEXTS))))
            list(pool.map(gateway.kept, results.values()))
        gateway.settled(failures.values(), "failed")
        simulator.fail()
        yield Bought(results, failures, gateway)
    finally:
        simulator.fail()
        gateway.end()


@pytest.fixture
def window(browser, bought):
    with Window(browser, bought.gateway) as window:
        sign_in(window.page, ADMIN_TOKEN)
        window.page.wait_for_url(bought.gateway.console)
        yield window


def check(page):
    assert page.evaluate(MARKUP) == []
    assert page.title().endswith(" · Tollgate")


def test_there_are_as_many_as_there_should_be():
    assert len(TEXTS) == len(set(TEXTS)) >= 60
    for text in ("<script>alert(1)</script>", "\u202egpj.exe\u202c", '"><img src=x onerror=alert(1)>', "null\0byte"):
        assert text in TEXTS


def test_a_text_that_becomes_markup_is_seen(browser, gateway):
    """What the other tests look for is there when a page reads a text as markup."""
    unseen, ran = [], 0
    texts = [text for text in TEXTS if "<" in text and "onerror=alert" in text or text.startswith("<script>")]
    for text in texts:
        window = Window(browser, gateway)
        window.page.set_content("<!doctype html><title>x · Tollgate</title><main>" + text + "</main>")
        window.page.wait_for_timeout(150)
        if not window.page.evaluate(MARKUP):
            unseen.append(text)
        ran += any(complaint.startswith("dialog: 1") for complaint in window.watch.complaints)
        window.context.close()
    assert unseen == [] and ran >= 3


def test_prompts_models_and_arguments(window, bought):
    for place, text in enumerate(TEXTS):
        window.open(f"results/{bought.results[place]}")
        assert window.page.locator("blockquote.prompt").text_content() == as_shown(text)
        assert as_shown(text) in window.page.get_by_role("region", name="Arguments").text_content()
        check(window.page)


def test_what_the_vendor_says(window, bought):
    """On each job's own page one in three, and in the list all of them."""
    def is_there(text):
        return as_shown(text, "\ufffd").strip() in window.page.locator("main").text_content()

    for place, text in list(enumerate(TEXTS))[::3]:
        window.open(f"jobs/{bought.failures[place]}")
        assert is_there(text), text
        check(window.page)
    window.open("jobs?state=failed")
    missing = [text for text in TEXTS if not is_there(text)]
    window.page.get_by_role("link", name="Older").click()
    window.page.wait_for_load_state()
    assert [text for text in missing if not is_there(text)] == []


@pytest.mark.parametrize("path", ["gallery", "jobs", "jobs?state=failed", "callbacks", "callbacks?state=given_up"])
def test_lists(window, bought, path):
    window.open(path)
    pages = 1
    while window.page.get_by_role("link", name="Older").count():
        check(window.page)
        window.page.get_by_role("link", name="Older").click()
        window.page.wait_for_load_state()
        pages += 1
    check(window.page)
    assert pages >= 2, path


def threes():
    """All texts, in groups of three."""
    return [(TEXTS + TEXTS)[place:place + 3] for place in range(0, len(TEXTS), 3)]


def test_what_is_searched_for(window):
    for search, model, key in threes():
        window.open("gallery?" + urllib.parse.urlencode({"search": search, "model": model, "key": key, "done": search}))
        for label, text in (("Words of the prompt", search), ("Model", model)):
            entered = window.page.get_by_label(label, exact=True).input_value()
            assert entered == as_shown(text, "\ufffd").strip().replace("\n", ""), label
        check(window.page)


FILL = """values => {
  const form = document.querySelector('form.fields');
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.querySelector('button').click();
}"""


@pytest.mark.parametrize("path, fields", [
    ("keys", ("name", "team", "models", "day", "creates_per_minute")), ("teams", ("name", "day", "month"))])
def test_what_is_entered_into_forms(window, path, fields):
    page = window.page
    window.open(path)
    for texts in threes():
        with window.watch.expecting(400):
            page.evaluate(FILL, dict(zip(fields, texts * 2)))
            expect(page.get_by_role("alert")).to_be_visible()
        check(page)


def test_requests_as_they_end(window, bought):
    """The model and the key's name go from the stream into the page by a script."""
    window.open("live")
    expect(window.page.locator("[data-live=state]")).to_have_text("Following.")
    for text in TEXTS:
        bought.gateway.create("acme/" + text, fields={"Cache-Control": "only-if-cached"}, prompt="live")
    rows = window.page.locator("[data-live=rows] tr")
    expect(rows).to_have_count(len(TEXTS))
    shown = rows.locator("td:nth-child(3)").all_text_contents()
    assert sorted(shown) == sorted("acme/" + text for text in TEXTS)
    check(window.page)


def test_addresses_that_lead_nowhere(window):
    for place, text in list(enumerate(TEXTS))[::2]:
        kind = ("keys", "results", "jobs", "nothing")[place // 2 % 4]
        with window.watch.expecting(400, 404):
            answer = window.open(f"{kind}/{urllib.parse.quote(text, safe='')}")
            assert answer.status in (400, 404)
        if answer.headers["content-type"].startswith("text/html"):
            check(window.page)
