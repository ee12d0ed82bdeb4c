// The connections, a mark each, the details of the one that is looked at, and the queue.

const HINT = "Point at a connection, or reach it with the arrow keys, to see who holds it.";
const MOST_GUESTS = 60;

// Where a driver does not tell the pids, small numbers below zero stand for them; PgBouncer's can be below zero.
function called(pid) {
  if (typeof pid === "string") return "";
  return pid < 0 && pid >= -1e6 ? ` no. ${-pid}` : ` ${pid}`;
}

function describe([pid, state, since, holder, query, server], t) {
  const spent = Math.max(0, t - since);
  const time = ` for ${seconds(spent)}`;
  const by = holder ? ` by ${holder}` : "";
  const said = {
    "in use": `in use${time}${by}`,
    "in transaction": `in use${time}${by}, idle in a transaction`,
    idle: `idle${time}`,
    opening: "being opened",
    checking: `in use${time}${by}, being checked: the pool has not handed it over yet`,
    listening: `pinned for LISTEN: ${holder} is over, the connection still listens, held${time}`,
    disputed: `idle in the pool${time}, but not on the server: pool and server disagree`,
    collected: `collected, held${time}${by}: Python has removed it, the pool still counts it as in use`,
    leaked: `leaked: ${holder} is over and has not given it back, held${time}`,
    broken: "broken: the connection has ended, and the pool has not noticed",
    dropped: `broken: it ended ${seconds(spent)} ago${holder && `, held by ${holder}`}, and the pool has dropped it`,
  }[state];
  const last = query ? ` Last query: ${query}.` : "";
  return `Connection${called(pid)}: ${said}.${last}${server}`;
}

function roomFor(count) {
  return count <= 24 ? "much" : count <= 100 ? "some" : "little";
}

class Marks {
  // There is room for so many connections, also while there are fewer.
  constructor(parent, most = 0) {
    this.most = most;
    this.legend = make(parent, "p", { class: "legend" });
    this.box = make(parent, "div", {
      class: "marks", role: "listbox", tabindex: 0, "aria-label": "Connections of the pool",
    });
    this.queue = make(parent, "div", { class: "queue" });
    this.detail = make(parent, "p", { class: "detail" }, HINT);
    this.byPid = new Map();
    this.looked = null;
    this.pinned = false;
    this.box.addEventListener("pointerover", (event) => this.look(event.target.closest(".mark")));
    this.box.addEventListener("pointerleave", () => this.pinned || this.look(null));
    this.box.addEventListener("click", (event) => this.pin(event.target.closest(".mark")));
    this.box.addEventListener("focus", () => this.looked || this.pin(this.box.firstElementChild));
    this.box.addEventListener("blur", () => this.pin(null));
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  pin(mark) {
    this.pinned = Boolean(mark);
    this.look(mark, true);
  }

  look(mark, anyway = false) {
    if (this.pinned && !anyway) return;
    this.looked?.classList.remove("looked");
    this.looked = mark;
    mark?.classList.add("looked");
    if (mark) this.box.setAttribute("aria-activedescendant", mark.id);
    else this.box.removeAttribute("aria-activedescendant");
    say(this.detail, mark ? mark.getAttribute("aria-label") : HINT);
  }

  key(event) {
    const all = [...this.box.children];
    const here = all.indexOf(this.looked);
    const to = {
      ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1,
      Home: 0, End: all.length - 1,
    }[event.key];
    if (event.key === "Escape") this.pin(null);
    else if (to === undefined || !all.length) return;
    else {
      this.pin(all[Math.min(Math.max(to, 0), all.length - 1)]);
      this.looked.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
    event.stopPropagation();
  }

  show(frame) {
    const opening = Array.from({ length: frame.opening }, (_, n) => [`opening ${n}`, "opening", null, "", "", ""]);
    const marks = [...frame.marks, ...opening];
    set(this.box, "data-room", roomFor(Math.max(this.most, marks.length)));
    const left = new Set(this.byPid.keys());
    const counts = {};
    for (const mark of marks) {
      const [pid, state] = mark;
      counts[state] = (counts[state] ?? 0) + 1;
      left.delete(pid);
      this.fill(this.byPid.get(pid) ?? this.add(pid), mark, frame.t);
    }
    for (const pid of left) {
      const gone = this.byPid.get(pid);
      if (this.looked === gone) this.pin(null);
      gone.remove();
      this.byPid.delete(pid);
    }
    if (this.looked) say(this.detail, this.looked.getAttribute("aria-label"));
    this.explain(counts);
    this.guests(frame.waiting);
  }

  add(pid) {
    const mark = make(this.box, "div", {
      class: "mark", role: "option", id: unique("poollab"),
    });
    const svg = make(mark, "svg", { viewBox: "0 0 20 20", "aria-hidden": "true" });
    make(svg, "path", { "fill-rule": "evenodd" });
    make(mark, "b", {}, called(pid).trim() || "…");
    make(mark, "i");
    this.byPid.set(pid, mark);
    return mark;
  }

  fill(mark, data, t) {
    const [, state, since] = data;
    set(mark, "data-state", state);
    set(mark, "aria-label", describe(data, t));
    set(mark.querySelector("path"), "d", STATES[state].shape);
    const { words, short = words } = STATES[state];
    const time = since === null ? "" : ` ${seconds(Math.max(0, t - since))}${state === "dropped" ? " ago" : ""}`;
    say(mark.querySelector("i"), short + time);
  }

  explain(counts) {
    const shown = Object.keys(STATES).filter((s) => counts[s] || s === "in use" || s === "idle");
    if (this.legend.dataset.states !== shown.join()) {
      this.legend.dataset.states = shown.join();
      this.legend.replaceChildren();
      for (const state of shown) {
        const entry = make(this.legend, "span", { "data-state": state });
        const svg = make(entry, "svg", { viewBox: "0 0 20 20", "aria-hidden": "true" });
        make(svg, "path", { "fill-rule": "evenodd", d: STATES[state].shape });
        make(entry, "span");
      }
    }
    shown.forEach((state, n) => {
      const count = ["in use", "idle"].includes(state) ? "" : `: ${counts[state]}`; // else above
      say(this.legend.children[n].lastChild, STATES[state].words + count);
    });
  }

  guests(waiting) {
    const dots = Math.min(waiting, MOST_GUESTS);
    if (!this.dots) {
      this.words = make(this.queue, "span");
      this.dots = make(this.queue, "span", { class: "dots", "aria-hidden": "true" });
    }
    say(this.words, waiting ? `${plural(waiting, "request waits", "requests wait")} ` : "No request waits");
    say(this.dots, "●".repeat(dots) + (waiting > dots ? ` +${waiting - dots}` : ""));
  }
}
