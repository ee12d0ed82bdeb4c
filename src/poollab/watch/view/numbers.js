// The four counts.

class Numbers {
  constructor(parent) {
    this.list = make(parent, "dl", { class: "numbers" });
    this.values = {};
    for (const [name, words] of [["in_use", "in use"], ["idle", "idle"], ["waiting", "waiting"], ["size", "open"]]) {
      const entry = make(this.list, "div", { "data-count": name });
      make(entry, "dt", {}, words);
      this.values[name] = make(entry, "dd");
    }
  }

  show(frame) {
    for (const name of ["in_use", "idle", "waiting"]) say(this.values[name], String(frame[name]));
    say(this.values.size, frame.limit ? `${frame.size} of at most ${frame.limit}` : String(frame.size));
  }
}
