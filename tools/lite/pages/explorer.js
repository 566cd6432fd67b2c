// One explorer alone. What the address says is a line of settings, which Python reads as data: no
// code comes from there, whatever else it says, before or behind its #.
const line = new URLSearchParams(location.search).get("settings") ?? "";
const code = `from nnlib.explorers.from_line import explorer_of

explorer_of("${encodeURIComponent(line)}")`;
const forJupyterLite = { kernel: "python", execute: "1", hideCodeInput: "1", showBanner: "0", code };
history.replaceState(null, "", `?${new URLSearchParams(forJupyterLite)}`);
