// One explorer alone. What the address says is a line of settings, which Python reads as data: no
// code comes from there, whatever else it says, before or behind its #.
const line = new URLSearchParams(location.search).get("settings") ?? "";
const code = `from nnlib.explorers.from_line import explorer_of

explorer_of("${encodeURIComponent(line)}")`;
const forJupyterLite = { kernel: "python", execute: "1", hideCodeInput: "1", showBanner: "0", code };
history.replaceState(null, "", `?${new URLSearchParams(forJupyterLite)}`);

// The console shows its end, and an explorer begins with its buttons.
let isTouched = false;
for (const kind of ["pointerdown", "wheel", "keydown", "focusin"]) {
  addEventListener(kind, ({ isTrusted, target }) => {
    isTouched ||= isTrusted && target.closest?.(".jp-CodeConsole-content") !== null;
  }, true);
}
addEventListener("scroll", ({ target }) => {
  if (!isTouched && target.scrollTop) target.scrollTop = 0;
}, true);

addEventListener("DOMContentLoaded", () => {
  const home = document.createElement("a");
  home.className = "one-neuron-home";
  home.href = "../index.html";
  home.textContent = "One neuron at a time";
  document.body.append(home);
});
