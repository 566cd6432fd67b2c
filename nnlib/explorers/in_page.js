// In the page of an explorer; `this` is the style that brings it. What ipywidgets leave undone:
// keys that must not reach the notebook, and names and states for those who listen.
const box = this.closest(".nnlib-explorer");
box.setAttribute("role", "group");
box.setAttribute("aria-label", this.dataset.called);

// What its cell shows where it is gone is hidden while it stands there. A selector with :has would
// do that alone, and would be looked after by the browser at every change of a picture.
const output = box.closest(".jp-OutputArea-child");
const sayWhereItStands = () => output.classList.toggle("nnlib-stands", output.contains(box));
if (output) {
  sayWhereItStands();
  new MutationObserver(sayWhereItStands).observe(
    output.querySelector(".jp-OutputArea-output"), {childList: true});
}

// A key that reaches the notebook may delete the cell (D D) or run it again (Shift+Enter). Those
// with Ctrl go through, such as Ctrl+S to save, and Escape, by which one leaves the explorer.
// Without a tabIndex, a click on a picture would give the focus to the cell.
box.tabIndex = -1;
box.addEventListener("keydown", event => {
  const goes = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape";
  if (event.key === "Enter" || !goes) event.stopPropagation();
  const arrows = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
  const step = !goes && !event.shiftKey && arrows[event.key];
  const radios = step && event.target.getAttribute("role") === "radio" ? radiosBeside(event.target) : [];
  if (!radios.length) return;
  event.preventDefault();
  const next = radios.at((radios.indexOf(event.target) + step) % radios.length);
  next.focus();
  next.click();
});

// At once, for the kernel may answer late, and until then a pressed one that is pressed again is not.
box.addEventListener("click", event => {
  const radio = event.target.closest("[role=radio]");
  if (radio) radiosBeside(radio).forEach(each => choose(each, each === radio));
});

function choose(radio, isChosen) {
  radio.setAttribute("aria-checked", isChosen);
  radio.tabIndex = isChosen ? 0 : -1;
}

const radiosBeside = radio => [...radio.parentElement.querySelectorAll("button")];
const isPressed = button => button.classList.contains("mod-active");

// A choice is one stop of the Tab key, at what is chosen; arrows choose. Its parts come one by one.
function sayChoice(row) {
  const label = row.querySelector(".widget-label");
  if (!label) return;
  row.setAttribute("role", "radiogroup");
  row.setAttribute("aria-label", label.textContent);
  const isSettled = row.querySelectorAll(".mod-active").length === 1;
  for (const button of row.querySelectorAll("button")) {
    button.setAttribute("role", "radio");
    button.setAttribute("aria-label", button.textContent.replace("✔", "").trim());
    if (isSettled) choose(button, isPressed(button));
  }
}

function saySlider(handle) {
  const number = handle.closest(".nn-number")?.querySelector(".widget-text");
  const label = number?.querySelector(".widget-label"), input = number?.querySelector("input");
  if (!label || !input) return;
  // The readout is hidden, and right before the kernel has answered; that of a replay is a place.
  const isReplay = handle.closest(".nn-play");
  const readout = handle.closest(".widget-slider").querySelector(".widget-readout");
  handle.setAttribute("aria-label", label.textContent);
  const read = isReplay ? input.value : readout.textContent.replaceAll(",", "");
  handle.setAttribute("aria-valuetext", Number.isNaN(Number(read)) ? read : Number(read));
}

// A finger that comes down on a slider may want to scroll: the slider hears of it when it goes
// sideways, or has tapped.
const early = {capture: true, passive: true};
const MOST_OF_A_TAP = 10;  // pixels that a finger may move
let waiting = null;  // the touch of which it has not heard

function tell() {
  const touches = [...waiting.touches];
  waiting = null;
  touches[0].target.dispatchEvent(new TouchEvent(
    "touchstart", {bubbles: true, touches, targetTouches: touches, changedTouches: touches}));
}

box.addEventListener("touchstart", event => {
  if (!event.isTrusted) return;
  waiting = event.touches.length === 1 && event.target.closest(".noUi-target") ? event : null;
  if (waiting) event.stopPropagation();
}, early);

box.addEventListener("touchmove", event => {
  if (!waiting) return;
  const [from] = waiting.touches, [to] = event.touches;
  const across = Math.abs(to.clientX - from.clientX), down = Math.abs(to.clientY - from.clientY);
  if (across > down) tell();
  else if (down > MOST_OF_A_TAP) waiting = null;
}, early);

box.addEventListener("touchend", () => waiting && tell(), early);
box.addEventListener("touchcancel", () => waiting = null, early);

function say() {
  box.querySelectorAll(".nn-said").forEach(said => said.setAttribute("role", "status"));
  box.querySelectorAll(".nn-state").forEach(state => state.setAttribute("aria-live", "polite"));
  box.querySelectorAll(".nn-strip").forEach(letMove);
  box.querySelectorAll(".nn-choice").forEach(sayChoice);
  box.querySelectorAll(".noUi-handle").forEach(saySlider);
  box.querySelectorAll(".widget-upload").forEach(sayFileButton);
  box.querySelectorAll(".nn-fold > button").forEach(
    button => button.setAttribute("aria-expanded", isPressed(button)));
  box.querySelectorAll(".widget-toggle-button:not([role=radio], .nn-fold > *)").forEach(
    button => button.setAttribute("aria-pressed", isPressed(button)));
}

// The number of files is no use where each is taken at once; the icon is no word.
function sayFileButton(button) {
  const name = button.textContent.replace(/ \(\d+\)$/, "");
  if (button.textContent !== name) button.lastChild.data = name;
  button.setAttribute("aria-label", name.trim());
}

// A strip that is wider than the page is moved with the arrows, once Tab has reached it. A new one
// shows what is now in its middle.
function letMove(strip) {
  strip.tabIndex = strip.scrollWidth > strip.clientWidth ? 0 : -1;
  if (!strip.dataset.now || !strip.clientWidth) return;
  strip.scrollLeft = strip.dataset.now * strip.scrollWidth - strip.clientWidth / 2;
  delete strip.dataset.now;
}

new ResizeObserver(say).observe(box);
new MutationObserver(say).observe(
  box, {subtree: true, childList: true, attributeFilter: ["class", "aria-valuenow"]});
say();
