// Keeps what was loaded once, so that it need not be loaded again, and is there without a network.
// It stands in front of JupyterLite's own service worker, which follows in the same file.
{
  const CACHE = __CACHE__;
  const SIZES = __SIZES__; // of the files of Python, in bytes
  const WHOLE = Object.values(SIZES).reduce((sum, size) => sum + size, 0);
  // What is kept though nobody has asked for it. Where it changes, this worker has another mark, and
  // is installed again: __MARK__.
  const FIRST = __FIRST__;
  const MARKED = new Set(__MARKED__); // all of this build whose content has a mark in its address
  const POLICY = __POLICY__; // of the workers, in which Python runs
  const BASE = new URL("./", self.location).href;
  // How such an address looks. Anything else is asked for anew, if there is a network.
  const NEVER_CHANGES = new RegExp(__NEVER_CHANGES__);
  const OF_A_KERNEL = /\/api\/(drive|stdin)\b/; // these are answered by JupyterLite
  const channel = new BroadcastChannel("one-neuron");

  self.addEventListener("install", (event) => event.waitUntil(renew()));
  self.addEventListener("activate", (event) => event.waitUntil(forgetOlderBuilds()));
  self.addEventListener("message", (event) => event.waitUntil(keep([...FIRST, ...event.data])));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const isOurs = request.method === "GET" && request.url.startsWith(BASE);
    if (!isOurs || OF_A_KERNEL.test(request.url)) return;
    event.stopImmediatePropagation();
    event.respondWith(answer(request, event));
  });

  /**
   * Let what is kept of FIRST be of this build, as Python will be: all of it, or this worker is not
   * installed, and the one before stays with all that belongs to it.
   */
  async function renew() {
    const cache = await caches.open(CACHE);
    const addresses = FIRST.map((name) => BASE + name);
    const kept = await Promise.all(addresses.map((address) => cache.match(address)));
    const old = addresses.filter((_, at) => kept[at]);
    await cache.addAll(old.map((address) => new Request(address, { cache: "no-cache" })));
  }

  async function keep(addresses) {
    const cache = await caches.open(CACHE);
    await Promise.all(
      addresses.map(async (address) => {
        const key = keyOf(new URL(address, BASE).href);
        if (key.startsWith(BASE) && !(await cache.match(key))) await cache.add(key).catch(() => {});
      }),
    );
  }

  async function answer(request, event) {
    const cache = await caches.open(CACHE);
    const key = keyOf(request.url);
    const kept = await cache.match(key);
    let response = NEVER_CHANGES.test(key) ? kept : undefined;
    response ??= await fetch(request).catch(() => kept ?? Response.error());
    if (response !== kept) {
      const keeping = keepWhole(cache, key, response.clone());
      event.waitUntil(keeping);
      // With an answer that comes out of a cache, browsers keep what they have compiled of it.
      if (key.endsWith(".wasm")) response = (await keeping, await cache.match(key)) ?? response;
    }
    return request.destination === "worker" ? withPolicy(response) : response;
  }

  function keyOf(address) {
    return NEVER_CHANGES.test(address) ? address : address.split(/[?#]/)[0];
  }

  /**
   * Keep an answer; where it is a part of Python, which is to be whole, tell pages how much of that
   * is kept by now. It is the server's own answer that is kept: of one that is made here, nothing
   * would be kept compiled.
   */
  async function keepWhole(cache, key, response) {
    const size = SIZES[key.slice(BASE.length)];
    const read = response.clone();
    const body = response.status === 200 ? await read.blob().catch(() => null) : null;
    if (body === null || (size ?? body.size) !== body.size) {
      if (size !== undefined) channel.postMessage("failed");
      return;
    }
    await cache.put(key, response).catch(() => {});
    if (size !== undefined) channel.postMessage(`loaded ${await keptOfPython(cache)} ${WHOLE}`);
  }

  /** Return how many bytes of Python are kept, whichever pages have asked for them. */
  async function keptOfPython(cache) {
    const sizes = Object.entries(SIZES).map(async ([name, size]) =>
      (await cache.match(BASE + name)) ? size : 0,
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  function withPolicy(response) {
    const headers = new Headers(response.headers);
    headers.set("Content-Security-Policy", POLICY);
    return new Response(response.body, { status: response.status, headers });
  }

  async function forgetOlderBuilds() {
    const cache = await caches.open(CACHE);
    for (const { url } of await cache.keys()) {
      const isOurs = url.startsWith(BASE) && NEVER_CHANGES.test(url);
      if (isOurs && !MARKED.has(url.slice(BASE.length))) await cache.delete(url);
    }
  }
}
