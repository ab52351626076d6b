// A question as a control: what it looks like, what it holds now, and how its mistake is shown.
import { h } from "./dom.js";
import { here } from "./near.js";

let count = 0;

function group(label, hint, required, inner, { legend = false, id = "" } = {}) {
  const words = [label, required ? null : h("span.muted", {}, "（选填）")];
  const title = legend ? h("legend", {}, words) : h("label", { htmlFor: id }, words);
  const fault = h("p.e", { hidden: true, id: `${id}-e` });
  const node = h(legend ? "fieldset.fg" : "div.fg", {}, title, hint && h("p.hint", { id: `${id}-h` }, hint), fault, inner);
  return { node, fault };
}

function line(question, value, options) {
  const id = `q${(count += 1)}`;
  const input = h(options.rows ? "textarea" : "input", { id, value: value === undefined || value === null ? "" : String(value), autocomplete: "off", ...options.props });
  if (options.rows) input.rows = options.rows;
  if (question.hint) input.setAttribute("aria-describedby", `${id}-h ${id}-e`);
  const { node, fault } = group(question.label, question.hint, question.required, input, { id });
  return { node, fault, first: input, value: () => options.read(input.value.trim()) };
}

function pick(question, value, choices) {
  const id = `q${(count += 1)}`;
  const boxes = choices.map(([code, label]) => {
    const box = h("input", { type: "radio", name: id, value: String(code), checked: String(code) === String(value) && value !== undefined });
    return { code, box, node: h("label", {}, box, label) };
  });
  const { node, fault } = group(question.label, question.hint, question.required, h("div.opts", {}, boxes.map((one) => one.node)), { legend: true, id });
  const chosen = () => boxes.find((one) => one.box.checked);
  return { node, fault, first: boxes[0].box, value: () => (chosen() ? chosen().code : "") };
}

// Whole numbers as people write them, in full-width digits too; what is no number stays as it is, to be said.
const number = (text) => {
  const plain = text.replace(/[０-９]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 65248)).replace(/[,，\s]/g, "");
  return /^\d{1,8}$/.test(plain) ? Number(plain) : text;
};

// One person a line: 王小明 13800000000.
const people = (text) =>
  text.split("\n").map((one) => one.trim()).filter(Boolean).map((one) => {
    const mobile = (one.match(/\d{11}/) || [""])[0];
    return { name: one.replace(mobile, "").replace(/[,，、:：]/g, " ").trim(), mobile };
  });
const named = (value) => (Array.isArray(value) ? value.map((one) => `${one.name} ${one.mobile || ""}`.trim()).join("\n") : value);

export function control(question, value) {
  switch (question.kind) {
    case "number":
      return line(question, value, { read: number, props: { inputMode: "numeric", className: "short" } });
    case "date":
      return line(question, value, { read: (text) => text, props: { type: "date", className: "mid" } });
    case "phone":
      return line(question, value, { read: (text) => text, props: { inputMode: "tel", className: "mid" } });
    case "yes":
      return yes(question, value);
    case "place":
      return place(question, value);
    case "select":
      return select(question, value, question.choices);
    case "many":
      return many(question, value || [], question.choices);
    case "agree":
      return agree(question, value);
    case "choice":
      return pick(question, value, question.choices);
    case "people":
      return line({ ...question, hint: question.hint || "一人一行：姓名 手机" }, named(value), { read: people, rows: 3 });
    case "lines":
      return line(question, value, { read: (text) => text, rows: 3 });
    default:
      return line(question, value, { read: (text) => text });
  }
}

function select(question, value, choices) {
  const id = `q${(count += 1)}`;
  const input = h("select", { id }, choices.map(([code, label]) => h("option", { value: String(code), selected: String(code) === String(value) }, label)));
  const { node, fault } = group(question.label, question.hint, question.required, input, { id });
  return { node, fault, first: input, value: () => input.value };
}

function many(question, value, choices) {
  const id = `q${(count += 1)}`;
  const boxes = choices.map(([code, label]) => {
    const box = h("input", { type: "checkbox", value: String(code), checked: value.includes(code) });
    return { code, box, node: h("label", {}, box, label) };
  });
  const { node, fault } = group(question.label, question.hint, question.required, h("div.opts", {}, boxes.map((one) => one.node)), { legend: true, id });
  return { node, fault, first: boxes[0].box, value: () => boxes.filter((one) => one.box.checked).map((one) => one.code) };
}

// Taken only when somebody presses; what was known before is not asked again.
function place(question, value) {
  const id = `q${(count += 1)}`;
  let kept = value || "";
  const said = h("p", { role: "status" });
  const tell = (text) => (said.textContent = text || (kept ? `已记：${kept}` : "还没有记"));
  const take = async () => {
    tell("正在找位置…");
    try {
      kept = (await here()).map((one) => one.toFixed(5)).join(",");
      tell();
      button.dispatchEvent(new Event("input", { bubbles: true }));
    } catch (fault) {
      tell(fault.message);
    }
  };
  const button = h("button.btn", { type: "button", id, onclick: take }, "记下现在的位置");
  tell();
  const { node, fault } = group(question.label, question.hint, question.required, h("div", {}, said, button), { legend: true, id });
  return { node, fault, first: button, value: () => kept };
}

// The words in full, and a box under them.
function agree(question, value) {
  const fault = h("p.e", { hidden: true });
  const box = h("input", { type: "checkbox", checked: value === true });
  const node = h("div.fg", {}, h("p", {}, question.hint), fault, h("div.opts", {}, h("label", {}, box, question.label)));
  return { node, fault, first: box, value: () => box.checked || "" };
}

function yes(question, value) {
  const made = pick(question, value === undefined ? undefined : value ? "1" : "0", [["1", "是"], ["0", "否"]]);
  return { ...made, value: () => (made.value() === "" ? "" : made.value() === "1") };
}

export function blame(one, text) {
  one.fault.textContent = text;
  one.fault.hidden = !text;
  one.node.classList.toggle("bad", Boolean(text));
  if (text) one.first.setAttribute("aria-invalid", "true");
  else one.first.removeAttribute("aria-invalid");
}
