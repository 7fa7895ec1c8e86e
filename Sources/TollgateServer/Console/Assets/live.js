// Requests as they happen. What clients wrote is set as text, and never read as markup. The table is not announced, which would be
// a flood; a sentence about what has come is, every ten seconds.
const mostRows = 100;
const drawEvery = 250;
const sayEvery = 10_000;
const outcomes = ["hit", "joined", "miss", "refused"];
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function followRequests(root) {
  const section = root.getElementById("live");
  if (!section || !window.EventSource) return;
  section.hidden = false;
  new LiveRequests(section).begin();
}

class LiveRequests {
  constructor(section) {
    this.jobs = section.dataset.jobs;
    this.address = section.dataset.events;
    this.parts = Object.fromEntries([...section.querySelectorAll("[data-live]")].map((part) => [part.dataset.live, part]));
    this.shownCounts = Object.fromEntries([...section.querySelectorAll("[data-count]")].map((part) => [part.dataset.count, part]));
    this.counts = Object.fromEntries(Object.keys(this.shownCounts).map((name) => [name, 0]));
    this.waiting = [];
    this.heard = 0;
    this.missed = 0;
    this.isPaused = false;
  }

  begin() {
    this.say("Connecting …");
    const source = new EventSource(this.address);
    source.addEventListener("open", () => this.say("Following."));
    source.addEventListener("request", (event) => this.take(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // What came before is not summed up any more: this sentence stays.
      this.heard = 0;
      this.say(source.readyState === EventSource.CLOSED
        ? "This ended: you are signed out, or 16 pages and programs watch already. Sign in again, or close another one, and load the page again."
        : "The connection was lost; trying again …");
    });
    this.parts.follow.addEventListener("click", () => this.turn());
    this.parts.clear.addEventListener("click", () => this.clear());
    setInterval(() => this.draw(), drawEvery);
    setInterval(() => this.sumUp(), sayEvery);
  }

  take(request) {
    // What was too much to be told has left a gap. After a restart of the gateway numbers begin anew.
    if (this.last !== undefined && request.number > this.last) this.counts["left-out"] += request.number - this.last - 1;
    this.last = request.number;
    if (request.outcome in this.counts) this.counts[request.outcome] += 1;
    this.heard += 1;
    if (this.isPaused) {
      this.missed += 1;
    } else {
      this.waiting.push(request);
    }
    while (this.waiting.length > mostRows) {
      this.waiting.shift();
      this.counts["left-out"] += 1;
    }
  }

  turn() {
    this.isPaused = !this.isPaused;
    this.heard = 0;
    this.parts.follow.textContent = this.isPaused ? "Follow" : "Pause";
    if (this.isPaused) {
      this.say("Paused.");
    } else {
      this.say(this.missed > 0 ? `Following again. ${this.missed} ended meanwhile and are counted, but not listed.` : "Following again.");
      this.missed = 0;
    }
  }

  clear() {
    this.parts.rows.replaceChildren();
    this.parts.table.hidden = true;
    this.parts.empty.textContent = "Cleared. What ends from now on shows up here.";
    this.parts.empty.hidden = false;
  }

  draw() {
    for (const [name, part] of Object.entries(this.shownCounts)) part.textContent = this.counts[name].toLocaleString("en");
    if (this.waiting.length === 0) return;
    const rows = this.waiting.splice(0).reverse().map((request) => this.row(request));
    this.parts.rows.prepend(...rows);
    while (this.parts.rows.childElementCount > mostRows) this.parts.rows.lastElementChild.remove();
    this.parts.table.hidden = false;
    this.parts.empty.hidden = true;
  }

  row(request) {
    const row = this.parts.row.content.firstElementChild.cloneNode(true);
    const [time, outcome, model, key, job, money] = row.children;
    const moment = new Date(request.at);
    time.firstElementChild.dateTime = moment.toISOString();
    time.firstElementChild.textContent = clock.format(moment);
    outcome.firstElementChild.textContent = request.outcome;
    if (outcomes.includes(request.outcome)) outcome.firstElementChild.classList.add(request.outcome);
    model.textContent = request.model || "not readable";
    key.textContent = request.keyName ?? "local";
    if (/^g[0-9]+$/.test(request.generation ?? "")) {
      const link = document.createElement("a");
      link.href = `${this.jobs}/${request.generation}`;
      link.textContent = request.generation;
      job.append(link);
    }
    if (request.outcome === "miss") money.textContent = `paid ${dollars(request.charged)}`;
    if (request.outcome === "hit" || request.outcome === "joined") money.textContent = `saved ${dollars(request.saved)}`;
    return row;
  }

  sumUp() {
    if (this.heard === 0 || this.isPaused) return;
    const counted = outcomes.map((name) => `${this.counts[name]} ${name}`).join(", ");
    this.say(`Following: ${this.heard} in the last ten seconds; since the page was opened ${counted}.`);
    this.heard = 0;
  }

  say(sentence) { this.parts.state.textContent = sentence; }
}

// An amount as the pages write it: exact, with two places at least.
function dollars(amount) {
  const [whole, places = ""] = amount.split(".");
  return `$${whole}.${places.padEnd(2, "0")}`;
}
