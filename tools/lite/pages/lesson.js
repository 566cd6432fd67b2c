// What a page of JupyterLite does besides: it says how far Python is, keeps what it has loaded, and
// offers a renewed lesson.
const ROOT = new URL("../", document.baseURI);
const BETWEEN_TWO_LOOKS = 100; // milliseconds
const LONGEST_WAIT = 180_000; // without a sign of Python: on slow networks its parts come at once, late
const BEFORE_COMPILING = 10_000; // for the first cells come first
const READ = __READ__; // the names of the pages that stand as they are to be read, too
const FAILED =
  "Python could not be loaded. Look whether there is a network, and load this page again.";
const line = document.createElement("div");
line.className = "one-neuron-line";
line.setAttribute("role", "status");
document.body.append(line);
let loaded = 0; // bytes of Python that are here by now
let whole = 0;
let hasFailed = false;
let waiting; // the timer that ends when the wait has been the longest
let isReady = false; // or nothing here waits for Python

new BroadcastChannel("one-neuron").addEventListener("message", ({ data }) => {
  const [word, bytes, ofBytes] = String(data).split(" ");
  if (isReady) return;
  if (word === "failed") {
    hasFailed = true;
    say(FAILED);
  }
  if (word !== "loaded" || hasFailed) return;
  loaded = Math.max(loaded, Number(bytes)); // such words may overtake each other
  whole = Number(ofBytes);
  sayHowFar();
});
// Before a link is followed, whichever way.
for (const kind of ["pointerdown", "focusin", "click"]) {
  document.addEventListener(kind, leadToTheWord, { capture: true });
}
start();

/**
 * Let a word of the glossary open at that word, on the page to read: JupyterLab would open it in
 * another JupyterLab, at its top.
 */
function leadToTheWord(event) {
  const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
  const [, name, place] = link?.href.match(/\/files\/\w+\/(\w+)\.md(#.+)$/) ?? [];
  if (READ.includes(name)) {
    link.href = new URL(`read/${name}.html${place}`, ROOT);
    link.target = "_blank";
    link.rel = "noopener";
  }
  const isWord = link?.href.startsWith(new URL("read/", ROOT));
  if (isWord && event.type === "click") event.stopImmediatePropagation();
}

async function start() {
  const missing = whatIsMissing();
  if (missing) {
    say(missing);
    return;
  }
  sayHowFar();
  keepWhatWasLoaded(); // if this page is left early
  const widget = await shown();
  const context = contextOf(widget);
  await context.ready;
  await context.session?.kernel?.info;
  if (!widget.context) await until(() => document.querySelector(".jp-OutputArea-output"));
  isReady = true;
  say("");
  await keepWhatWasLoaded();
  const compiler = new URL("pages/compiler.js", ROOT);
  const compile = () => navigator.serviceWorker.register(compiler).catch(() => {}); // next time
  setTimeout(compile, BEFORE_COMPILING);
  if (widget.context) await offerRenewed(widget.context);
}

function whatIsMissing() {
  if (!("Suspending" in WebAssembly))
    return "This browser is too old to run Python: Chrome, Edge 137, Firefox 153, Safari 27 or newer can.";
  if (!("serviceWorker" in navigator))
    return "Python runs here only at an address that begins with https, and in no private window.";
  return "";
}

function sayHowFar() {
  const [here, all] = [loaded, whole].map((bytes) => Math.round(bytes / 1e6));
  const far = here ? `${here} of ${all} MB. Next time it is here already.` : "…";
  say(`Python is being made ready: ${far}`);
  clearTimeout(waiting);
  waiting = setTimeout(() => isReady || say(FAILED), LONGEST_WAIT);
}

/** Say something in a line at the bottom of the page; no words take it away. */
export function say(words) {
  line.textContent = words;
}

async function keepWhatWasLoaded() {
  const { active } = await navigator.serviceWorker.ready;
  const addresses = performance.getEntriesByType("resource").map((entry) => entry.name);
  active.postMessage([location.href, ...addresses]);
}

/** Wait for the document that this page runs; one that is only read needs no Python. */
async function shown() {
  const { shell } = await until(() => window.jupyterapp);
  const first = await until(() => [...shell.widgets("main")][0]);
  isReady = !contextOf(first);
  if (isReady) say("");
  const runs = await until(() => [...shell.widgets("main")].find(contextOf));
  if (isReady) sayHowFar();
  isReady = false;
  return runs;
}

/** Return what joins a document to its kernel, in a notebook or a console. */
export function contextOf(widget) {
  return widget?.sessionContext ?? widget?.console?.sessionContext;
}

/** Return what `find` finds, as soon as that is there. */
export async function until(find) {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TWO_LOOKS));
  }
}

/** Offer the site's copy of a lesson, where the learner's own is one of an older edition. */
async function offerRenewed(context) {
  await context.ready;
  const { path } = context;
  const mine = context.model.toJSON();
  if (!path.startsWith("my_course/") || !editionOf(mine)) return;
  const answer = await fetch(new URL(`files/${path}`, ROOT));
  const fresh = answer.ok ? await answer.json() : null;
  if (fresh === null || editionOf(fresh) === editionOf(mine)) return;
  const { contents } = window.jupyterapp.serviceManager;
  if (await isUntouched(mine)) {
    await contents.delete(path); // what lies under it is the site's own
    location.reload();
    return;
  }
  const beside = await freeName(contents, path.replace(/\.ipynb$/, "_new"), fresh);
  if (beside !== null) showOffer(path, beside, () => putBeside(contents, beside, fresh));
}

function editionOf(notebook) {
  return notebook.metadata?.one_neuron?.edition;
}

/** Return a name beside a copy, or null where this edition lies there already. */
async function freeName(contents, stem, fresh) {
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? "" : `_${number}`}.ipynb`;
    const there = await contents.get(name, { content: true }).catch(() => null);
    if (there === null) return name;
    if (editionOf(there.content) === editionOf(fresh)) return null;
  }
}

async function putBeside(contents, path, notebook) {
  await contents.save(path, { type: "notebook", format: "json", content: notebook });
  location.search = new URLSearchParams({ path });
}

function showOffer(path, beside, put) {
  const bar = document.createElement("div");
  bar.className = "one-neuron-offer";
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "A renewed lesson");
  const [old, fresh] = [path, beside].map((each) => each.split("/").pop());
  bar.append(`This lesson has been renewed. ${old}, yours, stays as it is. `);
  bar.append(button(`Open the new one, ${fresh}`, put), button("Not now", () => bar.remove()));
  document.body.append(bar);
}

function button(words, act) {
  const made = document.createElement("button");
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** Return whether a copy is as it was made: see `fingerprint` in nnlib/course/copies.py. */
async function isUntouched(notebook) {
  const told = notebook.cells.map((cell) => [
    cell.cell_type, joined(cell.source), cell.outputs ?? [], cell.attachments ?? null,
  ]);
  const bytes = new TextEncoder().encode(asPython(told));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const mark = [...digest].map((each) => each.toString(16).padStart(2, "0")).join("");
  return mark === notebook.metadata.one_neuron.as_made;
}

function joined(source) {
  return Array.isArray(source) ? source.join("") : source;
}

/** Write lists and texts as Python's `json.dumps` does. Outputs differ, and none is left untouched. */
function asPython(value) {
  if (Array.isArray(value)) return `[${value.map(asPython).join(", ")}]`;
  return JSON.stringify(value).replace(
    /[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
