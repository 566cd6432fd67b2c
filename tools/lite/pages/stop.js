// A cell that trains hears this page once in a frame: see nnlib/page.py. While it does, a button
// stops it, and so do the notebook's own stop button and its menu. Any other cell hears nothing
// until it ends: then those answer in words.
import { contextOf, say, until } from "./lesson.js";

const LONG_ENOUGH = 400; // milliseconds of training, before the button comes
const OVER = 1000; // without a word from the worker
const COMMANDS = ["notebook:interrupt-kernel", "kernelmenu:interrupt", "console:interrupt-kernel"];
const NOT_HEARD =
  "Only a training can be stopped here. To end this cell, restart the kernel: what you have " +
  "written stays. Then run the cells above it again.";

const channel = new BroadcastChannel("one-neuron");
const button = document.createElement("button");
button.className = "one-neuron-stop";
button.hidden = true;
let session = null; // that trains, and is this page's own
let began = 0;
let over = null;
let before = null; // what had the focus before the button

channel.onmessage = ({ data }) => {
  const [word, mark] = String(data).split(" ");
  if (word !== "training" || !isOurs(mark)) return;
  if (session !== mark) {
    session = mark;
    began = Date.now();
    label("■ Stop", false);
  }
  if (button.hidden && Date.now() - began > LONG_ENOUGH) {
    document.body.prepend(button); // it hides what stands after it: see the style
    button.hidden = false;
  }
  clearTimeout(over);
  over = setTimeout(end, OVER);
};
button.addEventListener("click", stop);
button.addEventListener("focus", ({ relatedTarget }) => { before = relatedTarget; });
const { commands, shell } = await until(() => window.jupyterapp);
commands.commandExecuted.connect((_, { id }) => {
  if (COMMANDS.includes(id)) (session === null ? sayWhatEndsIt : stop)();
});

function stop() {
  channel.postMessage(`stop ${session}`);
  giveBackTheFocus();
  label("Stopping…", true);
  setTimeout(lookAgain, OVER);
}

/** Another training may have begun meanwhile, or a cell that hears nothing. */
function lookAgain() {
  label("■ Stop", false);
  if (session === null) sayWhatEndsIt();
}

function end() {
  session = null;
  giveBackTheFocus();
  button.hidden = true;
}

/** A button that is pressed or gone has none, and then the keys reach no notebook. */
function giveBackTheFocus() {
  if (document.activeElement === button) before?.focus();
}

function label(words, isPressed) {
  button.textContent = words;
  button.disabled = isPressed;
  button.title = "End this training; what has been learned is kept";
}

function isOurs(mark) {
  return [...shell.widgets("main")].some((widget) => kernelOf(widget)?.clientId === mark);
}

function sayWhatEndsIt() {
  const kernel = kernelOf(shell.currentWidget);
  if (kernel?.status !== "busy") return;
  say(NOT_HEARD);
  kernel.statusChanged.connect(function done() {
    kernel.statusChanged.disconnect(done);
    say("");
  });
}

function kernelOf(widget) {
  return contextOf(widget)?.session?.kernel;
}
