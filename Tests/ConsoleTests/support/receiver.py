"""A server of the tests' own: it takes callbacks, gives out pictures, and notes whatever else reaches it."""

import http.server
import threading


class Receiver(http.server.ThreadingHTTPServer):
    """`/taken` answers 200, `/gone` 410, `/broken` 500, and `/files/…` the file of that name."""

    daemon_threads = True
    STATUSES = {"taken": 200, "gone": 410, "broken": 500}

    def __init__(self):
        self.files = {}
        self.posted = []
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing: the tests say what went wrong."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.posted.append(self.path)
        self.answer(Receiver.STATUSES.get(self.path.split("/")[1].split("?")[0], 404), "text/plain", b"")

    def do_GET(self):
        kind, content = self.server.files.get(self.path, ("text/plain", None))
        self.answer(404 if content is None else 200, kind, content or b"")

    def answer(self, status, kind, content):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
