// The bar of a list: which rows are ticked, this page, or everything that fits the conditions.

const forms = () => document.querySelectorAll("form[data-batch]");
const boxes = (form) => [...form.querySelectorAll('input[name="ids"]')];
const group = (number) => number.toString().replace(/\B(?=(\d{3})+$)/g, ",");
let last = null;

function everything(form, on) {
  const field = form.querySelector('input[name="all"]');
  if (field) field.disabled = !on;
  form.toggleAttribute("data-all-on", on);
}

export function paint(form) {
  const bar = form.querySelector(".batch");
  if (!bar) return;
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked);
  const total = Number(form.dataset.total);
  const whole = form.hasAttribute("data-all-on") && ticked.length === all.length;
  if (!whole) everything(form, false);
  for (const box of all) box.closest("tr").classList.toggle("sel", box.checked);
  const head = form.querySelector("[data-all]");
  if (head) {
    head.checked = all.length > 0 && ticked.length === all.length;
    head.indeterminate = ticked.length > 0 && !head.checked;
  }
  bar.classList.toggle("on", ticked.length > 0);
  const counted = group(whole ? total : ticked.length);
  form.querySelector("[data-count]").textContent = `${whole ? "全部 " : ""}${counted} ${form.dataset.counter}已选`;
  form.querySelector("[data-everything]").hidden = whole || ticked.length < all.length || total <= all.length;
}

export function tick(box, range) {
  const form = box.form;
  const all = boxes(form);
  if (range && last && last.form === form) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
  paint(form);
}

export function clear(form) {
  for (const box of boxes(form)) box.checked = false;
  everything(form, false);
  paint(form);
}

export function startBatch() {
  let shift = false;
  document.addEventListener("click", (event) => {
    shift = event.shiftKey;
    const form = event.target.closest("form[data-batch]");
    if (!form) return;
    if (event.target.closest("[data-none]")) clear(form);
    if (event.target.closest("[data-everything]")) {
      everything(form, true);
      paint(form);
    }
  }, true);
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-all]")) {
      for (const one of boxes(box.form)) one.checked = box.checked;
      paint(box.form);
    } else if (box.name === "ids") tick(box, shift);
  });
  // Browsers keep ticks when one goes back to a page.
  addEventListener("pageshow", () => forms().forEach(paint));
}
