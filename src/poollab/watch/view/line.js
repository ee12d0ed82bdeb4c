// The last half minute, or all of a shorter recording: in use as an area, open as a line above it, waiting as a dashed line.

const WINDOW = 30;
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

  show(frame, live) {
    if (live && this.calm.matches && Math.abs(frame.t - this.drawn) < 1) return;
    this.drawn = frame.t;
    const whole = !live && frame.t < WINDOW;  // what has ended fills the width
    const length = whole ? Math.max(frame.t, 1) : WINDOW;
    const from = frame.t - length;
    const most = Math.max(1, frame.limit ?? 0, ...frame.line.map((step) => Math.max(step[2], step[3])));
    const x = (t) => Math.max(0, ((t - from) / length) * WIDTH);
    const y = (count) => HEIGHT - (count / most) * (HEIGHT - 4) - 1;
    const path = (column) => frame.line.map((step, n) => {
      const next = frame.line[n + 1]?.[0] ?? frame.t;
      return `${n ? "L" : "M"}${x(step[0]).toFixed(1)} ${y(step[column]).toFixed(1)}H${x(next).toFixed(1)}`;
    }).join("");
    const area = (column) => frame.line.length
      ? `${path(column)}V${HEIGHT}H${x(frame.line[0][0]).toFixed(1)}Z` : "";
    [area(2), area(1), path(2), path(3)].forEach((d, n) => set(this.paths[n], "d", d));
    say(this.top, String(most));
    say(this.start, whole ? "start" : `${WINDOW} s before`);
    say(this.end, live ? "now" : `at ${seconds(frame.t)}`);
    const high = (column) => Math.max(0, ...frame.line.map((step) => step[column]));
    set(this.svg, "aria-label",
      `${whole ? "Since the start" : `The last ${WINDOW} seconds`}: at most ${high(1)} in use, ${high(2)} open, ${high(3)} waiting.`);
  }
}
