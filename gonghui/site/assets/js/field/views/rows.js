// Rows of units and of records, as several pages show them.
import { h, momentOf, tag } from "../dom.js";
import { stateOf } from "../survey.js";

const TAGS = { draft: ["mute", "草稿"], waiting: ["warn", "待上传"], trouble: ["err", "要处理"], sent: ["ok", "已上传"] };

export const row = (href, title, under, mark) =>
  h(href ? "a" : "div", { href }, h("div.g", {}, h("b", {}, title), h("span", {}, under)), mark);

export function unitRow(subject, round, pending, far) {
  const facts = subject.facts || {};
  const people = facts.workers !== undefined && facts.workers !== null ? `约 ${facts.workers} 人` : "人数还不知道";
  const mark = pending ? tag("warn", "本机待上传") : tag(...stateOf(subject, round));
  return row(`#/unit/${subject.id}`, subject.name, [far, subject.address || subject.town || subject.grid, people].filter(Boolean).join(" · "), mark);
}

export function recordRow(record) {
  const had = record.photos.length || record.had;
  const photos = record.photos.length ? ` · ${had} 张照片 ${Math.ceil(record.photos.reduce((sum, one) => sum + one.size, 0) / 1024)} KB` : had ? ` · ${had} 张照片` : "";
  const [tone, text] = record.outcome === "conflict" ? ["info", "已上传，要核对"] : TAGS[record.state];
  const gone = record.state === "sent" || (record.state === "waiting" && record.tried);
  const open = gone ? null : `#/edit/${record.id}`;
  const why = record.text ? ` · ${record.text}` : "";
  return row(open, record.title || "还没写名称", `${momentOf(record.made_at)}${photos}${why}`, tag(tone, text));
}

// With more to say than fits beside a mark.
export const tall = (list, empty) => {
  const made = rows(list, empty);
  made.classList.add("tall");
  return made;
};
export const rows = (list, empty) => h("div.rows", {}, list.length ? list : h("div", {}, h("p.muted", {}, empty)));
