// Recall cards, one at a time: the card is a button that turns, two more go back and on.

function render({ model, el }) {
  const cards = model.get("cards");
  const root = make(el, "section", { class: "poollab-cards", "aria-label": "Recall cards" });
  const card = make(root, "button", { type: "button", class: "card", "aria-live": "polite" });
  const [side, text, hint] = ["side", "text", "hint"].map((name) => make(card, "span", { class: name }));
  const row = make(root, "div", { class: "row" });
  const back = make(row, "button", { type: "button" }, "Back");
  const counter = make(row, "span", { class: "counter", role: "status" });
  const next = make(row, "button", { type: "button" }, "Next");
  hideWhatStandsIn(root, model);
  keepKeys(root);
  let [place, turned] = model.get("at") ?? [0, false];

  function show() {
    card.dataset.side = turned ? "answer" : "question";
    side.textContent = turned ? "Answer" : "Question";
    text.textContent = cards[place][turned ? 1 : 0];
    hint.textContent = turned ? "turn back" : "turn";
    counter.textContent = `${place + 1} of ${cards.length}`;
    model.set("at", [place, turned]);
  }

  function turn() {
    turned = !turned;
    show();
  }

  function go(by) {
    place = (place + by + cards.length) % cards.length;
    turned = false;
    show();
  }

  card.addEventListener("click", turn);
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  root.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(by);
  });
  onShiftEnter(root, () => goOn(root));
  show();
}

export default { render };
