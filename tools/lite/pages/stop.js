// A cell that trains hears this page once in a frame: see nnlib/page.py. While it does, a button
// stops it, and so do the notebook's own stop button and its menu.
const LONG_ENOUGH = 400; // milliseconds of training, before the button comes
const OVER = 1000; // without a word from the worker
const COMMANDS = ["notebook:interrupt-kernel", "kernelmenu:interrupt", "console:interrupt-kernel"];

const channel = new BroadcastChannel("one-neuron");
const button = document.createElement("button");
button.className = "one-neuron-stop";
button.hidden = true;
let session = null; // that trains, and is this page's own
let began = 0;
let over = null;

channel.onmessage = ({ data }) => {
  const [word, mark] = String(data).split(" ");
  if (word !== "training" || !isOurs(mark)) return;
  listenToCommands();
  if (session !== mark) {
    session = mark;
    began = Date.now();
    say("■ Stop", false);
  }
  if (button.hidden && Date.now() - began > LONG_ENOUGH) {
    document.body.append(button);
    button.hidden = false;
  }
  clearTimeout(over);
  over = setTimeout(end, OVER);
};
button.addEventListener("click", stop);

function stop() {
  if (session === null) return;
  channel.postMessage(`stop ${session}`);
  say("Stopping…", true);
}

function end() {
  session = null;
  button.hidden = true;
}

function say(words, isPressed) {
  button.textContent = words;
  button.disabled = isPressed;
  button.title = "End this training; what has been learned is kept";
}

function isOurs(mark) {
  return [...window.jupyterapp.shell.widgets("main")].some((widget) => {
    const context = widget.sessionContext ?? widget.console?.sessionContext;
    return context?.session?.kernel?.clientId === mark;
  });
}

function listenToCommands() {
  if (listenToCommands.done) return;
  listenToCommands.done = true;
  window.jupyterapp.commands.commandExecuted.connect((_, { id }) => {
    if (COMMANDS.includes(id)) stop();
  });
}
