// A recording that lies in the page: answers a view as the kernel does, from what was kept of it.

const VERSION = 1; // as in recorded.py
const NO_REPLAY = {
  other: "This recording was made by another version of Pool Lab than this page.",
  broken: "This recording is damaged.",
};

class Recorded {
  constructor(text) {
    this.kept = parsed(text);
    this.marks = marks(this.kept);
    this.frames = frames(this.kept, this.marks);
    this.samples = this.kept.samples.map((n) => this.kept.t[n]);
    this.hears = {};
    const { title, seconds, peak, line, t, moments } = this.kept;
    const some = t.length < moments ? `, of ${moments} the busiest` : "";
    this.says = {
      title,
      frame_json: JSON.stringify({ ...this.at(seconds), line, peak }),
      first: this.at(peak ?? seconds), // what is shown before anybody touches it
      most: Math.max(...this.frames.map(count)),
      every: 1000 / 60,
      ended: "a recording",
      over: `Recorded on a real pool, ${t.length} moments of ${seconds.toFixed(1)} s${some}`,
    };
  }

  // What the view asks of a widget's model.
  get(name) { return this.says[name]; }
  set() {}
  save_changes() {}
  on(event, hear) { (this.hears[event] ??= new Set()).add(hear); }
  off(event, hear) { this.hears[event]?.delete(hear); }

  send({ at, step = 0, ask }) {
    const answer = { answer: ask, frame: this.at(this.reached(at, step)) };
    for (const hear of this.hears["msg:custom"] ?? []) hear(answer);
  }

  // The time, or from there the next sample or the one before.
  reached(t, step) {
    const { samples, kept: { seconds } } = this;
    if (step > 0) t = samples[after(samples, t)] ?? seconds;
    else if (step < 0) t = samples.findLast((one) => one < t) ?? samples[0] ?? 0;
    return Math.min(Math.max(0, t), seconds);
  }

  // Of all that look alike, but for their numbers, the frames that need the most room.
  extremes() {
    const found = new Map();
    const most = (key, frame, size) => {
      if (!(found.get(key)?.size >= size)) found.set(key, { frame, size });
    };
    this.frames.forEach((frame, n) => {
      const states = [...new Set(frame.marks.map((mark) => mark[1]))].sort().join();
      const shown = { ...frame, t: this.kept.t[n] };
      most(states, shown, count(frame));
      most("waiting", shown, frame.waiting);
      most("server", shown, JSON.stringify(frame.server).length);
      most("notes", shown, n);
    });
    return [...found.values()].map(({ frame }) => frame);
  }

  // The longest of all that is said of a connection.
  longest() {
    const length = ([, ...texts]) => texts.join("").length;
    const mark = this.marks.reduce((long, one) => (long && length(long) >= length(one) ? long : one), null);
    return mark ? describe(mark, this.kept.seconds) : "";
  }

  at(t) {
    return { ...this.frames[Math.max(0, after(this.kept.t, t) - 1)], t };
  }
}

function parsed(text) {
  let kept;
  try {
    kept = JSON.parse(text);
  } catch {
    throw new Error(NO_REPLAY.broken);
  }
  if (kept?.version !== VERSION) throw new Error(NO_REPLAY.other);
  return kept;
}

// All that is said of a connection at some moment.
function marks({ rows, texts }) {
  return rows.map(([pid, state, since, ...rest]) =>
    [pid, texts[state], since, ...rest.map((text) => texts[text])]);
}

// The frame of each moment; what has not changed since the moment before is the same object.
function frames({ t, seconds, limit, ...columns }, marks) {
  const now = { seconds, live: false, limit };
  const changes = t.map(() => ({}));
  for (const name of ["in_use", "idle", "size", "opening", "waiting", "marks", "server", "notes"])
    for (let n = 0; n < columns[name].length; n += 2)
      changes[columns[name][n]][name] = columns[name][n + 1];
  return changes.map((change) => {
    if (change.marks) change.marks = change.marks.map((row) => marks[row]);
    return { ...Object.assign(now, change) };
  });
}

function count({ marks, opening }) {
  return marks.length + opening;
}

// How many of these times, which are in order, are not after a time.
function after(times, t) {
  let from = 0;
  let to = times.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (times[middle] <= t) from = middle + 1;
    else to = middle;
  }
  return from;
}
