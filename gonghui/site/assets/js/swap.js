// After htmx has put a new part into the page: say it, keep the focus somewhere sensible, follow the address.
import { paint } from "./batch.js";
import { dropEmpty, focusErrors } from "./page.js";

function followAddress() {
  const link = document.querySelector("[data-export]");
  if (!link) return;
  const here = new URLSearchParams(location.search);
  here.delete("page");
  const there = new URL(link.href);
  there.search = here.toString();
  link.href = there.href;
}

function settled(root) {
  root.querySelectorAll("form[data-batch]").forEach(paint);
  const said = document.getElementById("said");
  const words = root.querySelector("[data-say]");
  if (said && words) said.textContent = words.textContent;
  if (root.dataset?.title) {
    const heading = document.querySelector("main h1");
    if (heading) heading.textContent = root.dataset.title;
    document.title = `${root.dataset.title} · 工会工作网`;
  }
  focusErrors(root);
  // The pressed link was inside the swapped part: the focus fell to <body>.
  if (document.activeElement === document.body) {
    (root.querySelector("[data-focus]") || words || root.querySelector("h1, h2"))?.focus?.({ preventScroll: true });
  }
}

export function startSwap() {
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb === "get" && event.detail.formData) dropEmpty(event.detail.formData);
  });
  document.addEventListener("htmx:afterSettle", (event) => settled(event.detail.elt));
  document.addEventListener("htmx:pushedIntoHistory", followAddress);
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, () => {
      const said = document.getElementById("said");
      if (said) {
        said.className = "banner err";
        said.textContent = "没取到数据，页面上还是原来的内容。请再试一次；还不行就刷新本页。";
      }
    });
  }
}
