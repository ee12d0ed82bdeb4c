// What the clients saw in the last half minute: three small pictures, one above the other.

const WINDOW = 30; // seconds
const [WIDTH, HEIGHT] = [300, 54];
// Column, words, dash: the lines of a picture differ in it, not in colour alone.
const PICTURES = [
  ["a second", "", [[1, "answers", ""], [2, "503", "7 3"], [3, "errors", "2 2"]]],
  ["latency", " ms", [[4, "p50", ""], [5, "p99", "7 3"]]],
  ["waiting", "", [[6, "requests waiting for a connection", ""]]],
];

function figure(value) {
  return value === null ? "–" : value >= 10 ? Math.round(value).toLocaleString("en") : String(value);
}

class Picture {
  constructor(parent, [words, unit, lines]) {
    [this.unit, this.lines] = [unit, lines];
    const box = make(parent, "figure", {});
    const head = make(box, "figcaption");
    make(head, "b", {}, words);
    this.values = lines.map(([, name, dash], n) => {
      const key = make(head, "span", { class: "key", "data-line": n });
      const svg = make(key, "svg", { viewBox: "0 0 22 8", "aria-hidden": "true" });
      make(svg, "path", { d: "M0 4H22", "stroke-dasharray": dash });
      make(key, "span", {}, `${name} `);
      return make(key, "span", { class: "value", "data-value": name.split(" ").at(0) });
    });
    this.top = make(box, "span", { class: "top" });
    this.svg = make(box, "svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    this.paths = lines.map(([, , dash], n) => make(this.svg, "path", { "data-line": n, "stroke-dasharray": dash }));
  }

  show(rows) {
    const now = rows.at(-1);
    const most = Math.max(1, ...this.lines.flatMap(([column]) => rows.map((row) => row[column] ?? 0)));
    const length = now ? Math.max(5, Math.min(WINDOW, now[0])) : 5;
    this.lines.forEach(([column], n) => {
      let pen = "M";
      const d = rows.filter((row) => row[0] >= now[0] - length).map((row) => {
        if (row[column] === null) return (pen = "M"), "";
        const x = WIDTH - ((now[0] - row[0]) / length) * WIDTH;
        const y = HEIGHT - 2 - (row[column] / most) * (HEIGHT - 6);
        const step = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
        pen = "L";
        return step;
      }).join("");
      this.paths[n].setAttribute("d", d);
      say(this.values[n], now ? figure(now[column]) + (now[column] === null ? "" : this.unit) : "–");
    });
    say(this.top, figure(most) + this.unit);
  }
}

// As one would tell it.
function told(rows) {
  if (!rows.length) return "Nothing was asked yet.";
  const [, answers, refused, errors, p50, p99, waiting] = rows.at(-1);
  const most = (column) => Math.max(0, ...rows.map((row) => row[column] ?? 0));
  const times = p50 === null ? "no answer in the last second" : `half of them within ${figure(p50)} ms, 99 % within ${figure(p99)} ms`;
  return `Now ${figure(answers)} answers a second, ${times}; ${figure(refused)} answers 503 and ${figure(errors)} errors a second; `
    + `${waiting} waiting. In the last half minute at most ${figure(most(1))} answers a second, p99 ${figure(most(5))} ms, ${most(6)} waiting.`;
}

function render({ model, el }) {
  const root = make(el, "section", { class: "poollab-lines", "aria-label": "What the clients see" });
  keepKeys(root);
  make(root, "h3", {}, "What the clients see");
  const pictures = PICTURES.map((one) => new Picture(root, one));
  const axis = make(root, "p", { class: "axis" });
  const text = make(root, "p", { class: "told" });

  function news() {
    const rows = JSON.parse(model.get("lines_json"));
    for (const picture of pictures) picture.show(rows);
    const length = rows.length ? Math.max(5, Math.min(WINDOW, rows.at(-1)[0])) : 5;
    say(axis, `the last ${Math.round(length)} s`);
    say(text, told(rows));
  }

  model.on("change:lines_json", news);
  news();
  return () => model.off("change:lines_json", news);
}

export default { render };
