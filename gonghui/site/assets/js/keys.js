// Letters that act on lists. Only outside fields, and they can be switched off (WCAG 2.1.4).
import { clear, tick } from "./batch.js";

const STORE = "gonghui.keys";
const ROWS = "[data-row]";

const allowed = () => localStorage.getItem(STORE) !== "off";
const current = () => document.querySelector(`${ROWS}.at`);

function goTo(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  if (!rows.length) return;
  const from = rows.indexOf(current());
  const row = rows[Math.min(rows.length - 1, Math.max(0, from + step))];
  rows.forEach((other) => other.classList.toggle("at", other === row));
  const link = row.querySelector("a[href]");
  if (link) link.focus();
}

function tickCurrent(range) {
  const box = current()?.querySelector('input[name="ids"]');
  if (!box) return;
  box.checked = !box.checked;
  tick(box, range);
}

function escape() {
  document.querySelectorAll("form[data-batch]").forEach(clear);
  document.querySelectorAll("details.reveal[open]").forEach((box) => box.removeAttribute("open"));
}

const ACTIONS = {
  "/": () => document.querySelector('[data-key="/"]')?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => goTo(1),
  k: () => goTo(-1),
  e: () => current()?.querySelector("[data-done]")?.click(),
  s: () => current()?.querySelector("[data-later]")?.click(),
  x: (event) => tickCurrent(event.shiftKey),
  escape,
};

const press = (key) => {
  const button = /^[0-9]$/.test(key) && document.querySelector(`main [data-press="${key}"]`);
  return button && (() => button.click());
};

const inField = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, dialog");

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.form?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    const key = event.key.toLowerCase();
    const action = ACTIONS[key] ?? press(key);
    if (!action || (key !== "escape" && !allowed())) return;
    if (key !== "escape") event.preventDefault();
    action(event);
  });
  const box = document.querySelector("[data-keys-switch]");
  if (box) {
    box.checked = allowed();
    box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
  });
}
