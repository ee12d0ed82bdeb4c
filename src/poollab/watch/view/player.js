// The replay: asks the recording, which the kernel or the page has, for one moment after another.

const PATIENCE = 2000; // milliseconds without an answer before the reader is told

class Player {
  constructor(parent, model, show) {
    this.model = model;
    this.show = show; // called with each frame to be shown and whether it is live
    this.me = unique("player");
    this.follows = true; // the newest frame is shown, whatever it is
    this.newest = newest(model);
    this.t = this.newest.t;
    this.waits = 0; // when the question that is open was asked
    this.every = model.get("every") ?? 100; // milliseconds from one question to the next
    this.box = make(parent, "div", { class: "player", role: "group", "aria-label": "Replay" });
    this.button("to live", "Live", () => this.goLive());
    this.button("step back", "◀ Step", () => this.ask({ step: -1 }));
    this.play = this.button("play", "Play", () => (this.timer ? this.stop() : this.start()));
    this.button("step on", "Step ▶", () => this.ask({ step: 1 }));
    this.peak = this.button("to the peak", "Peak", () => this.ask({ at: this.newest.peak }));
    this.speed = make(this.box, "select", { "aria-label": "Speed" });
    for (const [value, text] of [[1, "as it was"], [0.5, "half speed"], [0.1, "ten times slower"]])
      make(this.speed, "option", { value }, text);
    this.slider = make(this.box, "input", {
      type: "range", min: 0, step: 0.01, "aria-label": "Time in the recording",
    });
    this.slider.addEventListener("input", () => this.ask({ at: Number(this.slider.value) }));
    this.clock = make(this.box, "span", { class: "clock" });
    model.on("msg:custom", (this.onAnswer = (answer) => this.answered(answer)));
  }

  button(name, text, act) {
    const button = make(this.box, "button", { type: "button", "data-do": name }, text);
    if (name.startsWith("step")) button.setAttribute("aria-label", name);
    button.addEventListener("click", () => {
      if (name !== "play") this.stop();
      act();
    });
    return button;
  }

  start() {
    if (this.follows || this.t >= this.newest.seconds - 0.05) this.t = 0;
    let last = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      if (this.waits) return; // the last frame has not come yet: time stands still
      this.ask({ at: this.t + ((now - last) / 1000) * Number(this.speed.value) });
      last = now;
    }, this.every);
    say(this.play, "Pause");
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    say(this.play, "Play");
  }

  goLive() {
    this.follows = true;
    this.show(this.newest, this.newest.live);
  }

  ask(question) {
    this.follows = false;
    this.waits ||= performance.now();
    this.latest = { at: this.t, ...question, ask: `${this.me} ${performance.now()}` };
    this.model.send(this.latest);
  }

  answered({ answer, frame }) {
    if (answer !== this.latest?.ask || this.follows) return; // another view's, or overtaken
    this.waits = 0;
    this.t = frame.t;
    if (this.timer && frame.t >= frame.seconds && !frame.live) this.stop();
    this.show(frame, false);
  }

  isLate() {
    return this.waits && performance.now() - this.waits > PATIENCE;
  }

  showTime(frame) {
    this.t = frame.t;
    set(this.slider, "max", this.newest.seconds);
    if (document.activeElement !== this.slider || this.follows || this.timer) this.slider.value = frame.t;
    set(this.slider, "aria-valuetext", seconds(frame.t));
    say(this.clock, `${frame.t.toFixed(2)} of ${frame.seconds.toFixed(2)} s`);
    const now = this.box.querySelector("[data-do='to live']");
    say(now, this.newest.live ? "Live" : "End");
    set(now, "aria-pressed", this.follows && frame.t >= this.newest.t);
    this.peak.hidden = this.newest.peak === null;
  }

  remove() {
    this.stop();
    this.model.off("msg:custom", this.onAnswer);
  }
}
