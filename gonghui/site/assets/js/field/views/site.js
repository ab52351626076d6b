// L06: one site, many people. Who has a phone scans the code; the others take turns on this one, without network too.
import { drawn, h, show } from "../dom.js";
import { plain, whyWrong } from "../identity.js";
import * as records from "../records.js";
import { random } from "../vault.js";
import { asking } from "./asking.js";
import { recordRow, row, rows, tall } from "./rows.js";

const KIND = "joining.person";
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const RESIDENT = "1";
const OF = (pack) => (pack && pack.packages.joining) || {};
const siteOf = (pack, id) => (OF(pack).sites || []).find((one) => one.id === id);

const bySite = async (id) => (await records.list()).filter((one) => one.kind === KIND && (!id || one.place === id));

export async function sites({ pack }) {
  const all = await bySite();
  const mine = (id) => all.filter((one) => one.place === id).length;
  show(
    "工地集中入会",
    h("p", {}, "到一个工地，让大家扫码，没有手机的在这部手机上轮着填。没有网也能填。"),
    rows((OF(pack).sites || []).map((one) => row(`#/site/${one.id}`, one.label, `交给${one.union}`, mine(one.id) ? h("span.muted", {}, `${mine(one.id)} 人`) : null)), "本机没有工地的码。请乡镇工会在“入会码”里做一张，贴在哪里选“工地”，网格选您的网格；做好以后在有网时更新资料"),
  );
}

const code = ({ size, path, label }) =>
  h("div.qr", {}, drawn("svg", { viewBox: `-2 -2 ${size + 4} ${size + 4}`, role: "img", "aria-label": `${label}的入会码` }, drawn("path", { d: path })));

export async function site({ pack, said }, id) {
  const one = siteOf(pack, id);
  if (!one) return show("本机没有这个工地的码", h("a.btn", { href: "#/sites" }, "看全部工地"));
  const found = await bySite(id);
  return show(
    one.label,
    said(),
    h("p", {}, `申请交给${one.union}。`),
    code(one),
    h("p.hint", {}, `有手机、有网的，用相机扫上面的码自己填，约 3 分钟。用到 ${one.until}。`),
    h("a.btn.pri", { href: `#/join/${id}` }, "没有手机的，在这里填"),
    h("h2", {}, `在这部手机上填了 ${found.length} 人`),
    tall(found.map(recordRow), "还没有人填"),
  );
}

// Drawn here, where its owner is shown it; every letter as likely as another.
function receipt() {
  let made = "";
  while (made.length < 20) {
    const [byte] = random(1);
    if (byte < 248) made += LETTERS[byte % 31];
  }
  return made;
}

const tells = ({ id_type: type, id_number: number }) => type === RESIDENT || type === "7" || (type === "6" && plain(number || "").length === 18);
const hidden = (name) => (name.length < 2 ? "*".repeat(name.length) : name[0] + "*".repeat(name.length - 1));

const questions = (about, today) => [
  { key: "name", label: "姓名", hint: "和证件上一样", required: true },
  { key: "id_type", label: "证件类型", kind: "select", required: true, choices: about.id_types },
  { key: "id_number", label: "证件号码", hint: "加密保存，只用来确认是本人", required: true, check: (value, content) => (content.id_type === RESIDENT ? whyWrong(value, today) : "") },
  { key: "birth_date", label: "出生日期", kind: "date", required: true, when: (content) => !tells(content) },
  { key: "sex", label: "性别", kind: "choice", required: true, choices: about.sexes, when: (content) => !tells(content) },
  { key: "mobile", label: "手机号", hint: "结果会发到这个号码；没有手机可以不填", kind: "phone" },
  { key: "workplace", label: "在哪里干活", required: true },
  { key: "groups", label: "是不是下面这些职业", kind: "many", choices: about.groups },
  { key: "is_migrant", label: "农村户口，在外务工", kind: "yes" },
  ...about.purposes.map((one) => ({ key: `agree_${one.key}`, label: one.label, hint: one.text, kind: "agree", required: true, missing: one.required })),
];

export const newPerson = (app, id) => {
  const one = siteOf(app.pack, id);
  const given = { id_type: RESIDENT, workplace: one && one.label, receipt: receipt() };
  return person(app, records.blank(KIND, { title: "", place: id, content: given }));
};

export async function person(app, record, reason) {
  const about = OF(app.pack);
  const one = siteOf(app.pack, record.place);
  if (!one) return show("这个工地的码不在本机了", h("p", {}, "填好的还在。有网时更新资料，或请乡镇工会换一张码。"), h("a.btn", { href: "#/sites" }, "看全部工地"));
  const { content } = record;
  const fixed = { code: one.id, receipt: content.receipt, version: about.version };
  const list = questions(about, app.day);
  // What was agreed to in other words has to be agreed to again.
  if (content.version && content.version !== about.version) for (const { key } of about.purposes) content[`agree_${key}`] = false;
  return asking(app, record, {
    title: `${one.label}：填一个人`,
    lead: h("p", {}, `请本人填，或念给本人听。谁看得到：${about.reads}。`),
    reason,
    questions: list,
    fixed,
    called: ({ name }) => `${hidden(name || "")} 入会`,
    kept: (given) => ({ ...given, agreed: Object.fromEntries(about.purposes.filter(({ key }) => given[`agree_${key}`]).map(({ key, digest }) => [key, digest])) }),
    done: (kept) => app.saved(kept, `#/site/${one.id}`, `受理凭证 ${content.receipt.match(/.{5}/g).join(" ")}，请本人拍下来，以后凭它查结果。手机再交给下一位。`),
  });
}
