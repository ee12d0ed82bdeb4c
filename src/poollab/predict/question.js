// One question: options or a field for a number, Commit, and what the kernel says to the answer.

const MARKS = { right: "✓", wrong: "✗", noted: "●" };
const SILENCE = 2000; // milliseconds without a word from the kernel before the reader is told

// The options as radio buttons: the browser's own keys choose.
class Options {
  constructor(form, { asks, options }) {
    this.missing = "Choose an answer first.";
    const group = make(form, "fieldset");
    make(group, "legend", {}, asks);
    const name = unique("poollab");
    this.inputs = options.map((option) => {
      const label = make(group, "label");
      const input = make(label, "input", { type: "radio", name });
      input.value = option;
      make(label, "span", {}, option);
      make(label, "b", { class: "mark" });
      return input;
    });
  }

  get value() {
    return this.inputs.find((input) => input.checked)?.value ?? null;
  }

  set value(answer) {
    for (const input of this.inputs) input.checked = input.value === answer;
  }

  mark({ answer, mark }) {
    for (const input of this.inputs) {
      const isIt = input.value === answer;
      const said = { right: "right", wrong: "not right", noted: "your answer" }[mark];
      input.parentElement.dataset.mark = isIt ? mark : "";
      input.parentElement.querySelector(".mark").textContent = isIt ? `${MARKS[mark]} ${said}` : "";
    }
  }
}

class Field {
  constructor(form, { asks, unit }) {
    this.missing = "Type a number first: 0 or more.";
    const [input, after] = [unique("poollab"), unique("poollab")];
    make(form, "label", { for: input, class: "asks" }, asks);
    this.row = make(form, "div", { class: "row" });
    this.input = make(this.row, "input", {
      id: input, type: "number", min: "0", step: "any", inputmode: "decimal", "aria-describedby": after,
    });
    make(this.row, "span", { id: after }, unit);
  }

  get value() {
    const typed = this.input.valueAsNumber;
    return typed >= 0 ? typed : null;
  }

  set value(answer) {
    this.input.value = answer ?? "";
  }

  mark() {}
}

function render({ model, el }) {
  const question = model.get("question");
  const root = make(el, "form", { class: "poollab-question", novalidate: "" });
  const choice = question.options.length ? new Options(root, question) : new Field(root, question);
  make(choice.row ?? root, "button", { type: "submit" }, "Commit");
  const status = make(root, "p", { role: "status" });
  hideWhatStandsIn(root, model);
  keepKeys(root);
  let waiting = null;

  function say(text, mark = "") {
    status.dataset.mark = mark;
    status.replaceChildren();
    if (mark) make(status, "span", { "aria-hidden": "true" }, `${MARKS[mark]} `);
    status.append(text);
  }

  function show() {
    const said = model.get("said");
    if (!said.mark) return;
    choice.mark(said);
    say(said.text, said.mark);
  }

  function commit() {
    if (choice.value === null) return say(choice.missing);
    model.send({ answer: choice.value });
    clearTimeout(waiting);
    waiting = setTimeout(
      () => say("The kernel is busy: it is noted when it answers. If it was restarted, run this cell again."),
      SILENCE,
    );
  }

  function answered() {
    clearTimeout(waiting);
    show();
    const isHere = cellOf(root)?.contains(document.activeElement);
    if (isHere && model.get("said").mark !== "wrong") goOn(root);
  }

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    commit();
  });
  root.addEventListener("input", () => model.set("draft", choice.value));
  // A browser's own way from Enter to submit does not work for a number in JupyterLab.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target.localName !== "input") return;
    event.preventDefault();
    commit();
  });
  onShiftEnter(root, () => {
    const isNew = choice.value !== null && choice.value !== model.get("said").answer;
    if (isNew) commit();
    else goOn(root);
  });
  choice.value = model.get("draft") ?? model.get("said").answer ?? null;
  show();
  model.on("change:said", answered);
  return () => {
    clearTimeout(waiting);
    model.off("change:said", answered);
  };
}

export default { render };
