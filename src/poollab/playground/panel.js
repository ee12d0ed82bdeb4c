// Controls and buttons of the playground, what just happened, and what there is to try.

const GROUPS = [
  ["The pool", ["library", "size", "overflow", "timeout"]],
  ["The load", ["load", "clients", "rate"]],
  ["Its queries, and the server", ["query", "query_ms", "max_connections"]],
];
const LOADS = { clients: { load: "clients" }, rate: { load: "arrivals" } };
const SILENCE = 3000; // milliseconds without news before the reader is told

// The sentences, the newest of them read aloud.
class Said {
  constructor(parent) {
    this.now = make(parent, "p", { class: "now", role: "status", "aria-live": "polite" });
    this.before = make(parent, "ol", { class: "before", "aria-label": "What happened before, the newest first" });
    this.count = -1;
  }

  show({ said, count }) {
    if (count === this.count) return;
    this.count = count;
    const lines = said.map(([t, text]) => `${t.toFixed(1)} s: ${text}`).reverse();
    say(this.now, lines[0] ?? "Turn something, and look at what it does.");
    this.before.replaceChildren();
    for (const line of lines.slice(1)) make(this.before, "li", {}, line);
  }
}

// What there is to try: a hint while it was not reached, what was found when it was.
class Tries {
  constructor(parent, experiments) {
    const box = make(parent, "details", { class: "tries" });
    this.head = make(box, "summary");
    this.list = make(box, "ol");
    box.open = true;
    this.all = experiments.map(({ key, asks, hint }) => {
      const item = make(this.list, "li", { "data-key": key });
      const mark = make(item, "b", { class: "mark", "aria-hidden": "true" }, "○");
      make(item, "span", {}, asks);
      const more = make(item, "details");
      make(more, "summary", {}, "Hint");
      make(more, "span", {}, hint);
      const found = make(item, "span", { class: "found" });
      return { key, item, mark, more, found };
    });
  }

  show({ reached }) {
    say(this.head, `To try: ${Object.keys(reached).length} of ${this.all.length} reached`);
    for (const { key, item, mark, more, found } of this.all) {
      if (!reached[key] || item.dataset.reached) continue;
      item.dataset.reached = "yes";
      say(mark, "✓");
      more.remove();
      say(found, `Reached: ${reached[key]}`);
    }
  }
}

function render({ model, el }) {
  const { turn, press, try: experiments } = model.get("controls");
  const root = make(el, "section", { class: "poollab-playground", "aria-label": "Playground: controls" });
  keepKeys(root);
  onShiftEnter(root);
  const head = make(root, "header");
  make(head, "h3", {}, "Playground");
  const state = make(head, "span", { class: "state" });
  const controls = {};
  const box = make(root, "div", { class: "controls" });
  for (const [words, names] of GROUPS) {
    const group = make(box, "fieldset");
    make(group, "legend", {}, words);
    for (const name of names) {
      const kind = turn[name].options ? Choice : Figure;
      const place = make(group, "div", { class: "control", "data-control": name });
      controls[name] = new kind(place, turn[name], (value) => {
        // Whoever chooses a number of clients wants clients, and not arrivals.
        model.send({ turn: { [name]: value, ...LOADS[name] } });
      });
    }
  }
  const row = make(root, "div", { class: "buttons", role: "group", "aria-label": "What can go wrong" });
  const buttons = press.map((name) => {
    const button = make(row, "button", { type: "button", "data-press": name }, `${name[0].toUpperCase()}${name.slice(1)}`);
    button.addEventListener("click", () => model.send({ press: name }));
    return button;
  });
  const end = make(row, "button", { type: "button", class: "end" }, "End");
  end.addEventListener("click", () => model.send({ end: true }));
  const said = new Said(root);
  const tries = new Tries(root, experiments);
  let heard = performance.now();

  function news() {
    heard = performance.now();
    const now = JSON.parse(model.get("news_json"));
    // Somebody who types a number, or moves a slider, is not disturbed by where the control stood.
    for (const [name, control] of Object.entries(controls))
      if (now.over || !control.isTurned) control.show(now.settings[name]);
    const other = now.settings.load === "clients" ? "rate" : "clients";
    for (const name of ["clients", "rate"]) set(box.querySelector(`[data-control="${name}"]`), "data-rests", name === other);
    said.show(now);
    tries.show(now);
    say(state, now.over ? "ended: run the cell again for another" : `runs, and ends by itself in ${Math.max(1, Math.ceil(now.left / 60))} min`);
    if (now.over) for (const one of [...Object.values(controls).flatMap((c) => c.fields), ...buttons, end]) one.disabled = true;
  }

  const watchdog = setInterval(() => {
    const over = JSON.parse(model.get("news_json")).over;
    if (!over && performance.now() - heard > SILENCE) say(state, "no news: the kernel is busy or gone");
  }, 1000);
  model.on("change:news_json", news);
  news();
  return () => {
    clearInterval(watchdog);
    model.off("change:news_json", news);
    // Where the page stays, it was not a cell run again that took the panel away.
    if (!JSON.parse(model.get("news_json")).over) say(state, "The kernel was restarted or is gone: run the cell again.");
  };
}

export default { render };
