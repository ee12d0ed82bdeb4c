// What was recorded: in use as an area, open as a line above it, waiting as a dashed line, and a cursor.
// The axis of a live recording grows, then shows the last half minute; one that has ended fills the width.

const AXES = [5, 10, 20, 30]; // seconds
const WINDOW = AXES.at(-1);
const WIDTH = 300;
const HEIGHT = 60;

class Line {
  constructor(parent) {
    const figure = make(parent, "div", { class: "line" });
    this.top = make(figure, "span", { class: "top" });
    this.svg = make(figure, "svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img",
    });
    this.paths = ["size-area", "in-use-area", "size", "waiting"].map((name) =>
      make(this.svg, "path", { class: name }));
    this.cursor = ["cursor-edge", "cursor"].map((name) => make(this.svg, "path", { class: name }));
    const axis = make(figure, "div", { class: "axis" });
    this.start = make(axis, "span");
    make(axis, "span", { class: "key" }).append(
      ...["in use", "open", "waiting"].map((name) => {
        const key = document.createElement("span");
        key.className = `key-${name.replace(" ", "-")}`;
        key.textContent = name;
        return key;
      }));
    this.end = make(axis, "span");
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.drawn = -Infinity;
  }

  // Draws the newest frame, with a cursor at the moment that is shown, unless that is now.
  show({ t, live, limit, line }, at, now) {
    if (now && this.calm.matches && Math.abs(t - this.drawn) < 1) return;
    this.drawn = t;
    const length = live ? (AXES.find((axis) => t <= axis) ?? WINDOW) : Math.max(t, 0.01);
    const from = live ? Math.max(0, t - WINDOW) : 0;
    const most = Math.max(1, limit ?? 0, ...line.map((step) => Math.max(step[2], step[3])));
    const x = (time) => Math.max(0, ((time - from) / length) * WIDTH);
    const y = (count) => HEIGHT - (count / most) * (HEIGHT - 4) - 1;
    const path = (column) => line.map((step, n) =>
      `${n ? "L" : "M"}${x(step[0]).toFixed(1)} ${y(step[column]).toFixed(1)}H${x(line[n + 1]?.[0] ?? t).toFixed(1)}`,
    ).join("");
    const area = (column) => line.length
      ? `${path(column)}V${HEIGHT}H${x(line[0][0]).toFixed(1)}Z` : "";
    [area(2), area(1), path(2), path(3)].forEach((d, n) => set(this.paths[n], "d", d));
    const place = Math.min(Math.max(x(at), 1), WIDTH - 1).toFixed(1);
    for (const stroke of this.cursor) set(stroke, "d", now || at < from ? "" : `M${place} 0V${HEIGHT}`);
    say(this.top, String(most));
    say(this.start, from ? `${WINDOW} s before` : "0 s");
    say(this.end, from ? "now" : `${Number(length.toFixed(1))} s`);
    const high = (column) => Math.max(0, ...line.map((step) => step[column]));
    set(this.svg, "aria-label",
      `${from ? `The last ${WINDOW} seconds` : "Since the start"}: at most ${high(1)} in use, ${high(2)} open, ${high(3)} waiting.`);
  }
}
