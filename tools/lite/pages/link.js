// The button beside an explorer's line of settings: it copies the address that shows the same.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.(".nnlib-copy-link");
  if (!button) return;
  const box = button.closest(".nnlib-explorer").querySelector(".nnlib-line input");
  const address = new URL("../explorer/index.html", document.baseURI);
  address.search = new URLSearchParams({ settings: box.value });
  try {
    await navigator.clipboard.writeText(address.href);
    button.textContent = "Copied: paste it wherever you like";
  } catch {
    window.prompt("Copy this address:", address.href);
  }
});
