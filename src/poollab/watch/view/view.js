// The whole view: numbers, connections, line, the server's own view, replay, notes; and its strip.

const SILENCE = 3000; // milliseconds without news before the reader is told
const SPOKEN = 3000; // milliseconds from one spoken summary to the next
const OVER = "drag the slider, step or play to see any moment again";

function serverLine({ server, t }) {
  if (!server) return "The server was not asked: watch.pool(…, dsn=…) asks it.";
  const states = Object.entries(server.states).map(([state, count]) => `${count} ${state}`);
  const age = t - server.asked;
  const away = age > 1 ? ` This is ${seconds(age)} old: it does not answer.` : "";
  const apart = server.apart && ` ${server.apart}`;
  return `The server sees ${states.join(", ") || "no backend"}. Connections to it: ${server.total} of ${server.max}.${apart}${away}`;
}

function summary(frame) {
  const counts = `${frame.in_use} in use, ${frame.idle} idle, ${frame.waiting} waiting, ${frame.size} open`;
  return `${[counts, ...odd(frame)].join(", ")}.`;
}

function render({ model, el }) {
  const title = model.get("title") || "The pool";
  const root = make(el, "section", {
    class: "poollab-view", "aria-label": `View of a connection pool: ${title}`,
  });
  keepKeys(root);
  onShiftEnter(root);
  const head = make(root, "header");
  make(head, "h3", {}, title);
  const state = make(head, "span", { class: "state" });
  const numbers = new Numbers(root);
  const marks = new Marks(root, model.get("most"));
  const line = new Line(root);
  const server = make(root, "p", { class: "server" });
  const player = new Player(root, model, show);
  const over = make(root, "p", { class: "over", role: "status" });
  const notes = make(root, "ul", { class: "notes", "aria-label": "What happened" });
  const spoken = make(root, "p", { class: "spoken", role: "status" });
  const strip = new Strip(root, numbers.list, title);
  let heard = performance.now(), spokenAt = -Infinity, shown = null;

  function show(frame, live) {
    numbers.show(frame);
    marks.show(frame);
    line.show(player.newest, frame.t, live);
    say(server, serverLine(frame));
    player.showTime(frame);
    set(root, "data-t", frame.t);
    const last = frame.notes.at(-1)?.[1];
    say(state, live ? "live" : player.newest.live ? "paused" : `${model.get("ended") ?? "ended"}${last ? `: ${last}` : ""}`);
    const lines = frame.notes.map(([t, text]) => `At ${seconds(t)} ${text}.`);
    if (notes.dataset.lines !== lines.join()) {
      notes.dataset.lines = lines.join();
      notes.replaceChildren();
      for (const text of lines) make(notes, "li", {}, text);
    }
    shown = frame;
    speak();
  }

  function speak() {
    if (performance.now() - spokenAt < SPOKEN) return;
    say(spoken, summary(shown));
    spokenAt = performance.now();
  }

  function news() {
    heard = performance.now();
    const frame = (player.newest = newest(model));
    if (player.follows) show(model.get("first") ?? frame, frame.live);
    else {
      player.showTime({ ...frame, t: player.t });
      line.show(frame, player.t, false);
    }
    strip.show(frame);
    const what = model.get("over") ?? "It has ended";
    say(over, frame.live ? "" : `${what}: ${OVER}${frame.peak === null ? "" : "; Peak is the busiest"}.`);
  }

  const watchdog = setInterval(() => {
    speak();
    const silent = performance.now() - heard;
    if (silent > SILENCE) strip.show(null);
    if (player.isLate()) say(state, "The kernel is busy or gone: the replay goes on when it answers.");
    else if (player.follows && player.newest.live && silent > SILENCE)
      say(state, `No news for ${seconds(silent / 1000)}: the kernel is busy or gone.`);
  }, 500);

  model.on("change:frame_json", news);
  news();
  return () => {
    clearInterval(watchdog);
    player.remove();
    strip.remove();
    model.off("change:frame_json", news);
    // Where the page stays, it was not a cell run again that took the view away.
    if (player.newest.live) say(state, "The kernel was restarted or is gone: run the cell again.");
  };
}
