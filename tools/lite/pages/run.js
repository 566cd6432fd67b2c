// "Press Shift+Enter" says a lesson, and a tablet has no such keys: there this button is them. It
// runs the chosen cell, and is seen while that cell is.
const FINGERS = matchMedia("(pointer: coarse)");
const CHOSEN = ".jp-Notebook .jp-Cell.jp-mod-active";
const MOVES = ["click", "focusin", "keyup", "scroll"]; // what may choose a cell or hide it
const FROM_EDGE = 8; // pixels

const button = document.createElement("button");
button.className = "one-neuron-run";
button.textContent = "▶ Shift+Enter";
button.title = "Run the chosen cell, and go to the next";
button.hidden = true;
document.body.append(button);
button.addEventListener("click", run);
for (const move of MOVES) {
  document.addEventListener(move, look, { capture: true, passive: true });
}
new MutationObserver(lookAtFirst).observe(document.body, { childList: true, subtree: true });
visualViewport.addEventListener("resize", stayAboveKeyboard);
visualViewport.addEventListener("scroll", stayAboveKeyboard);

async function run() {
  await window.jupyterapp.commands.execute("notebook:run-cell-and-select-next");
  look();
}

function lookAtFirst(_, observer) {
  if (!document.querySelector(CHOSEN)) return;
  observer.disconnect();
  look();
}

function look() {
  const seen = document.querySelector(CHOSEN)?.getBoundingClientRect();
  button.hidden = !(FINGERS.matches && seen && seen.bottom > 0 && seen.top < innerHeight);
}

function stayAboveKeyboard() {
  const covered = innerHeight - visualViewport.height - visualViewport.offsetTop;
  button.style.bottom = `${FROM_EDGE + Math.max(covered, 0)}px`;
}
