// L03: every unit of the grid or line, found by a piece of its name or address. L04: one of them, as last known.
import { h, show, tag } from "../dom.js";
import * as records from "../records.js";
import { asked, isEmpty, roundsOf, said, stateOf, subjectOf, surveyOf } from "../survey.js";
import { recordRow, rows, unitRow } from "./rows.js";

const SHOWN = 60;

export async function grid({ pack, day }) {
  const [round] = roundsOf(pack, day);
  const all = surveyOf(pack).subjects;
  const pending = new Set((await records.waiting()).map((one) => one.subject));
  const box = h("div", { "aria-live": "polite" });
  const fill = (text) => {
    const found = all.filter((one) => `${one.name}${one.address || ""}${one.town || ""}`.includes(text));
    const more = found.length > SHOWN ? h("p.muted", {}, `还有 ${found.length - SHOWN} 家，多写几个字再找`) : null;
    box.replaceChildren(h("p.muted", {}, `共 ${found.length} 家`), rows(found.slice(0, SHOWN).map((one) => unitRow(one, round, pending.has(String(one.id)))), "没有这样的单位。新的可以登记"), ...(more ? [more] : []));
  };
  const search = h("input", { type: "search", id: "q", autocomplete: "off", oninput: (event) => fill(event.target.value.trim()) });
  fill("");
  show("本网格、本条线的单位", h("div.fg", {}, h("label", { htmlFor: "q" }, "找单位"), search), box);
}

const fact = (label, value) => h("div", {}, h("dt", {}, label), h("dd", {}, value));

export async function unit({ pack, day }, id) {
  const one = subjectOf(pack, id);
  if (!one) return show("本机没有这家单位", h("p", {}, "它可能已经不在您的网格里。"), h("a.btn", { href: "#/grid" }, "看全部单位"));
  const [round] = roundsOf(pack, day);
  const mine = (await records.list()).filter((record) => record.subject === String(one.id));
  const facts = one.facts || {};
  const questions = round ? asked(round, one.kind).filter(({ key }) => key !== "address" || !one.address) : [];
  const known = questions.filter(({ key }) => !isEmpty(facts[key])).map((question) => fact(question.label, said(question, facts[question.key])));
  const open = questions.filter(({ key }) => isEmpty(facts[key])).map(({ label }) => label);
  return show(
    one.name,
    h("p", {}, tag(...stateOf(one, round)), ` ${one.as_of ? `${one.as_of} 的情况` : "还没有人登记过"}`),
    round && h("a.btn.pri", { href: `#/form/${one.id}` }, "登记这次走访"),
    one.kind === "employer" && pack.packages.founding && pack.packages.founding.papers && h("p", {}, h("a.btn", { href: `#/shots/${one.id}` }, "拍建会材料")),
    h("dl.rows", {}, ["address 地址", "town 乡镇", "grid 网格", "line 条线"].map((pair) => pair.split(" ")).filter(([key]) => one[key]).map(([key, label]) => fact(label, one[key])), known),
    open.length > 0 && h("p.muted", {}, `还不知道：${open.join("、")}`),
    mine.length > 0 && [h("h2", {}, "我在本机登记的"), rows(mine.map(recordRow))],
  );
}
