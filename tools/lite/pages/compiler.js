// Lets the browser compile the scripts of the site once, and not at every visit: what a service
// worker puts into a cache while it is installed, some browsers compile whole and keep. This one
// does nothing else. It is installed again where the site has other scripts, for it then has
// another mark: __MARK__.
self.addEventListener("install", (event) => event.waitUntil(putScriptsAgain()));

async function putScriptsAgain() {
  const cache = await caches.open(__CACHE__);
  const scripts = (await cache.keys()).filter(({ url }) => new URL(url).pathname.endsWith(".js"));
  for (const script of scripts) await cache.put(script, await cache.match(script));
}
