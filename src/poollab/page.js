// What all widgets share: building the page, and getting along with the notebook's keyboard.

function make(parent, tag, attributes = {}, text = "") {
  const svg = ["svg", "path", "circle", "polygon"].includes(tag);
  const element = svg
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

// An element is touched only when what it says has changed.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function set(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

// crypto.randomUUID is only there over HTTPS or on this very machine.
function unique(name) {
  return `${name}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
}

// JupyterLab's keys, such as the arrows from cell to cell, are not for what has the focus in here, but for
// those with Ctrl or Command: so one can save. It asks the focused element itself, before that hears of a key.
function keepKeys(root) {
  root.setAttribute("data-poollab-keys", "");
  if (window.poollabKeepsKeys) return;
  window.poollabKeepsKeys = true;
  window.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("[data-poollab-keys]")) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey));
  }, { capture: true });
}

// The notebook's cell that shows an element, in JupyterLab and Notebook 7; elsewhere there is none.
function cellOf(root) {
  return root.closest(".jp-Cell");
}

// Shift+Enter goes on as it does in a cell, without running this one again. What has the focus is what
// they take for the active cell, so the next Shift+Enter runs that one.
function onShiftEnter(root, act = () => cellOf(root).nextElementSibling?.focus()) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey || !cellOf(root)) return;
    event.preventDefault();
    act();
  });
}
