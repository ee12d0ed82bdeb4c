// What is turned: a list to choose from, or a number.

const SOON = 60; // milliseconds from one message to the next while a slider moves

// A few positions, as a list to choose from.
class Choice {
  constructor(parent, { words, options }, act) {
    const id = unique("poollab");
    make(parent, "label", { for: id }, words);
    this.list = make(parent, "select", { id });
    for (const option of options) make(this.list, "option", { value: option }, option);
    this.list.addEventListener("change", () => act(this.list.value));
  }

  show(value) {
    if (this.list.value !== value) this.list.value = value;
  }

  get isTurned() {
    return false;
  }

  get fields() {
    return [this.list];
  }
}

// A slider and a field: the slider to play with, the field for any number.
class Figure {
  constructor(parent, { words, least, most, unit, is_whole: whole, is_at_once: atOnce }, act) {
    const id = unique("poollab");
    this.whole = whole;
    // Small numbers have as much room on the slider as big ones.
    this.low = Math.max(least, whole ? 1 : least);
    [this.least, this.most] = [least, most];
    make(parent, "label", { for: id }, words);
    const row = make(parent, "span", { class: "figure" });
    this.slider = make(row, "input", { type: "range", min: 0, max: 100, step: 1, "aria-label": `${words}, as a slider` });
    this.field = make(row, "input", { id, type: "number", step: whole ? 1 : "any", min: least });
    make(row, "span", { class: "unit" }, unit);
    this.slider.addEventListener("input", () => {
      this.isTurned = true;
      const value = this.value(Number(this.slider.value));
      this.field.value = value;
      set(this.slider, "aria-valuetext", `${value} ${unit}`);
      clearTimeout(this.soon);
      if (atOnce) this.soon = setTimeout(() => this.turn(act, value), SOON);
    });
    this.slider.addEventListener("change", () => this.turn(act, this.value(Number(this.slider.value))));
    this.field.addEventListener("input", () => (this.isTurned = true));
    this.field.addEventListener("change", () => this.turn(act, this.field.value));
    // A browser's own way from Enter to change does not work in JupyterLab.
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) this.turn(act, this.field.value);
    });
  }

  turn(act, value) {
    if (!this.isTurned) return; // Enter, and then the focus goes elsewhere
    this.isTurned = false;
    act(value);
  }

  value(place) {
    if (place === 0) return this.least;
    const found = this.low * (this.most / this.low) ** (place / 100);
    return this.whole ? Math.round(found) : Number(found.toPrecision(2));
  }

  place(value) {
    if (value <= this.least) return 0;
    return Math.round((Math.log(value / this.low) / Math.log(this.most / this.low)) * 100);
  }

  show(value) {
    if (this.value(Number(this.slider.value)) !== value) this.slider.value = this.place(value);
    if (this.field.value !== String(value)) this.field.value = value;
  }

  get fields() {
    return [this.slider, this.field];
  }
}
