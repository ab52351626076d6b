// L08: what a worker asks for help with. Who they are may stay unsaid; what is urgent is called in at once.
import { dayOf, h, show, tag } from "../dom.js";
import * as records from "../records.js";
import { asking } from "./asking.js";
import { recordRow, row, rows, tall } from "./rows.js";

const KIND = "appeals.told";
const OF = (pack) => (pack && pack.packages.appeals) || {};
const call = (number) => h("a.btn.call", { href: `tel:${number}` }, `打 ${number} 找工会`);

const questions = ({ kinds }, today) => [
  { key: "urgent", label: "急不急", hint: "有人受伤、要出事、没钱吃饭的，算急", kind: "choice", required: true, choices: [[true, "很急"], [false, "不急"]] },
  { key: "kind", label: "哪一类", kind: "choice", required: true, choices: kinds },
  { key: "story", label: "什么事", hint: "谁、什么时候、欠多少、找过谁", kind: "lines", required: true },
  { key: "name", label: "职工姓名", hint: "不愿意留的可以不填，照样有人办" },
  { key: "mobile", label: "职工手机", kind: "phone" },
  { key: "workplace", label: "在哪里干活" },
  { key: "told_on", label: "哪天说的", kind: "date", required: true, value: dayOf(today) },
];

export async function appeals({ pack, said }) {
  const { kinds, hotline, mine = [] } = OF(pack);
  const here = (await records.list()).filter((one) => one.kind === KIND && one.state !== "sent");
  show(
    "职工诉求",
    said(),
    kinds && h("a.btn.pri", { href: "#/appeal" }, "记一件诉求"),
    call(hotline || "12351"),
    h("p.hint", {}, "急事先打电话，再记下来。单位看不到这里记的。"),
    here.length > 0 && [h("h2", {}, "本机未上传"), rows(here.map(recordRow))],
    h("h2", {}, "我报上去的"),
    tall(mine.map(told), kinds ? "还没有" : "有网时打开，才看得到办得怎么样"),
  );
}

function told(one) {
  const when = one.open ? `由${one.holder}办，${one.due} 前答复` : `${one.closed} 办结`;
  const said = one.said ? ` · 答复：${one.said}` : "";
  return row(null, one.title, `${one.number} · ${one.on} 上传 · ${when}${said}`, tag(one.open ? "info" : "ok", one.state));
}

export const newAppeal = (app) => appeal(app, records.blank(KIND, { title: "", content: {} }));

export async function appeal(app, record, reason) {
  const about = OF(app.pack);
  if (!about.kinds) return show("现在记不了", h("p", {}, "这部手机上没有这一项的资料，或您的身份不记诉求。有网时重新打开一次。急事请打电话。"), call("12351"));
  const urgent = h("div.banner.err", { role: "alert", hidden: true }, h("h2", {}, "很急的先打电话"), call(about.hotline));
  const list = questions(about, app.day);
  record.content = { ...Object.fromEntries(list.filter((one) => one.value).map((one) => [one.key, one.value])), ...record.content };
  const label = (kind) => (about.kinds.find(([code]) => code === kind) || ["", "还没选"])[1];
  return asking(app, record, {
    title: "记一件职工诉求",
    reason,
    questions: list,
    fixed: {},
    photo: { label: "材料照片" },
    called: ({ kind, urgent: soon }) => `职工诉求：${label(kind)}${soon === true ? "（急）" : ""}`,
    more: { after: "urgent", node: urgent, heard: (content) => (urgent.hidden = content.urgent !== true) },
    done: (kept) => app.saved(kept, "#/appeals", "有网时自动上传，传上去就有编号和答复日期。"),
  });
}
