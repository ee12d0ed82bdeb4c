// Each recording in the page becomes its replay. Where it can't, its picture stays, and a sentence says why.

function replay(place) {
  if (place.dataset.replay) return; // it is one already
  place.dataset.replay = "runs";
  try {
    const recording = new Recorded(place.querySelector("script").textContent);
    const box = make(place, "div");
    render({ model: recording, el: box });
    new ResizeObserver(() => keepHeights(box, recording)).observe(box);
    keepHeights(box, recording);
  } catch (error) {
    place.dataset.replay = "fails";
    const known = Object.values(NO_REPLAY).includes(error.message);
    make(place, "p", { class: "poollab-why" }, `${known ? error.message : NO_REPLAY.broken} Its picture stands here.`);
    if (!known) console.warn(error);
  }
}

// Each part of a view gets the height of its highest moment: nothing moves while the recording plays.
function keepHeights(box, recording) {
  const view = box.querySelector(".poollab-view");
  if (box.dataset.width === String(box.clientWidth)) return;
  box.dataset.width = box.clientWidth;
  const aside = make(box, "div", { class: "poollab-measured", "aria-hidden": "true" });
  const trial = Object.create(recording, { hears: { value: {} }, says: { value: { ...recording.says } } });
  const end = render({ model: trial, el: aside });
  const parts = [...aside.firstChild.children];
  const heights = parts.map(() => 0);
  for (const frame of recording.extremes()) {
    trial.says.first = frame;
    for (const hear of trial.hears["change:frame_json"]) hear();
    say(aside.querySelector(".detail"), recording.longest());
    parts.forEach((part, n) => (heights[n] = Math.max(heights[n], part.getBoundingClientRect().height)));
  }
  end();
  aside.remove();
  heights.forEach((height, n) => (view.children[n].style.minHeight = `${height}px`));
}

// From where the parser has just read a recording; what it read before this script was there comes at the end.
window.poollab = { ...window.poollab, replay };
document.addEventListener("DOMContentLoaded", () =>
  document.querySelectorAll(".poollab-replay").forEach(replay));
