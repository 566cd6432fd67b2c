// Compiles Python's files by the very Python that will run them, while the site is built:
// node compile.mjs PYODIDE PACKAGES TARGET INFO SCRIPT...
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, packages, target, info, ...script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: `${pyodide}/`,
  lockFileContents: { info: JSON.parse(info), packages: {} },
  fsInit: (FS, { sitePackages }) => {
    FS.mkdir("/compiled");
    FS.mount(FS.filesystems.NODEFS, { root: packages }, sitePackages);
    FS.mount(FS.filesystems.NODEFS, { root: target }, "/compiled");
  },
});
python.globals.set("arguments", python.toPy(script.slice(1)));
try {
  python.runPython(readFileSync(script[0], "utf8"));
} catch ({ message }) {
  writeSync(process.stderr.fd, message);
  process.exit(1);
}
process.exit(0); // what waits for messages would never end
