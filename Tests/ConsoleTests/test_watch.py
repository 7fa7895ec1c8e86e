"""The watch sees what it is there for: a page with everything that the console must not do."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from support.browser import Window
from support.program import until

PAGES = {
    "console": "<script>console.error('broken')</script>",
    "exception": "<script>setTimeout(() => { throw new Error('thrown') })</script>",
    "policy": "<style>p { color: red }</style>",
    "dialog": "<script>alert('run')</script>",
    "request to elsewhere": "<img src='http://127.0.0.1:1/x.png'>",
    "failed": "<img src='/hang-up'>",
    "answer": "<img src='/missing.png'>",
}


@pytest.fixture(scope="module")
def bad():
    """A server of pages that do wrong."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            name = self.path.strip("/").replace("%20", " ")
            if name == "hang-up":
                self.connection.close()
                return
            page = PAGES.get(name)
            self.send_response(404 if page is None else 200)
            self.send_header("Content-Type", "text/html")
            policy = "default-src 'self'" if name == "policy" else "default-src * 'unsafe-inline'"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write((page or "").encode())

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """The connection that was closed above."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    yield SimpleNamespace(url=url, console=url + "/")
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("kind", PAGES)
def test_the_watch_notes(browser, bad, kind):
    window = Window(browser, bad)
    window.open(kind)
    def is_noted():
        # Nothing is heard of the page while this sleeps.
        window.page.wait_for_timeout(30)
        return any(complaint.startswith(kind + ":") for complaint in window.watch.complaints)

    until(is_noted, f"a complaint of the kind {kind} among {window.watch.complaints}")
    window.context.close()
    with pytest.raises(AssertionError):
        window.watch.check()
