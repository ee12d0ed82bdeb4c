// The playground on the page: radio buttons choose among the recordings, each in a file of its own.

(() => {
  const REPLAY = "application/vnd.poollab.recording+json";
  const BARS = { "Answers a second": 0, "99 % within, ms": 2, "Waited at most": 3 };
  let place, kept, waitsFor;

  function make(parent, tag, attributes = {}, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    parent.append(element);
    return element;
  }

  // toLocaleString would load all that the browser knows of languages before the page is there.
  const number = (value) => value === null ? "none" : String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");

  // One group of radio buttons for each thing that can be chosen.
  function controls() {
    const form = make(place, "form", { class: "controls" });
    for (const [name, values] of Object.entries(kept.positions)) {
      const group = make(form, "fieldset");
      make(group, "legend", {}, kept.words[name]);
      for (const value of values) {
        const label = make(group, "label");
        make(label, "input", { type: "radio", name, value });
        label.append(value);
      }
    }
    form.addEventListener("change", () => {
      const at = new FormData(form);
      location.replace(`#${Object.keys(kept.positions).map((name) => at.get(name)).join("-")}`);
    });
    return form;
  }

  function sentence([perSecond, p50, p99, waiting, errors]) {
    const failed = errors ? `${number(errors)} failed.` : "None failed.";
    if (p50 === null) return `No request got an answer. ${number(waiting)} waited at most.`;
    return `${number(perSecond)} answers a second, half of them within ${number(p50)} ms, 99 of 100 within ` +
      `${number(p99)} ms. ${number(waiting)} requests waited at most. ${failed}`;
  }

  // The same with each size of the pool: here one sees what more connections bring.
  function compare(box, at) {
    box.replaceChildren();
    make(box, "caption", {}, "The same with each pool size");
    const head = make(make(box, "thead"), "tr");
    for (const name of [kept.words.size, ...Object.keys(BARS)]) make(head, "th", { scope: "col" }, name);
    const rows = kept.positions.size.map((size) => [size, kept.runs[[...at.slice(0, -1), size].join("-")]]);
    const body = make(box, "tbody");
    for (const [size, figures] of rows) {
      const isHere = String(size) === at.at(-1);
      const row = make(body, "tr", isHere ? { "aria-current": "true" } : {});
      make(row, "th", { scope: "row" }, isHere ? `▸ ${size}` : size);
      for (const n of Object.values(BARS)) {
        const most = Math.max(...rows.map(([, all]) => all[n] ?? 0), 1);
        const cell = make(row, "td");
        make(cell, "span", {}, number(figures[n]));
        make(cell, "i", { style: `width: ${(60 * (figures[n] ?? 0)) / most}%`, "aria-hidden": "true" });
      }
    }
  }

  function show() {
    const wanted = location.hash.slice(1);
    const key = kept.runs[wanted] ? wanted : kept.start;
    const at = key.split("-");
    Object.keys(kept.positions).forEach((name, n) => {
      for (const input of place.form.querySelectorAll(`[name="${name}"]`)) input.checked = input.value === at[n];
    });
    place.said.textContent = sentence(kept.runs[key]);
    compare(place.compared, at);
    load(key);
  }

  function load(key) {
    waitsFor = key;
    const script = make(document.head, "script", { src: `_static/${kept.folder}/${key}.js` });
    script.addEventListener("load", () => script.remove());
    script.addEventListener("error", () => {
      script.remove();
      if (waitsFor === key) place.shown.textContent = "This recording is not here: it could not be loaded.";
    });
  }

  // Each file calls this with its recording.
  function got(key, recording) {
    if (key !== waitsFor) return; // another one was chosen meanwhile
    const replay = document.createElement("div");
    replay.className = "poollab-replay";
    make(replay, "script", { type: REPLAY }, recording);
    make(replay, "div", { class: "still" });
    place.shown.replaceChildren(replay);
    window.poollab.replay(replay);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches)
      replay.querySelector("[data-do='play']")?.click();
  }

  function begin() {
    place = document.querySelector(".poollab-grid");
    kept = JSON.parse(place.querySelector("script").textContent);
    place.querySelector(".noscript").remove();
    place.form = controls();
    place.said = make(place, "p", { class: "said", role: "status" });
    place.compared = make(make(place, "div", { class: "poollab-figures" }), "table");
    place.shown = make(place, "div", { class: "shown" });
    addEventListener("hashchange", show);
    show();
  }

  // The page begins where the parser has just read it: nothing below it moves.
  window.poollab = { ...window.poollab, grid: got, playground: begin };
})();
