// Reads the start page anew whenever the learner comes back to its tab: JupyterLab itself reads a
// document once. This is a module as JupyterLab's bootstrap.js loads it, without a build.
const plugin = {
  id: "poollab-start:extension",
  autoStart: true,
  activate: (app) =>
    app.shell.currentChanged.connect((_, { newValue }) => {
      const context = newValue?.context;
      if (context?.path === "notebooks/00-start.md") context.ready.then(() => context.revert());
    }),
};
window._JUPYTERLAB ??= {};
window._JUPYTERLAB["poollab-start"] = { init() {}, get: async () => () => plugin };
