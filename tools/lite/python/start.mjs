// Starts Python at once, with all its packages, which come as one archive in parts, and imports what
// every page needs. So it begins before JupyterLite has laid out the page and asks for it.
import { loadPyodide as load } from "./pyodide.mjs";

const HERE = new URL("./", import.meta.url).href;
const started = start();
started.catch(() => new BroadcastChannel("one-neuron").postMessage("failed"));

/** Return Python as it has begun; what it prints goes where these options say. */
export async function loadPyodide({ stdout, stderr }) {
  const python = await started;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}

async function start() {
  const packages = unpacked();
  const python = await load({
    indexURL: HERE,
    packageBaseUrl: HERE,
    lockFileContents: packages.then(({ info }) => ({ info, packages: {} })),
    fsInit: async (FS) => write((await packages).files, FS),
  });
  for (const name of (await packages).first) python.pyimport(name);
  return python;
}

/** Return what all packages are made of, and what is imported first. */
async function unpacked() {
  const { list, parts, ...about } = await (await fetched("packages.json")).json();
  const packed = await Promise.all(parts.map(async (name) => (await fetched(name)).blob()));
  const unpacking = new Blob(packed).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = await new Response(unpacking).arrayBuffer();
  const files = [];
  let at = 0;
  for (const [name, size] of list) {
    files.push([name, new Uint8Array(whole, at, size)]);
    at += size;
  }
  return { files, ...about };
}

async function fetched(name) {
  const answer = await fetch(HERE + name);
  if (!answer.ok) throw new Error(`${name} could not be loaded: the server says ${answer.status}.`);
  return answer;
}

function write(files, FS) {
  const folders = new Set();
  for (const [name, bytes] of files) {
    const folder = name.slice(0, name.lastIndexOf("/"));
    if (!folders.has(folder)) FS.mkdirTree(folder);
    folders.add(folder);
    FS.writeFile(name, bytes, { canOwn: true });
  }
}
