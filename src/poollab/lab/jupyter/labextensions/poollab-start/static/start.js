// Reads the start page anew whenever the learner comes back to its tab: JupyterLab itself reads a
// document once. And follows a link to a heading once more when the notebook that it opens is
// rendered: JupyterLab looks for the heading too early, and stays at the top. And hides nbgrader's
// button where there is nothing to validate, on a lesson it would always say that all is well, and so the
// button that hands in. And has what a cell prints broken between words: JupyterLab itself breaks it
// anywhere.
// This is a module as JupyterLab's bootstrap.js loads it, without a build.
const follow = async (app, { path, id }) => {
  const panel = [...app.shell.widgets("main")].find((one) => one.context?.path === path);
  await panel?.revealed;
  await panel?.context.ready;
  for (const cell of panel?.content.widgets ?? []) await cell.ready;
  const page = panel?.content.node.querySelector(".jp-WindowedPanel-inner");
  let height = -1; // cells still take their size; one that grows for ever, such as a live view, is left
  for (let looks = 0; page && looks < 10 && height !== page.scrollHeight; looks++) {
    height = page.scrollHeight;
    panel.setFragment(id);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};
const BUTTONS = ":is(:has(.validate-button), [data-jp-item-name=hand-in])";
const STYLE = `
  .poollab-ungraded .jp-Toolbar-item${BUTTONS} { display: none; }
  .jp-OutputArea .jp-OutputArea-output pre { word-break: normal; }
`;
const mark = (panel) => {
  const graded = panel.context.model.toJSON().cells?.some((cell) => cell.metadata.nbgrader);
  panel.toggleClass("poollab-ungraded", !graded);
};
const plugin = {
  id: "poollab-start:extension",
  autoStart: true,
  activate: (app) => {
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    app.shell.currentChanged.connect((_, { newValue }) => {
      const context = newValue?.context;
      if (context?.path === "notebooks/00-start.md") context.ready.then(() => context.revert());
      if (context?.path.endsWith(".ipynb")) context.ready.then(() => mark(newValue));
    });
    app.commands.commandExecuted.connect((_, { id, args, result }) => {
      if (id === "rendermime:handle-local-link" && args.id) result.then(() => follow(app, args));
    });
  },
};
window._JUPYTERLAB ??= {};
window._JUPYTERLAB["poollab-start"] = { init() {}, get: async () => () => plugin };
