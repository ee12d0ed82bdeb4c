// What questions and cards share: the text that stands in for them, and going on in the notebook.

// Beside a widget that runs, the text that stands in for it is not needed; on paper it is.
function hideWhatStandsIn(root, model) {
  const text = `.${model.get("stands_in")}`;
  make(root, "style", {}, `@media screen { :is(${text}, .jp-OutputArea-child:has(${text})) { display: none } }`);
}

// To the next question of the cell, else to the next cell.
function goOn(root) {
  const cell = cellOf(root);
  if (!cell) return;
  const here = [...cell.querySelectorAll(".poollab-question")];
  const next = here[here.indexOf(root) + 1];
  const goal = next?.querySelector("input:checked") ?? next?.querySelector("input") ?? cell.nextElementSibling;
  goal?.focus({ preventScroll: !next });
}
