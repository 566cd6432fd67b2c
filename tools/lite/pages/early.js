// Lets Python begin while the page is still being laid out: it takes as long as all the rest. The
// worker in which JupyterLite will run it is made here, and handed over when JupyterLite makes it.
{
  const ADDRESS = new URL(`../${__WORKER__}`, document.baseURI);
  const Theirs = Worker;
  const begun = () => new Theirs(ADDRESS, { type: "module" });
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
  // From a service worker a worker has its policy; on the first page of all it comes a little later.
  if (serviceWorker?.controller) begin();
  else serviceWorker?.addEventListener("controllerchange", begin, { once: true });

  function begin() {
    if (isHandedOver) return;
    const { scriptURL } = serviceWorker.controller;
    localStorage.setItem(`${scriptURL}-version`, __VERSION__); // else JupyterLite would end it
    early = begun();
  }
}
