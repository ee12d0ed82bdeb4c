// Draws what the service tells: the room's tasks and seats, who asks for help, the wall's own pool.

import { inWords, roomIsAt, stateOf, STATES, stuckAt, titleOf } from "./room.js";

const place = (id) => document.getElementById(id);
const choice = { group: place("group"), names: place("names"), freeze: place("freeze") };
const latest = { room: null, pool: null, trouble: false, heard: false };
let frozen = null; // what was there when it was frozen, and the time

function make(kind, { text = "", ...attributes } = {}, ...children) {
  const made = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...(text ? [text] : []), ...children); // as text, whatever a seat is called
  return made;
}

const time = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const numbered = (seat) => `seat ${seat.number}`;
const called = (seat) => (choice.names.checked && seat.name) || numbered(seat);

function drawState() {
  const seats = (frozen ?? latest).room?.seats.length ?? 0;
  const people = `${seats} ${seats === 1 ? "seat" : "seats"}`;
  const words = frozen ? `${people}. Frozen at ${time(frozen.since)}.${latest.room === frozen.room ? "" : " There is news."}`
    : !latest.heard ? "No news: the wall does not answer. It is asked again."
    : latest.trouble ? `${people}. The database does not answer: this picture is old.`
    : `${people}, live.`;
  if (place("state").textContent !== words) place("state").textContent = words;
  document.body.dataset.state = frozen ? "frozen" : latest.heard && !latest.trouble ? "live" : "old";
}

function drawHelp({ seats }) {
  const asking = seats.filter((seat) => seat.asks_since).sort((a, b) => a.asks_since - b.asks_since);
  const title = asking.length ? `? ${asking.length} ask${asking.length === 1 ? "s" : ""} for help` : "Nobody asks for help";
  place("help").replaceChildren(
    make("h2", { text: title }),
    make("ol", {}, ...asking.map((seat) => make("li", {},
      make("bdi", { text: called(seat) }),
      make("span", { text: ` ${choice.names.checked ? `(${numbered(seat)}) ` : ""}${seat.at ? titleOf(seat.at) : ""} since ${time(new Date(seat.asks_since * 1000))}` }),
    ))),
  );
  place("help").dataset.any = asking.length > 0;
}

function drawTask(task, at, room) {
  const count = { passed: 0, tried: 0, "not-begun": 0 };
  for (const seat of room.seats) count[stateOf(seat, task)] += 1;
  const bar = make("span", { class: "bar", "aria-hidden": "true" });
  for (const [state, sign] of Object.entries(STATES)) {
    if (!count[state]) continue;
    const part = make("span", { "data-state": state, text: `${sign} ${count[state]}` });
    part.style.flexGrow = count[state];
    bar.append(part);
  }
  const stuck = stuckAt(task, room);
  const words = `${count.passed} passed, ${count.tried} tried, ${count["not-begun"]} not begun`;
  return make("li", { "data-stuck": stuck > 0 },
    make("b", { text: `${at + 1} ${task.split("/")[1].replaceAll("_", " ")}` }), bar,
    make("span", { class: "stuck", text: stuck ? `▲ ${stuck} stuck` : "" }),
    make("span", { class: "heard", text: words }),
  );
}

function drawSeat(seat, tasks, short) {
  const marks = tasks.map((task) => {
    const state = stateOf(seat, task);
    return make("i", { "data-state": state, text: STATES[state] });
  });
  const hand = seat.asks_since ? make("span", { class: "hand", "aria-hidden": "true", text: "?" }) : "";
  return make("li", { "data-asks": Boolean(seat.asks_since) },
    make("bdi", { text: short ? seat.number : called(seat), title: called(seat) }), hand,
    make("span", { class: "marks", "aria-hidden": "true" }, ...marks),
    make("span", { class: "heard", text: `: ${inWords(seat, tasks)}` }),
  );
}

function drawRoom(room) {
  offer(room);
  const group = choice.group.value || roomIsAt(room);
  const tasks = room.tasks[group].map((task) => `${group}/${task}`);
  place("tasks-of").textContent = titleOf(group);
  place("tasks").replaceChildren(...tasks.map((task, at) => drawTask(task, at, room)));
  const worst = Object.entries(room.tasks)
    .flatMap(([of, names]) => names.map((name) => `${of}/${name}`))
    .map((task) => [stuckAt(task, room), task]).filter(([count]) => count > 1)
    .sort(([a], [b]) => b - a).slice(0, 3);
  place("stuck").textContent = worst.length
    ? `▲ The room is stuck at ${worst.map(([count, task]) => `${titleOf(task)} (${count} seats)`).join("; ")}`
    : "";
  const many = room.seats.length > 120 ? "many" : room.seats.length > 12 ? "some" : "few";
  place("seats").dataset.room = many;
  place("seats").replaceChildren(...room.seats.map((seat) => drawSeat(seat, tasks, many === "many")));
  drawHelp(room);
}

function drawPool({ in_use, idle, waiting, max, refused }) {
  const open = Array.from({ length: max }, (_, at) =>
    make("i", { "data-connection": at < in_use ? "in-use" : at < in_use + idle ? "idle" : "closed" }));
  const queue = Array.from({ length: Math.min(waiting, 30) }, () => make("i", { "data-connection": "waits" }));
  place("connections").replaceChildren(...open, ...queue);
  place("figures").textContent =
    `${in_use} of ${max} connections in use at most just now, ${idle} idle; ` +
    `${waiting} requests waiting at most; ${refused} turned away with 503 since the start.`;
}

function draw() {
  const { room, pool } = frozen ?? latest;
  drawState();
  if (room) drawRoom(room);
  if (pool) drawPool(pool);
}

function offer({ tasks }) {
  if (choice.group.options.length) return;
  choice.group.append(make("option", { value: "", text: "where the room is" }),
    ...Object.keys(tasks).map((group) => make("option", { value: group, text: titleOf(group) })));
  const [, group, seats] = location.hash.match(/^#([^,]*)(,seats)?$/) ?? [];
  choice.group.value = group && tasks[group] ? group : "";
  choice.names.checked = !seats;
}

function remember() {
  history.replaceState(null, "", `#${choice.group.value}${choice.names.checked ? "" : ",seats"}`);
  draw();
}

choice.group.addEventListener("change", remember);
choice.names.addEventListener("change", remember);
choice.freeze.addEventListener("click", () => {
  frozen = frozen ? null : { ...latest, since: new Date() };
  choice.freeze.setAttribute("aria-pressed", Boolean(frozen));
  draw();
});

const news = new EventSource("events");
const hear = (kind, show) => news.addEventListener(kind, ({ data }) => {
  latest[kind] = JSON.parse(data);
  if (frozen) drawState();
  else show(latest[kind]);
});
hear("room", (room) => { drawState(); drawRoom(room); });
hear("pool", drawPool);
hear("trouble", drawState);
for (const [kind, heard] of [["open", true], ["error", false]])
  news.addEventListener(kind, () => { latest.heard = heard; drawState(); });
