// While the counts of a live view are out of sight, they stand at the lower edge of the notebook, too.

class Strip {
  constructor(root, counts, title) {
    this.root = root;
    this.box = make(document.createElement("div"), "div", {
      class: "poollab-strip", role: "group", "aria-label": "Live counts", hidden: "",
    });
    keepKeys(this.box);
    make(this.box, "b", {}, title);
    this.numbers = new Numbers(this.box);
    this.odd = make(this.box, "span", { class: "odd" });
    this.line = new Line(this.box);
    this.buttons = make(this.box, "div", { class: "buttons" });
    this.button("Show the view", () => root.scrollIntoView({ block: "center" }));
    this.button("Hide", () => this.remove());
    this.eye = new IntersectionObserver((seen) => this.look(!seen.at(-1).isIntersecting));
    this.eye.observe(counts);
  }

  button(text, act) {
    make(this.buttons, "button", { type: "button" }, text).addEventListener("click", act);
  }

  look(away) {
    this.away = away;
    const panel = this.root.closest(".jp-NotebookPanel"); // JupyterLab and Notebook
    if (panel && !this.box.isConnected) {
      const dock = panel.querySelector(":scope > .poollab-dock");
      (dock ?? make(panel, "div", { class: "poollab-dock" })).append(this.box);
    }
    this.show(this.frame);
  }

  // Shows the newest frame; null if there is no news.
  show(frame) {
    this.frame = frame;
    const shown = Boolean(frame?.live && this.away);
    if (!shown) this.leave();
    this.box.hidden = !shown;
    if (!shown) return;
    this.numbers.show(frame);
    say(this.odd, odd(frame).join(", "));
    this.line.show(frame, frame.t, true);
  }

  // Takes the keyboard back to the view before the buttons are gone.
  leave() {
    if (this.box.contains(document.activeElement))
      this.root.querySelector(".marks").focus({ preventScroll: true });
  }

  remove() {
    this.eye.disconnect();
    this.leave();
    this.box.remove();
  }
}
