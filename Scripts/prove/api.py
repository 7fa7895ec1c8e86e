"""The description and the answers of the administration: see ./dev prove api.

Arguments: the gateway, the simulator behind it, a folder, how many requests to make to each operation.
"""

import collections
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import jsonschema_rs

GATEWAY, SIMULATOR, FOLDER, EXAMPLES = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
TOKEN, KEY = "the-admin-token-of-the-proof", "the-key-of-the-proof"
MODEL = "google/nano-banana-2/text-to-image"
# Its answer does not end. It has a check of its own.
ENDLESS = "watchRequests"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# Two processes for two cores, as Python uses one each.
PARTS = 2
DEADLINE = 3600


def ask(method, url, body=None, token=TOKEN, timeout=30):
    request = urllib.request.Request(url, method=method, data=body, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def create(prompt):
    args = {"prompt": prompt}
    body = {"model": MODEL, "args": args, "callback_url": "http://127.0.0.1:9/nobody"}
    return ask("POST", f"{GATEWAY}/api/v1/job/create", json.dumps(body).encode(), KEY)[0]


def fill():
    """Keys, teams, purchases of every kind, results, and callbacks that were given up or wait."""
    for name in ["design", "video"]:
        ask("POST", f"{GATEWAY}/-/api/teams", json.dumps({"name": name, "budgets": {"day": "50"}}).encode())
    for name in ["alice", "bob"]:
        ask("POST", f"{GATEWAY}/-/api/keys", json.dumps({"name": name, "team": "design"}).encode())
    for number in range(20):
        assert create(f"a picture of {number} foxes") == 200
    faults = [
        {"on": "create", "kind": "dropAfter", "probability": 0.2},
        {"on": "create", "kind": "reject", "probability": 0.1},
        {"on": "create", "kind": "failJob", "probability": 0.2, "refund": "full"},
        {"on": "create", "kind": "stallJob", "probability": 0.05},
    ]
    ask("POST", f"{SIMULATOR}/control/faults", json.dumps(faults).encode())


def keep_buying(is_over):
    """While the operations purge, resolve and revoke, there is always something left to do it to."""
    number = 0
    while not is_over.wait(0.4):
        number += 1
        create(f"one more picture of {number} foxes")


def check_events(document):
    """Reads some events of the stream, and compares them with their schema."""
    schema = document["paths"]["/events"]["get"]["responses"]["200"]["content"]["text/event-stream"]["x-event-schema"]
    schema = {**schema, "components": document["components"]}
    is_valid = jsonschema_rs.validator_for(schema).is_valid
    request = urllib.request.Request(f"{GATEWAY}/-/api/events", headers={"Authorization": f"Bearer {TOKEN}"})
    events = 0
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream", answer.headers["Content-Type"]
        deadline = time.time() + 60
        for line in answer:
            if line.startswith(b"data: "):
                assert is_valid(json.loads(line[6:])), line
                events += 1
            if events == 20 or time.time() > deadline:
                break
    assert events == 20, f"{events} events came within a minute"
    return events


def start(part, operations):
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "api_hooks", "PROOF_COUNTS": f"{FOLDER}/counts-{part}.json"}
    environment["PYTHONPATH"] = os.path.dirname(os.path.abspath(__file__))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", f"{GATEWAY}/-/api/openapi.json"]
    command += ["--header", f"Authorization: Bearer {TOKEN}", "--max-examples", str(EXAMPLES), "--checks", CHECKS]
    command += ["--phases", "coverage,fuzzing", "--continue-on-failure", "--no-shrink", "--request-timeout", "120"]
    command += ["--suppress-health-check", "all", "--warnings", "off"]
    command += ["--report", "json", "--report-json-path", f"{FOLDER}/report-{part}.json"]
    for operation in operations:
        command += ["--include-operation-id", operation]
    with open(f"{FOLDER}/fuzzer-{part}.log", "wb") as log:
        return subprocess.Popen(command, env=environment, cwd=FOLDER, stdout=log, stderr=subprocess.STDOUT)


def main():
    status, body = ask("GET", f"{GATEWAY}/-/api/openapi.json")
    assert status == 200, status
    document = json.loads(body)
    operations = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    fill()
    is_over = threading.Event()
    buyer = threading.Thread(target=keep_buying, args=(is_over,))
    buyer.start()
    began = time.time()
    processes = []
    try:
        events = check_events(document)
        fuzzed = sorted(set(operations) - {ENDLESS})
        processes = [start(part, fuzzed[part::PARTS]) for part in range(PARTS)]
        codes = [process.wait(timeout=max(1, began + DEADLINE - time.time())) for process in processes]
    except subprocess.TimeoutExpired:
        sys.exit(f"After {DEADLINE // 60} minutes not everything was asked; ask for fewer than {EXAMPLES} requests.")
    finally:
        is_over.set()
        for process in processes:
            if process.poll() is None:
                process.kill()
        buyer.join()
    counts = collections.defaultdict(collections.Counter)
    for part in range(PARTS):
        with open(f"{FOLDER}/counts-{part}.json", encoding="utf-8") as file:
            for operation, statuses in json.load(file).items():
                counts[operation].update(statuses)
    print(f"{'operation':<28} {'requests':>8}  answers")
    for operation in fuzzed:
        statuses = counts[operation]
        shown = "  ".join(f"{status} × {statuses[status]}" for status in sorted(statuses))
        print(f"{operation:<28} {sum(statuses.values()):>8}  {shown}")
    print(f"{ENDLESS:<28} {events:>8}  events, read by the proof itself: the answer does not end")
    total = sum(sum(statuses.values()) for statuses in counts.values())
    print(f"{total} requests to {len(fuzzed)} operations in {time.time() - began:.0f} s;", end=" ")
    print("fewer than asked for where an operation takes no more different ones.")
    missing = [operation for operation in fuzzed if not counts[operation]]
    if missing:
        print(f"Nobody asked: {', '.join(missing)}")
    if any(codes):
        for part, code in enumerate(codes):
            if code:
                with open(f"{FOLDER}/fuzzer-{part}.log", encoding="utf-8", errors="replace") as log:
                    print(log.read()[-12000:])
    sys.exit(1 if any(codes) or missing else 0)


main()
