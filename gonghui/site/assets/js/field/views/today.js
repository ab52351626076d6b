// L02: what is to be visited, and what has not left the phone yet.
import { h, show } from "../dom.js";
import { farFrom, said as far, sorted } from "../near.js";
import { planned } from "../plan.js";
import * as records from "../records.js";
import { isOpen, roundsOf, subjectOf, surveyOf } from "../survey.js";
import { recordRow, rows, unitRow } from "./rows.js";

const FIRST = 8;

function heading(rounds, open, all) {
  if (!rounds.length) return "现在没有要走访的";
  if (!all.length) return "这里还没有单位";
  return open.length ? `还有 ${open.length} 家没走访` : "都走访过了";
}

export async function today({ pack, day, said, near }) {
  const mine = (await records.list()).filter((one) => one.state !== "sent");
  const rounds = roundsOf(pack, day);
  const all = surveyOf(pack).subjects;
  const pending = new Set(mine.filter((one) => one.state === "waiting").map((one) => one.subject));
  const mark = (one) => unitRow(one, rounds[0], pending.has(String(one.id)), far(farFrom(near, one)));
  const going = (await planned(day)).map((id) => subjectOf(pack, id)).filter(Boolean);
  const open = rounds.length ? all.filter((one) => isOpen(one, rounds[0]) && !pending.has(String(one.id))) : [];
  const others = sorted(open, near).filter((one) => !going.includes(one));
  show(
    heading(rounds, open, all),
    said(),
    rounds.map((one) => h("p.muted", {}, `${one.label} · ${one.until ? `到 ${one.until}` : "没有截止日"}`)),
    !pack && h("p", {}, "本机的单位资料到期清掉了。有网时打开就会重新下载；新单位现在也能登记。"),
    going.length > 0 && [h("h2", {}, `今天要去的 ${going.length} 家`), rows(going.map(mark))],
    others.length > 0 && [going.length > 0 && h("h2", {}, "还没走访的"), rows(others.slice(0, FIRST).map(mark))],
    open.length > FIRST && h("p", {}, h("a", { href: "#/grid" }, `看全部 ${all.length} 家`)),
    rounds.length > 0 && h("a.btn.pri", { href: "#/form" }, "登记一家新单位"),
    h("div.deeds", {}, h("a.btn", { href: "#/plan" }, "挑今天要去的"), h("a.btn", { href: "#/appeals" }, "职工诉求"), h("a.btn", { href: "#/sites" }, "集中入会")),
    h("h2", {}, "本机未上传"),
    rows(mine.map(recordRow), "没有未上传的记录"),
  );
}
