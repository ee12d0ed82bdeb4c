// Each recording in the page becomes its replay. Where it can't, its picture stays, and a sentence says why.

function replay(place) {
  if (place.dataset.replay) return; // it is one already
  place.dataset.replay = "runs";
  try {
    const recording = new Recorded(place.querySelector("script").textContent);
    const box = make(place, "div");
    render({ model: recording, el: box });
    const keep = () => isNear(box) && keepHeights(box, recording);
    new ResizeObserver(keep).observe(box); // also before it is painted for the first time
    new IntersectionObserver(keep, { rootMargin: "1000000px 0px 100%" }).observe(box);
  } catch (error) {
    place.dataset.replay = "fails";
    const known = Object.values(NO_REPLAY).includes(error.message);
    make(place, "p", { class: "poollab-why" }, `${known ? error.message : NO_REPLAY.broken} Its picture stands here.`);
    if (!known) console.warn(error);
  }
}

// What is further below can wait until it comes near: it moves nothing that is in sight.
function isNear(box) {
  return box.isConnected && box.getBoundingClientRect().top < 2 * innerHeight;
}

// Each part of a view gets the height of its highest moment: nothing moves while the recording plays.
// The moments are measured side by side, so the page is laid out once for all of them.
function keepHeights(box, recording) {
  const view = box.querySelector(".poollab-view");
  if (box.dataset.width === String(box.clientWidth)) return;
  box.dataset.width = box.clientWidth;
  const aside = make(box, "div", { class: "poollab-measured", "aria-hidden": "true" });
  const trial = Object.create(recording, { hears: { value: {} }, says: { value: { ...recording.says } } });
  const end = render({ model: trial, el: aside });
  const shown = aside.firstChild;
  say(shown.querySelector(".detail"), recording.longest());
  for (const frame of recording.extremes()) {
    trial.says.first = frame;
    for (const hear of trial.hears["change:frame_json"]) hear();
    aside.append(shown.cloneNode(true));
  }
  end();
  const heights = (moment) => [...moment.children].map((part) => part.getBoundingClientRect().height);
  const all = [...aside.children].map(heights);
  aside.remove();
  [...view.children].forEach((part, n) => (part.style.minHeight = `${Math.max(...all.map((each) => each[n]))}px`));
}

// From where the parser has just read a recording; what it read before this script was there comes at the end.
window.poollab = { ...window.poollab, replay };
document.addEventListener("DOMContentLoaded", () =>
  document.querySelectorAll(".poollab-replay").forEach(replay));
