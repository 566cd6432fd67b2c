// Lets Python begin while the page is still being laid out: it takes as long as all the rest. The
// worker in which JupyterLite will run it is made here, and handed over when JupyterLite makes it.
{
  const ADDRESS = new URL(`../${__WORKER__}`, document.baseURI);
  const Theirs = Worker;
  const begun = () => new Theirs(ADDRESS, { type: "module" });
  const OURS = new URL("../service-worker.js", document.baseURI).href;
  const path = new URLSearchParams(location.search).get("path"); // an explorer has none
  const isRun = path === null || path.endsWith(".ipynb");
  const { serviceWorker } = navigator;
  let early = null;
  let isHandedOver = false;
  window.Worker = new Proxy(Theirs, {
    construct(_, [address, options]) {
      if (!String(address).includes("/comlink.worker.")) return new Theirs(address, options);
      const worker = early ?? begun();
      early = null;
      isHandedOver = true;
      return worker;
    },
  });
  // A worker has its policy from the service worker. On the first page of all that comes a little
  // later; and where pages are isolated, JupyterLite makes another kind of worker.
  if (isRun && serviceWorker && !crossOriginIsolated) {
    serviceWorker.addEventListener("controllerchange", begin, { once: true });
    begin();
  }

  function begin() {
    const address = serviceWorker.controller?.scriptURL;
    if (early !== null || isHandedOver || !address?.startsWith(OURS)) return;
    localStorage.setItem(`${address}-version`, __VERSION__); // else JupyterLite would end it
    early = begun();
    early.addEventListener("error", () => { early = null; });
  }
}
