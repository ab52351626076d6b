// L03: every unit of the grid or line, found by a piece of its name or address, nearest first from a point; whom one
// means to visit today. L04: one of them, as last known.
import { banner, h, show, tag } from "../dom.js";
import { farFrom, here, map, placeOf, said as far, sorted } from "../near.js";
import { plan, planned } from "../plan.js";
import * as records from "../records.js";
import { asked, isEmpty, roundsOf, said, stateOf, subjectOf, surveyOf } from "../survey.js";
import { recordRow, rows, unitRow } from "./rows.js";

const SHOWN = 60;
const found = (all, text) => all.filter((one) => `${one.name}${one.address || ""}${one.town || ""}`.includes(text));
const rest = (count) => count > SHOWN && h("p.muted", {}, `还有 ${count - SHOWN} 家，多写几个字再找`);

// A box to search in and what it finds, drawn anew at every letter.
function finder(all, draw) {
  const box = h("div", { "aria-live": "polite" });
  const fill = (text) => {
    const those = found(all, text);
    box.replaceChildren(h("p.muted", {}, `共 ${those.length} 家`), ...[draw(those.slice(0, SHOWN)), rest(those.length)].filter(Boolean));
  };
  fill("");
  return [h("div.fg", {}, h("label", { htmlFor: "q" }, "找单位"), h("input", { type: "search", id: "q", autocomplete: "off", oninput: (event) => fill(event.target.value.trim()) })), box];
}

// From where distances count; kept while the page is open and no longer.
function whence(app) {
  const say = h("div", { role: "status" });
  const ask = async () => {
    try {
      app.near = { label: "现在的位置", at: await here() };
      app.draw();
    } catch (fault) {
      say.replaceChildren(banner("warn", "按不了远近", fault.message));
    }
  };
  const clear = () => {
    app.near = null;
    app.draw();
  };
  return [
    app.near && h("p", {}, `从“${app.near.label}”算起，近的在前。`),
    h("div.deeds", {}, h("a.btn", { href: "#/plan" }, "挑今天要去的"), h("button.btn", { type: "button", onclick: ask }, "按离我远近"), app.near && h("button.btn", { type: "button", onclick: clear }, "不按远近")),
    say,
  ];
}

export async function grid(app) {
  const { pack, day } = app;
  const [round] = roundsOf(pack, day);
  const all = sorted(surveyOf(pack).subjects, app.near);
  const pending = new Set((await records.waiting()).map((one) => one.subject));
  const mine = await planned(day);
  const one = (subject) => unitRow(subject, round, pending.has(String(subject.id)), far(farFrom(app.near, subject)));
  const placed = all.filter(placeOf).length;
  show(
    "本网格、本条线的单位",
    whence(app),
    finder(all, (those) => rows(those.map(one), "没有这样的单位。新的可以登记")),
    placed > 1 && h("details", {}, h("summary", {}, `看图：${placed} 家记过位置`), map(all, app.near, mine), h("p.hint", {}, "只画记过位置的单位，上北下南；有数字的是今天要去的。")),
  );
}

export async function planning(app) {
  const { pack, day } = app;
  const all = sorted(surveyOf(pack).subjects, app.near);
  const mine = new Set(await planned(day));
  const tick = (one) => {
    const id = String(one.id);
    const box = h("input", { type: "checkbox", checked: mine.has(id), onchange: async () => {
      await plan(day, id, box.checked);
      mine[box.checked ? "add" : "delete"](id);
    } });
    return h("label", {}, box, [one.name, far(farFrom(app.near, one))].filter(Boolean).join(" · "));
  };
  show(
    "挑今天要去的",
    h("p.hint", {}, "勾上就记住，只在这部手机上，过了今天自己清掉。去的顺序就是勾的顺序。"),
    finder(all, (those) => h("fieldset.opts", {}, h("legend.sr", {}, "单位"), those.map(tick))),
    h("a.btn.pri", { href: "#/" }, "挑好了"),
  );
}

const fact = (label, value) => h("div", {}, h("dt", {}, label), h("dd", {}, value));

export async function unit(app, id) {
  const { pack, day } = app;
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
    h("div.deeds", {}, await marking(app, one), placeOf(one) && h("button.btn", { type: "button", onclick: () => nearby(app, one) }, "找附近的")),
    h("dl.rows", {}, ["address 地址", "town 乡镇", "grid 网格", "line 条线"].map((pair) => pair.split(" ")).filter(([key]) => one[key]).map(([key, label]) => fact(label, one[key])), known),
    open.length > 0 && h("p.muted", {}, `还不知道：${open.join("、")}`),
    mine.length > 0 && [h("h2", {}, "我在本机登记的"), rows(mine.map(recordRow))],
  );
}

async function marking(app, one) {
  const id = String(one.id);
  const is = (await planned(app.day)).includes(id);
  const change = async () => {
    await plan(app.day, id, !is);
    app.draw();
  };
  return h("button.btn", { type: "button", "aria-pressed": String(is), onclick: change }, is ? "今天不去了" : "列入今天");
}

function nearby(app, one) {
  app.near = { label: one.name, at: placeOf(one) };
  app.go("#/grid");
}
