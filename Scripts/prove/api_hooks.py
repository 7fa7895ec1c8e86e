"""What the fuzzer of ./dev prove api does with its requests: some are about things that there are, and all are counted."""

import atexit
import collections
import itertools
import json
import os
import random

import schemathesis

# So many of the requests whose form is right are about something that there is.
MEANT = 0.5
MODEL = "google/nano-banana-2/text-to-image"

counts = collections.defaultdict(collections.Counter)
numbers = itertools.count(1)
names = ["alice", "bob", "declared", "design", "video", "filed"]
made = collections.deque(maxlen=40)
newest = 40


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes some requests mean something that there is."""
    operation = case.operation.definition.raw["operationId"]
    if random.random() > MEANT:
        return
    if case.path_parameters:
        # What is revoked and removed is gone for all other operations.
        known = made if operation in ("revokeKey", "removeTeam") else names
        if "name" in case.path_parameters and known:
            case.path_parameters["name"] = random.choice(known)
        if "number" in case.path_parameters:
            case.path_parameters["number"] = f"g{random.randint(1, newest)}"
        if "id" in case.path_parameters:
            case.path_parameters["id"] = f"c{random.randint(1, newest)}"
    # As whom a create is quoted, and whose lists are read.
    if operation in ("quoteCreate", "explainCreate"):
        case.query = {"key": "declared"}
        case.body = {"model": MODEL, "args": {"prompt": f"a picture of {random.randint(0, 30)} foxes"}}
    elif case.query and "key" in case.query:
        case.query["key"] = random.choice(["declared", "alice", "bob"])
    if operation in ("createKey", "createTeam"):
        made.append(f"made-{os.getpid()}-{next(numbers)}")
        case.body = {"name": made[-1]}


@schemathesis.hook
def map_headers(context, headers):
    # Hardly a tag is the one that a thing has.
    if headers and "If-Match" in headers and random.random() < 0.9:
        return {name: value for name, value in headers.items() if name != "If-Match"}
    return headers


@schemathesis.hook
def after_call(context, case, response):
    global newest
    counts[case.operation.definition.raw["operationId"]][response.status_code] += 1
    # The proof goes on buying.
    newest = 40 + sum(counts[case.operation.definition.raw["operationId"]].values()) // 50


@schemathesis.serializer("application/x-tar")
def serialize_tar(context, value):
    return {"data": value if isinstance(value, bytes) else json.dumps(value).encode()}


@atexit.register
def write_counts():
    with open(os.environ["PROOF_COUNTS"], "w", encoding="utf-8") as file:
        json.dump(counts, file)
