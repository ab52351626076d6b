// L07: the papers of a founding, photographed where they lie; each goes to the founding itself, now or when it begins.
import { h, show, tag } from "../dom.js";
import * as records from "../records.js";
import { subjectOf } from "../survey.js";
import { asking } from "./asking.js";
import { row, rows } from "./rows.js";

const KIND = "founding.shot";
const OF = (pack) => (pack && pack.packages.founding) || {};
const keyOf = (subject) => subject.employer || String(subject.id);

export async function shots({ pack, said }, id) {
  const subject = subjectOf(pack, id);
  const { papers, done = {}, cases = {} } = OF(pack);
  if (!subject || !papers) return show("这里拍不了建会材料", h("p", {}, "本机没有这家单位的资料，或您的身份不拍材料。有网时重新打开一次。"));
  const key = keyOf(subject);
  const taken = done[key] || {};
  const here = (await records.list()).filter((one) => one.kind === KIND && one.place === id && one.state !== "sent");
  const stateOf = (kind) => {
    const [waits] = here.filter((one) => one.content.kind === kind);
    if (waits) return waits.state === "trouble" ? ["err", "要处理"] : ["warn", waits.state === "draft" ? "草稿" : "本机待上传"];
    return taken[kind] ? ["ok", `${taken[kind].slice(5)} 已拍`] : ["mute", "还没拍"];
  };
  const open = papers.filter(([kind]) => stateOf(kind)[0] === "mute").length;
  const about = cases[key] ? `建会事项 ${cases[key].number}，现在是${cases[key].stage}。拍好的直接进这件事，不用再传。` : "还没有发起建会。拍好的先存着，发起时自动带上。";
  return show(
    open ? `还有 ${open} 份没拍` : "六份都拍了",
    said(),
    h("p", {}, `${subject.name} · ${about}`),
    rows(papers.map(([kind, label, hint]) => row(`#/shot/${id}/${kind}`, label, hint, tag(...stateOf(kind))))),
    h("p.hint", {}, "有了才拍，没有的空着。拍过的点开可以重拍，以新的为准。"),
  );
}

export async function newShot(app, id, kind) {
  const subject = subjectOf(app.pack, id);
  if (!subject) return app.go("#/grid");
  const kept = (await records.list()).find((one) => one.kind === KIND && one.place === id && one.content && one.content.kind === kind && one.state !== "sent");
  if (kept && !(kept.state === "draft" && !kept.photos.length)) return app.go(`#/edit/${kept.id}`);
  return shot(app, kept || records.blank(KIND, { title: "", place: id, content: { about: keyOf(subject), kind, name: subject.name } }));
}

export async function shot(app, record, reason) {
  const { about, kind, name } = record.content;
  const [, label = "材料", hint = ""] = (OF(app.pack).papers || []).find(([code]) => code === kind) || [];
  return asking(app, record, {
    title: label,
    lead: h("p", {}, `${name}。${hint}。`),
    reason,
    questions: [],
    fixed: { about, kind, name },
    photo: { label: "拍下来", hint: "摊平、拍全四个角、不要有影子；没有网也能存", need: true },
    called: () => `${label} · ${name}`,
    done: (kept) => app.saved(kept, `#/shots/${record.place}`),
  });
}
