// What can be said of the room: where it is, and where it is stuck.

export const STATES = { passed: "✓", tried: "✗", "not-begun": "·" };

export function stateOf(seat, task) {
  const [, passed] = seat.tasks[task] ?? [];
  return passed === undefined ? "not-begun" : passed ? "passed" : "tried";
}

export const groupOf = (task) => task.split("/")[0];

export function titleOf(task) {
  const [group, name] = task.split("/");
  const of = /^\d/.test(group) ? `Lesson ${group}` : group;
  return `${of}${name ? `: ${name}` : ""}`.replaceAll("_", " ");
}

// The lesson or assignment that most seats were at last; the first where two have as many.
export function roomIsAt({ tasks, seats }) {
  const count = (group) => seats.filter((seat) => seat.at && groupOf(seat.at) === group).length;
  return Object.keys(tasks).reduce((best, one) => (count(one) > count(best) ? one : best));
}

// How many seats have tried a task more than once, and not passed it.
export function stuckAt(task, { seats }) {
  return seats.filter(({ tasks }) => tasks[task]?.[0] > 1 && !tasks[task][1]).length;
}

export function inWords(seat, tasks) {
  const words = tasks.map((task) => `${task.split("/")[1]} ${stateOf(seat, task).replace("-", " ")}`);
  return `${words.join(", ")}${seat.asks_since ? ", asks for help" : ""}`.replaceAll("_", " ");
}
