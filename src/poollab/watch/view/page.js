// Filling the page: an element is touched only when what it says has changed.

function seconds(value) {
  return value >= 100 ? `${Math.round(value)} s` : `${value.toFixed(1)} s`;
}

// The frames that the kernel sends come as text.
function newest(model) {
  return JSON.parse(model.get("frame_json"));
}

function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

const CROSS = "M2 5l3-3 5 5 5-5 3 3-5 5 5 5-3 3-5-5-5 5-3-3 5-5z";

// The words of each state, short ones for a mark, and its shape: no colour is needed.
const STATES = {
  "in use": { words: "in use", shape: "M3 3h14v14h-14z" },
  "in transaction": { words: "in use, idle in a transaction", short: "in transaction", shape: "M3 3h5v14h-5z M12 3h5v14h-5z" },
  checking: { words: "in use, being checked", short: "being checked", shape: "M3 3h14l-6 7 6 7h-14l6-7z" },
  listening: { words: "pinned for LISTEN", short: "pinned", shape: "M10 2a8 8 0 1 0 .01 0z M10 5a5 5 0 1 1 -.01 0z M10 8a2 2 0 1 0 .01 0z" },
  idle: { words: "idle", shape: "M3 3h14v14h-14z M6 6v8h8v-8z" },
  opening: { words: "being opened", shape: "M2 8h4v4h-4z M8 8h4v4h-4z M14 8h4v4h-4z" },
  disputed: { words: "idle, but not on the server", short: "disputed", shape: "M3 3h14v14h-14z M6 6v8l8-8z" },
  leaked: { words: "leaked", shape: "M8 2h4v10h-4z M8 14h4v4h-4z" },
  collected: { words: "collected, still counted", short: "collected", shape: "M3 3h5v3h-2v2h-3z M12 3h5v5h-3v-2h-2z M3 12h3v2h2v3h-5z M14 12h3v5h-5v-3h2z" },
  broken: { words: "broken", shape: CROSS },
  dropped: { words: "broken and dropped", short: "broken", shape: CROSS },
};
