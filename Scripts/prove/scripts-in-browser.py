#!/usr/bin/env python3
"""Nothing that a kept file contains runs in a browser from the gateway's origin.

    scripts-in-browser.py TOLLGATE CHROMIUM

A ShortAPI of this script's own gives files that want to run, with types that lie. The real gateway buys and keeps them, and
Chromium opens each of them from the gateway: by itself, and in the gateway's origin as a frame, picture, object, script and so
on. Every file would write to the console, change the title and ask for a picture elsewhere. As a control the same files come
from a plain server, where they do run.
"""
import fcntl, http.server, json, os, re, socket, subprocess, sys, tempfile, threading, time, urllib.request

MARK = "CANARY"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
ZEROS = bytes(64)
hits = set()


def bodies(port):
    """Names, types that servers would give them, and their bytes."""
    made = []

    def add(name, kind, *parts):
        number = len(made)
        run = (f"console.log('{MARK} {number}');try{{document.title='{MARK} {number}'}}catch(e){{}};"
               f"try{{new Image().src='http://127.0.0.1:{port}/hit/{number}'}}catch(e){{}}").encode()
        tag = b"<script>" + run + b"</script>"
        html = b"<!DOCTYPE html><html><body>" + tag
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>' + run.replace(b"&", b"&amp;") + b"</script></svg>"
        words = {"RUN": run, "TAG": tag, "HTML": html, "SVG": svg, "U16": html.decode().encode("utf-16"),
                 "XHTML": b'<html xmlns="http://www.w3.org/1999/xhtml"><head>' + tag + b"</head></html>",
                 "ONLOAD": b'<img src="x" onerror="' + run.replace(b'"', b"&quot;") + b'">'}
        made.append((name, kind, b"".join(words[p] if isinstance(p, str) else p for p in parts)))

    html, svg, js, xml = "text/html", "image/svg+xml", "text/javascript", "application/xml"
    add("svg", svg, "SVG")
    add("svg behind xml", svg, b'<?xml version="1.0"?>', "SVG")
    add("svg behind a mark", svg, b"\xef\xbb\xbf", "SVG")
    add("svg as xml", xml, "SVG")
    add("svg as html", html, "SVG")
    add("html", html, "HTML")
    add("html as png", "image/png", "HTML")
    add("html as text", "text/plain", "HTML")
    add("html without a type", "", "HTML")
    add("html of an unknown type", "unknown/unknown", "HTML")
    add("html as bytes", "application/octet-stream", "HTML")
    add("html behind spaces", html, b" \n\t", "HTML")
    add("html behind a mark", html, b"\xef\xbb\xbf", "HTML")
    add("html in utf-16", html + "; charset=utf-16", "U16")
    add("html with an event", html, "ONLOAD")
    add("html behind a picture", html, PNG, ZEROS, "HTML")
    add("html in a frame of its own", html, b"<body>", "HTML")
    add("xhtml", "application/xhtml+xml", "XHTML")
    add("xhtml as xml", xml, "XHTML")
    add("xhtml as text/xml", "text/xml", "XHTML")
    add("script", js, "RUN")
    add("script as html", html, "TAG")
    add("script as json", "application/json", "RUN")
    add("script as text", "text/plain", "RUN")
    add("script as png", "image/png", "RUN")
    add("module", js, "RUN", b";export default 1")
    add("gif that is a script", html, b"GIF89a/*", ZEROS, b"*/=1;", "RUN")
    add("gif with html", html, b"GIF89a", ZEROS, "HTML")
    add("gif that is a script, by type", js, b"GIF89a=1;", b"/*", ZEROS, b"*/", "RUN")
    add("jpeg with html", html, b"\xff\xd8\xff\xe0\0\x10JFIF\0", ZEROS, "HTML")
    add("jpeg with exif", html, b"\xff\xd8\xff\xe1\0\xc8Exif\0\0", "TAG")
    add("png with html", html, PNG, b"\0\0\xff\xff\0\0\xff\xff\x08\6\0\0\0", "HTML")
    add("png's first bytes", html, PNG[:8], "HTML")
    add("webp with html", html, b"RIFF\xff\0\0\0WEBPVP8 ", "HTML")
    add("wav that is a script", js, b"RIFF=1/*WAVEfmt */;", "RUN")
    add("wav with html", html, b"RIFF\xff\0\0\0WAVEfmt ", "HTML")
    add("mp4 with html", html, b"\0\0\0\x14ftypisom\0\0\2\0isom", "HTML")
    add("avif with html", html, b"\0\0\0\x14ftypavif\0\0\0\0mif1", "HTML")
    add("webm with html", html, b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm", "HTML")
    add("mp3 with html", html, b"ID3\4\0\0\0\0\2\1", "HTML")
    add("pdf with html", html, b"%PDF-1.7\n", "HTML")
    add("zip with html", html, b"PK\3\4", ZEROS, "HTML")
    add("html as an archive", "multipart/related", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n", "HTML")
    add("html as a style", "text/css", "HTML")
    return made


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, handle):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, kind, data = handle(self.path, body)
                self.send_response(status)
                if kind:
                    self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Browser:
    """Chromium, told what to do through its pipe (the Chrome DevTools Protocol)."""

    def __init__(self, program, profile):
        (their_in, self.out), (self.inp, their_out) = os.pipe(), os.pipe()

        def place():
            # Far away from where they go, so that neither is overwritten.
            first, second = (fcntl.fcntl(end, fcntl.F_DUPFD, 100) for end in (their_in, their_out))
            os.dup2(first, 3), os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--autoplay-policy=no-user-gesture-required", f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(their_in), os.close(their_out)
        self.last, self.answers, self.ran, self.messages = 0, {}, set(), []
        self.changed = threading.Condition()
        threading.Thread(target=self.listen, daemon=True).start()
        self.call("Browser.setDownloadBehavior", {"behavior": "deny"})
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.page = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self.prepare(self.page)

    def prepare(self, session):
        for method in ("Runtime.enable", "Page.enable", "Log.enable"):
            self.send(method, {}, session)
        self.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}, session)

    def listen(self):
        rest = b""
        while piece := os.read(self.inp, 1 << 20):
            *whole, rest = (rest + piece).split(b"\0")
            for text in whole:
                self.hear(json.loads(text))

    def hear(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Target.attachedToTarget":
            self.prepare(params["sessionId"])
        elif method == "Runtime.consoleAPICalled":
            self.note(" ".join(str(a.get("value")) for a in params["args"]))
        elif method == "Log.entryAdded":
            self.messages.append(params["entry"].get("text", ""))
        if "id" in message:
            with self.changed:
                self.answers[message["id"]] = message
                self.changed.notify_all()

    def note(self, text):
        if found := re.match(MARK + r" (\d+)", text or ""):
            self.ran.add(int(found[1]))

    def send(self, method, params, session=None):
        with self.changed:
            self.last += 1
            number = self.last
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        return number

    def call(self, method, params, session=None, patience=30):
        number = self.send(method, params, session)
        with self.changed:
            if not self.changed.wait_for(lambda: number in self.answers, patience):
                raise SystemExit(f"Chromium does not answer {method}")
            return self.answers.pop(number).get("result", {})

    def open(self, url, pause):
        self.call("Page.navigate", {"url": url}, self.page)
        time.sleep(pause)
        title = self.call("Runtime.evaluate", {"expression": "document.title"}, self.page).get("result", {}).get("value")
        self.note(title)

    def close(self):
        self.send("Browser.close", {})
        self.process.wait(20)


EMBED = """(async () => {
  for (const url of %s) {
    for (const [tag, name] of [['iframe','src'],['img','src'],['object','data'],['embed','src'],['script','src'],['video','src'],
        ['audio','src'],['link','href'],['frame','src']]) {
      const element = document.createElement(tag);
      if (tag === 'link') element.rel = 'stylesheet';
      element[name] = url;
      document.documentElement.append(element);
    }
    const module = document.createElement('script');
    module.type = 'module';
    module.src = url;
    document.documentElement.append(module);
    for (const start of [() => import(url), () => new Worker(url), () => new Worker(url, {type: 'module'}),
        () => navigator.serviceWorker && navigator.serviceWorker.register(url)]) {
      try { const x = start(); if (x && x.catch) x.catch(() => {}); } catch (error) {}
    }
  }
})()"""


def visit(browser, home, urls, pause):
    """Opens every link by itself, then all of them inside a page of the same origin; says which files ran where."""
    browser.ran, places = set(), {}
    hits.clear()
    for url in urls:
        browser.open(url, pause)
    places["by themselves"] = browser.ran | hits
    browser.ran = set()
    hits.clear()
    for url in urls:
        browser.open(home, pause / 2)
        browser.call("Runtime.evaluate", {"expression": EMBED % json.dumps([url]), "awaitPromise": True}, browser.page)
        time.sleep(pause)
        title = browser.call("Runtime.evaluate", {"expression": "document.title"}, browser.page)
        browser.note(title.get("result", {}).get("value"))
    places["inside a page"] = browser.ran | hits
    return places


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def request(url, data=None, method=None):
    call = urllib.request.Request(url, data=data, method=method, headers={"Authorization": "Bearer any"})
    return urllib.request.urlopen(call, timeout=60)


def buy(gateway, count):
    """Has the gateway buy one job with all files, and waits until they are kept."""
    create = {"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "files", "aspect_ratio": "16:9", "resolution": "1K"}}
    job = json.load(request(gateway + "/api/v1/job/create", json.dumps(create).encode()))["data"]["job_id"]
    deadline = time.time() + 120
    while time.time() < deadline:
        data = json.load(request(gateway + "/api/v1/job/query?id=" + job))["data"]
        links = [image["url"] for image in data.get("result", {}).get("images", [])]
        if len(links) == count and all("/-/assets/" in link for link in links):
            return links
        time.sleep(0.2)
    raise SystemExit("The gateway has not kept the files: " + json.dumps(data)[:500])


def main(tollgate, chromium):
    pause = float(os.environ.get("TOLLGATE_PROVE_PAUSE", "0.6"))

    def canary(path, _):
        if found := re.fullmatch(r"/hit/(\d+)", path):
            hits.add(int(found[1]))
        return 200, "image/gif", b""

    canary_port = Server(canary).port
    files = bodies(canary_port)

    def plain(path, _):
        found = re.match(r"/file/(\d+)", path)
        if not found:
            return 200, "text/html", b"<!DOCTYPE html><title>home</title>"
        name, kind, data = files[int(found[1])]
        return 200, kind, data

    control = Server(plain)
    stem = f"http://127.0.0.1:{control.port}/file/"

    def shortapi(path, body):
        if path.startswith("/file/"):
            return plain(path, body)
        job = "69cac2e5b066fa83d0420890"
        if path.endswith("/create"):
            data = {"amount": "0.04", "job_id": job}
        else:
            create = {"model": "google/nano-banana-2/text-to-image", "args": {}}
            images = [{"url": f"http://127.0.0.1:{vendor.port}/file/{n}.png"} for n in range(len(files))]
            data = {"id": job, "key_name": "x", **create, "result": {"images": images}, "status": 2, "credit": "0.04",
                    "refunded": False, "refunded_credit": "0", "created_at": "2026-03-30T18:37:25.678Z",
                    "updated_at": "2026-03-30T18:37:40.823Z", "finished_at": "2026-03-30T18:37:40.823Z"}
        return 200, "application/json", json.dumps({"code": 0, "data": data}).encode()

    vendor = Server(shortapi)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        with open(folder + "/gateway.yaml", "w") as file:
            file.write(f'server: {{listen: "127.0.0.1:{port}"}}\nstorage: {{path: "{folder}/data"}}\n'
                       f'upstream: {{base_url: "http://127.0.0.1:{vendor.port}", api_key: any}}\n')
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TOLLGATE_")}
        log = open(folder + "/gateway.log", "w+")
        gateway = subprocess.Popen([tollgate, "serve", "--config", folder + "/gateway.yaml"], stdout=log, stderr=log, env=environment)
        browser = None
        try:
            home = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    request(home + "/-/health/live")
                    break
                except OSError:
                    time.sleep(0.1)
            links = buy(home, len(files))
            for (name, _, data), link in zip(files, links):
                answer = request(link)
                fields = answer.headers
                assert answer.read() == data, name
                assert fields["X-Content-Type-Options"] == "nosniff" and "sandbox" in fields["Content-Security-Policy"], name
                shown = fields["Content-Type"].split("/")[0] in ("image", "video", "audio") and "svg" not in fields["Content-Type"]
                assert fields["Content-Disposition"].startswith("inline" if shown else "attachment"), name
                assert shown or fields["Content-Type"] == "application/octet-stream", name
            browser = Browser(chromium, folder + "/profile")
            plain_places = visit(browser, f"http://127.0.0.1:{control.port}/", [f"{stem}{n}.png" for n in range(len(files))], pause)
            places = visit(browser, home + "/-/health/live", links, pause)
        finally:
            if browser:
                browser.close()
            gateway.terminate()
            gateway.wait(60)
    ran = set().union(*plain_places.values())
    for place in places:
        print(f"{place}: {len(places[place])} of {len(files)} files ran from the gateway, {len(plain_places[place])} from a plain server")
    for number in sorted(set().union(*places.values())):
        print(f"ran from the gateway: {files[number][0]}", file=sys.stderr)
    if not plain_places["by themselves"] or not plain_places["inside a page"]:
        raise SystemExit("The control has failed: no file ran from the plain server either.")
    print(f"control: {len(ran)} of the {len(files)} files run where nothing keeps them from it")
    return 1 if any(places.values()) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
