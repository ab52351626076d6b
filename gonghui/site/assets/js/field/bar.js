// The bar under the head: a weather report, not an error.
import { byId, h, timeOf } from "./dom.js";
import { counts } from "./records.js";

let state = { state: "done" };
let press = () => {};
export const onPress = (listener) => (press = listener);

function words({ state: now, text, to }, { waiting, trouble }, days) {
  const kept = `${waiting} 条存在本机`;
  const since = days >= 1 ? `，已存 ${days} 天` : "";
  const button = h("button.btn.sm", { type: "button", onclick: () => press() }, "现在上传");
  if (now === "away") return ["warn", waiting ? `${text} · ${kept}${since}` : text, h("a.btn.sm", { href: to }, "去办")];
  if (navigator.onLine === false || now === "offline") return ["", waiting ? `没有网络 · ${kept}${since}` : "没有网络 · 可以照常登记", null];
  if (now === "failed" && waiting) return ["warn", text || `上传失败，还有 ${waiting} 条在本机${since}，会再试`, button];
  if (now === "failed") return ["", text || "现在连不上 · 可以照常登记", null];
  if (now === "busy") return ["busy", waiting ? `正在上传，还有 ${waiting} 条` : "正在更新资料…", null];
  if (waiting) return ["warn", `还有 ${waiting} 条没上传${since}`, button];
  if (trouble) return ["warn", `有 ${trouble} 条没收下，要处理`, h("a.btn.sm", { href: "#/records" }, "去看")];
  return ["on", `已全部上传 · ${timeOf(new Date())}`, null];
}

export async function paint(news) {
  state = news || state;
  const kept = await counts();
  const days = kept.oldest ? Math.floor((Date.now() - Date.parse(kept.oldest)) / 86400000) : 0;
  const [tone, text, verb] = words(state, kept, days);
  const bar = byId("sync");
  bar.hidden = false;
  bar.className = `sync ${tone}`;
  if (byId("said").textContent !== text) byId("said").textContent = text;
  byId("verb").replaceChildren(...(verb ? [verb] : []));
}
