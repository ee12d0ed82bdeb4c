// In a hub, *Hand in* in the toolbar of an exercise: saves it, has the learner's server send it, and shows
// the receipt. And formgrader in a tab of the browser: a hub forbids frames, so in JupyterLab it stays blank.
// Outside of a hub all this is hidden. JupyterLab's bootstrap.js loads it as a script, without a build: the
// braces keep its names from those of the others.
{
const COMMAND = "poollab:hand-in";
const STYLE = `
.poollab-receipt { max-width: 36rem; padding: 1rem 1.5rem; border: 1px solid var(--jp-border-color1);
  background: var(--jp-layout-color1); color: var(--jp-ui-font-color0); font: 14px/1.5 var(--jp-ui-font-family); }
.poollab-receipt h2 { margin: 0; font-size: 18px; }
.poollab-receipt p { margin: 0.6rem 0; overflow-wrap: anywhere; }
.poollab-receipt::backdrop { background: rgb(0 0 0 / 50%); }`;
const made = (tag, values) => Object.assign(document.createElement(tag), values);
const inHub = () =>
  Boolean(JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}").poollabHandIn);

// Opens a dialog; returns a function that says what has come of it.
const opened = (title) => {
  const dialog = made("dialog", { className: "poollab-receipt", onclose: () => dialog.remove() });
  const heading = made("h2", { id: "poollab-receipt", textContent: title });
  const said = made("div", { role: "status" });
  const form = made("form", { method: "dialog" });
  form.append(made("button", { className: "jp-Dialog-button jp-mod-accept jp-mod-styled", textContent: "Close" }));
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, said, form);
  document.body.append(dialog);
  dialog.showModal();
  return (outcome, lines) => {
    heading.textContent = outcome;
    said.replaceChildren(...lines.map((line) => made("p", { textContent: line })));
  };
};

const send = async ({ baseUrl, token }, path) => {
  const headers = { "X-XSRFToken": document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "" };
  if (token) headers.Authorization = `token ${token}`;
  const answer = await fetch(`${baseUrl}poollab/hand-in`, {
    method: "POST", headers, body: JSON.stringify({ path }),
  });
  const { said } = await answer.json();
  return [answer.ok, said];
};

const handIn = async (app, panel) => {
  const say = opened("Handing in …");
  const failed = (why) => say("Not handed in", [why]);
  try {
    await panel.context.save();
    if (panel.context.model.dirty) return failed("The notebook could not be saved: save it, then hand it in.");
    const [ok, lines] = await send(app.serviceManager.serverSettings, panel.context.path);
    say(ok ? "Handed in" : "Not handed in", lines);
  } catch (error) {
    failed(`Your server does not answer (${error.message ?? error}): try again in a minute.`);
  }
};

// Closing JupyterLab's blank tab as it opens makes JupyterLab stumble, so it leads to the other, also where
// the browser has kept that from opening.
const lead = (app, href) => {
  const node = [...app.shell.widgets("main")].find((one) => one.id === "formgrader")?.content.node;
  if (!node || node.querySelector("a")) return;
  node.querySelector("iframe").style.display = "none";
  const link = made("a", { href, target: "_blank", textContent: "Open formgrader in a tab of the browser" });
  link.style = "display: block; padding: 2rem; color: var(--jp-content-link-color); text-decoration: underline";
  node.prepend(link);
};

const plugin = {
  id: "poollab-hand-in:extension",
  autoStart: true,
  activate: (app) => {
    const isThere = inHub();
    app.commands.addCommand(COMMAND, {
      label: "Hand in",
      caption: "Save this notebook and hand it in; shows a receipt",
      isVisible: () => isThere,
      execute: () => handIn(app, app.shell.currentWidget),
    });
    if (!isThere) return;
    document.head.append(made("style", { textContent: STYLE }));
    app.commands.commandExecuted.connect((_, { id, result }) => {
      if (!id.startsWith("nbgrader:open-formgrader")) return;
      const href = `${app.serviceManager.serverSettings.baseUrl}formgrader`;
      window.open(href);
      result.then(() => lead(app, href));
    });
  },
};
window._JUPYTERLAB ??= {};
window._JUPYTERLAB["poollab-hand-in"] = { init() {}, get: async () => () => plugin };
}
