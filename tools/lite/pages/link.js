// The button beside an explorer's line of settings: it copies the address that shows the same.
const SEEN_FOR = 5000; // milliseconds

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.(".nnlib-copy-link");
  if (!button) return;
  const box = button.closest(".nnlib-explorer").querySelector(".nnlib-line input");
  const address = new URL("../explorer/index.html", document.baseURI);
  address.search = new URLSearchParams({ settings: box.value });
  try {
    await navigator.clipboard.writeText(address.href);
    const said = button.nextElementSibling;
    said.textContent = "Copied: paste it wherever you like";
    setTimeout(() => said.replaceChildren(), SEEN_FOR);
  } catch {
    window.prompt("Copy this address:", address.href);
  }
});
