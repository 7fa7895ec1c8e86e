"""A month of a small studio, bought for the tests: what pages show is the same every time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .clock import Clock
from .gateway import PICTURES, Gateway, Simulator
from .pictures import landscape
from .receiver import Receiver

VIDEOS = "google/veo-3.1/text-to-video"
SONGS = "suno/suno-v5/generate"

SETTINGS = """\
budgets: {day: 20.00, month: 150.00}
teams:
  - {name: film, budgets: {month: 60.00}}
keys:
  - name: nightly-tests
    secret: "the-secret-of-nightly-tests"
    team: film
    mode: replay
"""

TEAMS = [{"name": "design", "budgets": {"month": "80.00"}}]

KEYS = [
    {"name": "alice", "team": "design", "models": ["google/*", "bytedance/*"],
     "limits": {"budgets": {"day": "5.00", "month": "40.00"}, "rate": {"createsPerMinute": 600}}},
    {"name": "bob", "team": "film", "limits": {"budgets": {"month": "50.00"}, "rate": {"generationsPerMinute": 300}}},
    {"name": "carol", "team": "design", "limits": {"budgets": {"total": "25.00"}}},
    {"name": "intern"},
]

# Purchases and repeats of each day, the oldest first; the last is today.
DAYS = [(2, 1), (4, 2), (3, 4), (4, 6), (1, 0), (0, 1), (4, 3), (3, 7), (5, 5), (4, 9), (2, 3), (1, 1), (0, 0), (5, 6), (4, 11),
        (3, 8), (4, 12), (2, 3), (1, 0), (0, 2), (5, 9), (6, 14), (4, 10), (5, 16), (2, 7), (0, 1), (1, 2), (5, 13), (4, 9)]

SCENES = [
    ("A lighthouse at dawn, seen from the harbour, gulls, soft light", "dawn", True),
    ("Rolling hills at noon, wide angle, a clear sky", "noon", False),
    ("The coast at dusk, long exposure, calm water", "dusk", False),
    ("A mountain lake at night under a full moon", "night", False),
    ("Morning mist over a river valley, muted colours", "mist", False),
    ("A frozen fjord in winter, pale sun, fresh snow", "snow", False),
    ("The same lighthouse in winter, snow on the rocks", "snow", True),
    ("A lighthouse at night, its beam over a calm sea", "night", True),
]


@dataclass
class Month:
    """What there is to see, by what a test calls it."""

    secrets: dict
    picture: str
    video: str
    song: str
    failed: str
    rejected: str
    unknown: str
    running: str


def make(gateway: Gateway, simulator: Simulator, receiver: Receiver, clock: Clock) -> Month:
    # What belongs to this moment would not be there yet.
    clock.set(days_ago=len(DAYS), hour=9)
    for team in TEAMS:
        gateway.admin("POST", "teams", team)
    secrets = {key["name"]: gateway.admin("POST", "keys", key)["secret"] for key in KEYS}
    gateway.admin("POST", "keys/intern/revoke")
    history(gateway, clock, secrets)
    clock.set(days_ago=0, hour=11)
    return today(gateway, simulator, receiver, clock, secrets)


def history(gateway, clock, secrets):
    """Days that have passed: what was bought and what was repeated in each."""
    names = ["alice", "bob", "carol"]

    def video(name, text):
        return gateway.create(
            VIDEOS, secrets[name], prompt=text, mode="fast", resolution="720p", aspect_ratio="16:9", duration="4",
            generate_audio=False)

    with ThreadPoolExecutor(8) as pool:
        for place, (purchases, repeats) in enumerate(DAYS):
            clock.set(days_ago=len(DAYS) - place, hour=10)
            texts = [f"Storyboard {place + 1}, frame {frame + 1}" for frame in range(purchases)]
            bought = list(pool.map(
                lambda at: video("bob", at[1]) if at[0] % 3 == 1 else gateway.picture(at[1], secrets[names[at[0] % 3]]),
                enumerate(texts)))
            assert all(answer.status == 200 for answer in bought), [answer.body for answer in bought if answer.status != 200]
            list(pool.map(gateway.kept, [answer.fields["Tollgate-Generation"] for answer in bought]))
            again = [(frame, texts[frame % purchases]) for frame in range(repeats)] if purchases else []
            for answer in pool.map(
                    lambda at: video("bob", at[1]) if at[0] % purchases % 3 == 1 else gateway.picture(at[1], secrets["carol"]),
                    again):
                assert answer.fields["Cache-Status"] == "tollgate; hit", answer.fields


def drawn(receiver, match, mood, number, tower):
    """A fault that makes the simulator give out a drawn picture in place of its own."""
    name = f"/files/{number}.jpeg"
    receiver.files[name] = ("image/jpeg", landscape(mood, number, tower))
    return {"on": "file", "kind": "redirect", "match": match, "location": receiver.url + name, "times": 1}


def a_picture(gateway, simulator, receiver, prompt, mood, number, tower, key, **more):
    simulator.fail(drawn(receiver, "image-1", mood, number, tower))
    answer = gateway.picture(prompt, key, **more)
    gateway.kept(answer.fields["Tollgate-Generation"])
    return answer


def today(gateway, simulator, receiver, clock, secrets):
    """Something of every kind, at the end of the month."""
    def number(answer, status=200):
        assert answer.status == status, (answer.status, answer.body)
        return answer.fields["Tollgate-Generation"]

    gateway.kept(number(gateway.picture("Colours for the poster", secrets["carol"], callback=receiver.url + "/broken")))
    for place, mood in enumerate(("dusk", "mist")):
        variant = {"Tollgate-Variant": "bc"[place]}
        number(a_picture(gateway, simulator, receiver, SCENES[0][0], mood, 20 + place, True, secrets["carol"], fields=variant))
    for place, (prompt, mood, tower) in reversed(list(enumerate(SCENES))):
        callback = [None, receiver.url + "/taken", receiver.url + "/gone"][place % 3]
        picture = number(a_picture(gateway, simulator, receiver, prompt, mood, place, tower, secrets["alice"], callback=callback))
        if place == 6:
            video = number(gateway.create(
                VIDEOS, secrets["bob"], prompt="Waves roll in below the lighthouse", mode="fast", resolution="720p",
                aspect_ratio="16:9", duration="4", generate_audio=False))
            gateway.kept(video)
        if place == 4:
            simulator.fail(drawn(receiver, "cover", "dusk", 31, False))
            song = number(gateway.create(
                SONGS, secrets["bob"], prompt="A quiet piano piece for the end credits", mode="description",
                make_instrumental=True))
            gateway.kept(song)
    simulator.fail()
    for key in ("alice", "carol", "carol"):
        assert gateway.picture(SCENES[0][0], secrets[key]).fields["Cache-Status"] == "tollgate; hit"
    gateway.admin("PUT", f"cache/{picture}/pin")
    simulator.fail({"on": "create", "kind": "failJob", "info": "The prompt was refused by the safety filter.", "times": 1})
    failed = number(gateway.picture("A crowd in the old town", secrets["carol"]))
    gateway.settled([failed], "failed")
    simulator.fail({"on": "create", "kind": "reject", "code": 40001, "status": 400, "info": "aspect_ratio is not supported.",
                    "times": 1})
    rejected = gateway.picture("A panorama of the bay", secrets["carol"])
    assert rejected.status == 400, rejected.body
    unknown = []
    for prompt in ("The harbour at low tide", "The pier in the rain"):
        simulator.fail({"on": "create", "kind": "dropAfter", "times": 1})
        unknown.append(number(gateway.picture(prompt, secrets["bob"]), status=504))
    clock.set(days_ago=0)
    simulator.fail({"on": "create", "kind": "stallJob", "times": 1})
    running = number(gateway.picture("A storm over the open sea", secrets["alice"]))
    gateway.settled([running], "running")
    simulator.fail()
    [refused] = [purchase["number"] for purchase in gateway.admin("GET", "generations?state=rejected")]
    return Month(
        secrets=secrets, picture=picture, video=video, song=song, failed=failed, rejected=refused, unknown=unknown[0],
        running=running)
