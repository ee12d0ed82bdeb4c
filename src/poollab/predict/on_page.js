// Questions and cards on a page of the site. Each is an element that is told, as JSON, what the kernel
// would know; what the reader answers stays in the browser.

const CLOSE = 2; // a guess is close up to so many times what was measured, or its share
const NOTHING =
  "You have committed no guess and no answer on this page. Guess first: right or wrong, it makes the result stick.";

// What the reader has answered, by question: for this visit alone where the browser keeps nothing.
const visit = new Map();

function kept(key) {
  try {
    return JSON.parse(visit.get(key) ?? localStorage.getItem(`poollab/${key}`)) ?? {};
  } catch {
    return {};
  }
}

function keep(key, entry) {
  const text = JSON.stringify({ ...kept(key), ...entry });
  visit.set(key, text);
  try {
    localStorage.setItem(`poollab/${key}`, text);
  } catch {
    // It stays for this visit.
  }
}

// What widgets have of a kernel.
class Model extends EventTarget {
  constructor(values) {
    super();
    this.values = values;
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    this.dispatchEvent(new Event(`change:${name}`));
  }

  on(event, listener) {
    this.addEventListener(event, listener);
  }

  off(event, listener) {
    this.removeEventListener(event, listener);
  }

  send() {}
}

// An element that is drawn once, though it may be moved.
class Told extends HTMLElement {
  connectedCallback() {
    if (this.told) return;
    this.told = JSON.parse(this.dataset.told);
    this.draw();
  }
}

class Question extends Told {
  draw() {
    const { key, asks, options, unit, stands_in } = this.told;
    this.id = asking(key);
    this.model = new Model({ question: { asks, options, unit }, said: this.said(), stands_in });
    this.model.send = ({ answer }) => this.commit(answer);
    question.render({ model: this.model, el: this });
    this.below = make(this, "div");
    this.reveal();
  }

  get first() {
    return this.answer(kept(this.told.key).first);
  }

  get last() {
    return this.answer(kept(this.told.key).last);
  }

  // What was kept, or null if it is no answer, as after a change of the question.
  answer(given) {
    const { options } = this.told;
    const fits = options.length ? options.includes(given) : Number.isFinite(given) && given >= 0;
    return fits ? given : null;
  }

  commit(answer) {
    keep(this.told.key, { first: this.first ?? answer, last: answer });
    this.model.set("said", this.said());
    this.reveal();
    document.dispatchEvent(new Event("poollab-said"));
  }

  said() {
    if (this.last === null) return {};
    const { verdicts, measured } = this.told;
    const noted = { mark: "noted", text: `Noted. ${measured?.said ?? "Go on, and see."}` };
    return { ...(verdicts[this.last] ?? noted), answer: this.last };
  }

  // What was measured: beside the guess, or covered as long as there is none.
  reveal() {
    const { key, measured } = this.told;
    this.below.replaceChildren();
    if (!measured) return;
    if (this.last !== null) against(this.below, measured.title, this.last, measured.values);
    else if (!kept(key).seen) make(this.below, "style", {}, covering(key));
  }
}

function asking(key) {
  return `asked-${key.replace("/", "-")}`;
}

function covering(key) {
  const outputs = `.tag_covered-${key.replace("/", "-")} .cell_output`;
  return `@media screen {
    ${outputs} { max-height: 7rem; overflow: hidden }
    ${outputs} > .output { visibility: hidden }
    ${outputs} > .output:has(> [data-key="${key}"]) { visibility: visible; display: block }
  }`;
}

// What stands over an output that would give an answer away.
class Cover extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const { key } = this.dataset;
    const line = make(this, "p", {}, "What was measured is shown once you have guessed: ");
    make(line, "a", { href: `#${asking(key)}` }, "guess first");
    line.append(", or ");
    const button = make(line, "button", { type: "button" }, "show it now");
    button.addEventListener("click", () => this.lift(key));
  }

  lift(key) {
    const outputs = this.closest(".cell_output");
    keep(key, { seen: true });
    document.getElementById(asking(key)).reveal();
    outputs.tabIndex = -1; // where the button was, the keyboard goes on
    outputs.focus({ preventScroll: true });
  }
}

// A guess and what was measured, as bars that begin at 0.
function against(parent, title, guess, values) {
  const rows = [["your guess", guess], ...Object.entries(values)];
  const most = Math.max(...rows.map(([, value]) => value)) || 1;
  const table = make(parent, "table", { class: "poollab-against" });
  make(table, "caption", {}, title);
  const body = make(table, "tbody");
  for (const [place, [label, value]] of rows.entries()) {
    const row = make(body, "tr", { class: place ? "measured" : "guess" });
    make(row, "th", { scope: "row" }, label);
    const cell = make(row, "td");
    make(cell, "span", { class: "bar", style: `width: ${(70 * value) / most}%` });
    make(cell, "span", {}, written(value));
  }
}

// As the pictures write a number: three figures after a point at most.
function written(value) {
  const places = value >= 100 ? 0 : value < 0.1 ? 3 : value < 10 ? 2 : 1;
  return value.toLocaleString("en", { maximumFractionDigits: places });
}

class Cards extends Told {
  draw() {
    const { cards: all, stands_in } = this.told;
    cards.render({ model: new Model({ cards: all, stands_in }), el: this });
  }
}

// The end of a lesson: what the notebook says there, of the questions on this page.
class Did extends Told {
  draw() {
    hideWhatStandsIn(this, new Model(this.told));
    this.text = make(this, "div");
    document.addEventListener("poollab-said", () => this.tell());
    this.tell();
  }

  tell() {
    const asked = [...document.querySelectorAll("poollab-question")].filter(({ last }) => last !== null);
    const guesses = asked.filter(({ told }) => told.measured);
    const judged = asked.filter(({ told }) => told.right);
    this.text.replaceChildren();
    for (const { told, last } of guesses) against(this.text, told.asks, last, { measured: told.measured.of });
    const lines = [...tally(guesses, judged), ...judged.filter(({ told }) => !told.judged).map(shown)];
    for (const line of lines.length ? lines : [NOTHING]) make(this.text, "p", {}, line);
  }
}

function tally(guesses, judged) {
  const close = guesses.filter(({ told: { measured: { of } }, last }) => of / CLOSE <= last && last <= of * CLOSE);
  const right = judged.filter(({ told, first }) => first === told.right);
  return [
    ...(guesses.length
      ? [`Guesses within a factor of ${CLOSE} of what was measured: ${close.length} of ${guesses.length}.`]
      : []),
    ...(judged.length ? [`Questions right at the first try: ${right.length} of ${judged.length}.`] : []),
  ];
}

// What was answered before the lesson, and what the lesson has shown.
function shown({ told, first }) {
  const is = first === told.right;
  return `${is ? "✓" : "✗"} ${told.asks} You said: ${first}. ${is ? "Right." : `What was shown: ${told.right}.`}`;
}

customElements.define("poollab-question", Question);
customElements.define("poollab-cards", Cards);
customElements.define("poollab-cover", Cover);
customElements.define("poollab-did", Did);
