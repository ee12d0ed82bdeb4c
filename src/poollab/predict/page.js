// What questions and cards share: building the page, and going on in the notebook.

function make(parent, tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

// crypto.randomUUID is only there over HTTPS or on this very machine.
function unique(name) {
  return `${name}-${Math.random().toString(36).slice(2)}`;
}

// Beside a widget that runs, the text that stands in for it is not needed; on paper it is.
function hideWhatStandsIn(root, model) {
  const text = `.${model.get("stands_in")}`;
  make(root, "style", {}, `@media screen { :is(${text}, .jp-OutputArea-child:has(${text})) { display: none } }`);
}

// JupyterLab's keys, such as the arrows from cell to cell, are not for what has the focus in here, but for
// those with Ctrl or Command: so one can save. It asks the focused element itself, before that hears of a key.
function keepKeys() {
  if (window.poollabKeepsKeys) return;
  window.poollabKeepsKeys = true;
  window.addEventListener("keydown", (event) => {
    if (!event.target.closest?.(".poollab-question, .poollab-cards")) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey));
  }, { capture: true });
}

// The notebook's cell that shows an element, in JupyterLab and Notebook 7; elsewhere there is none.
function cellOf(root) {
  return root.closest(".jp-Cell");
}

// To the next question of the cell, else to the next cell. What has the focus is what they take for
// the active cell, so the next Shift+Enter runs that one, and not this one again.
function goOn(root) {
  const cell = cellOf(root);
  if (!cell) return;
  const here = [...cell.querySelectorAll(".poollab-question")];
  const next = here[here.indexOf(root) + 1];
  const goal = next?.querySelector("input:checked") ?? next?.querySelector("input") ?? cell.nextElementSibling;
  goal?.focus({ preventScroll: !next });
}

// Shift+Enter goes on as it does in a cell, without running this one again.
function onShiftEnter(root, act) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey || !cellOf(root)) return;
    event.preventDefault();
    act();
  });
}
