"""What a browser complains about while it walks."""

import contextlib
from urllib.parse import urlsplit

# Tells of what the policy of a page has kept from happening. It is put into every page before the page's own scripts.
REPORTER = """document.addEventListener('securitypolicyviolation', event => {
  window.reportViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});"""


class Watch:
    """Notes every error and warning of the console, every exception, violation of a policy, dialog, failed request, request to
    elsewhere, and every answer that is an error and was not expected."""

    def __init__(self, context, home):
        self.complaints = []
        self._origin = urlsplit(home)[:2]
        self._expected = ()
        context.expose_binding("reportViolation", lambda _, text: self._note("policy", text))
        context.add_init_script(REPORTER)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("weberror", lambda error: self._note("exception", error.error))
        context.on("console", self._console)
        context.on("dialog", self._dialog)

    @contextlib.contextmanager
    def expecting(self, *statuses):
        """Answers with these statuses are meant, while this lasts."""
        self._expected = statuses
        try:
            yield
        finally:
            self._expected = ()

    def check(self):
        assert not self.complaints, "\n".join(self.complaints)

    def _note(self, kind, what):
        self.complaints.append(f"{kind}: {what}")

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        # So the browser itself writes down each answer that is an error; those are noted below, or expected.
        if "the server responded with a status of" in message.text:
            return
        self._note("console", f"{message.text} ({message.page.url if message.page else ''})")

    def _dialog(self, dialog):
        self._note("dialog", dialog.message)
        dialog.dismiss()

    def _request(self, request):
        if urlsplit(request.url)[:2] != self._origin and not request.url.startswith(("data:", "blob:")):
            self._note("request to elsewhere", request.url)

    def _failed(self, request):
        # A page that is left stops its pictures, players and streams, and a file that is saved is no page.
        if request.failure == "net::ERR_ABORTED":
            return
        self._note("failed", f"{request.method} {request.url}: {request.failure}")

    def _response(self, response):
        if response.status >= 400 and response.status not in self._expected:
            self._note("answer", f"{response.status} {response.request.method} {response.url}")
