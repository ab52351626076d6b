// What any page does: errors get the focus, empty conditions stay out of the address, large type, double clicks.

const ONE_YEAR = 60 * 60 * 24 * 365;
const A_WHILE = 4000;

export function focusErrors(root) {
  const box = root.querySelector("#errors");
  if (box) box.focus();
}

// `?q=&town=x&kind=` must not end up in links that people pass on.
export function dropEmpty(data) {
  for (const [name, value] of [...data.entries()]) {
    if (value === "") data.delete(name);
  }
}

export function startForms() {
  document.addEventListener("formdata", (event) => {
    if (event.target.method === "get") dropEmpty(event.formData);
  });
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.defaultPrevented || event.target.method !== "post") return;
    // After the browser has read the form: a disabled button would not be sent.
    setTimeout(() => { button.disabled = true; });
    // A download leaves the page standing, so the button must come back.
    setTimeout(() => { button.disabled = false; }, A_WHILE);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
  });
}

// On a phone the conditions would push the list off the screen: they open on demand.
export function startFold() {
  const button = document.querySelector("[data-fold]");
  if (!button) return;
  const turn = () => button.setAttribute("aria-expanded", String(!button.form.classList.toggle("folded")));
  button.addEventListener("click", turn);
  turn();
}

export function startLargeType() {
  const root = document.documentElement;
  const button = document.querySelector("[data-size-toggle]");
  if (!button) return;
  const show = () => { button.setAttribute("aria-pressed", String(root.dataset.size === "l")); };
  button.addEventListener("click", () => {
    const large = root.dataset.size !== "l";
    if (large) root.dataset.size = "l";
    else delete root.dataset.size;
    document.cookie = `size=${large ? "l" : ""}; path=/; max-age=${large ? ONE_YEAR : 0}; samesite=lax`;
    show();
  });
  show();
}
