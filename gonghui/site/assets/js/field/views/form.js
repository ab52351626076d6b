// L05: one form for new and known units; what is known is not asked again; every keystroke is kept as a draft.
import { banner, byId, dayOf, h, show } from "../dom.js";
import { blame, control } from "../fields.js";
import { shrunk } from "../photo.js";
import * as records from "../records.js";
import { asked, isEmpty, KIND, kindsOf, missing, OUTCOMES, roundsOf, subjectOf, told } from "../survey.js";

const MOST_PHOTOS = 6;
const PAUSE = 500;

export async function newForm(app, subjectId) {
  const subject = subjectId ? subjectOf(app.pack, subjectId) : null;
  const given = subject ? { subject: String(subject.id), base_version: subject.version, title: subject.name } : { title: "" };
  return form(app, records.blank(KIND, { ...given, content: {} }), subject);
}

export async function editForm(app, id) {
  const found = await records.one(id);
  if (!found) return app.go("#/records");
  if (found.state === "sent" || found.state === "waiting") return waits(app, found);
  const record = found.state === "trouble" ? records.mended(found) : found;
  return form(app, record, record.subject ? subjectOf(app.pack, record.subject) : null, found.state === "trouble" && found.text);
}

// What waits to be sent is changed only when somebody says so, and not any more when it may have arrived.
function waits(app, record) {
  const photos = record.photos.length ? `${record.photos.length} 张照片，` : "";
  const change = async () => ((await records.takeBack(record.id)) ? editForm(app, record.id) : waits(app, { ...record, tried: true }));
  const words = record.tried ? "这条正在上传。传完以后，有要改的请再登记一次走访。" : `${photos}有网时自动上传。`;
  show(record.title, h("p", {}, words), !record.tried && h("button.btn", { type: "button", onclick: change }, "改一改"), " ", h("a.btn", { href: "#/records" }, "看本机记录"));
}

async function form(app, record, subject, reason) {
  const rounds = roundsOf(app.pack, app.day);
  const round = rounds.find((one) => String(one.id) === String(record.content.round)) || rounds[0];
  if (!round) return show("现在没有开着的摸底", h("p", {}, "等工会开了新一期再登记。已经写的草稿还在本机。"));
  const kinds = kindsOf(round);
  const kind = subject ? subject.kind : record.content.kind || (kinds[0] || ["employer"])[0];
  const before = (subject && subject.facts) || {};
  const now = record.content.facts || {};
  const questions = asked(round, kind);
  const value = (key) => (isEmpty(now[key]) ? before[key] : now[key]);
  const fields = {
    round: rounds.length > 1 && control({ key: "round", label: "哪一项走访", kind: "choice", required: true, choices: rounds.map((one) => [one.id, one.label]) }, round.id),
    kind: !subject && kinds.length > 1 && control({ key: "kind", label: "登记的是", kind: "choice", required: true, choices: kinds }, kind),
    name: !subject && control({ key: "name", label: kind === "group" ? "这群人叫什么" : "单位名称", hint: kind === "group" ? "如：人民路骑手、城西工地泥瓦工" : "照营业执照或工地公示牌写", required: true }, record.content.name),
    outcome: control({ key: "outcome", label: "这次怎么样", kind: "choice", required: true, choices: OUTCOMES }, record.content.outcome),
    met_on: control({ key: "met_on", label: "哪天去的", kind: "date", required: true }, record.content.met_on || dayOf(app.day)),
  };
  const controls = Object.fromEntries(questions.map((one) => [one.key, control(one, value(one.key))]));
  const read = () => Object.fromEntries(questions.map((one) => [one.key, controls[one.key].value()]));
  const take = () => {
    record.content = {
      round: fields.round ? rounds.find((one) => String(one.id) === fields.round.value()).id : round.id,
      name: subject ? subject.name : fields.name.value(),
      ...(subject ? {} : { kind: fields.kind ? fields.kind.value() : kind }),
      facts: told(questions, before, read()),
      met_on: fields.met_on.value(),
      outcome: fields.outcome.value(),
    };
    record.title = record.content.name;
  };
  const draft = keeper(record, take);
  const known = questions.filter((one) => !isEmpty(before[one.key]));
  const open = questions.filter((one) => isEmpty(before[one.key]));
  const save = async (event) => {
    event.preventDefault();
    take();
    if (!check({ fields, controls, questions, before, record, read })) return;
    await draft.stop();
    const kept = await records.finish(record);
    app.saved(kept, Boolean(subject));
  };
  const shape = [fields.round, fields.kind].filter(Boolean);
  const onchange = async ({ target }) => {
    if (!shape.some((one) => one.node.contains(target))) return;
    take();
    await draft.stop();
    await form(app, record, subject, reason);
  };
  return show(
    subject ? subject.name : "登记单位",
    app.said(),
    reason && banner("err", "这条没有收下", reason),
    h("div", { id: "wrong", tabIndex: -1 }),
    h("form", { noValidate: true, onsubmit: save, oninput: draft.later, onchange },
      [fields.round, fields.kind, fields.name, fields.outcome, fields.met_on].filter(Boolean).map((one) => one.node),
      open.map((one) => controls[one.key].node),
      known.length > 0 && h("details", {}, h("summary", {}, `已经知道的 ${known.length} 项，变了才改`), known.map((one) => controls[one.key].node)),
      photos(record, draft),
      h("button.btn.pri", {}, "保存"),
      h("p.hint", {}, "保存在本机，有网时自动上传。写到一半退出，会留成草稿。"),
      h("p", {}, dropper(app, record)),
    ),
  );
}

// The draft is written a moment after the last keystroke, one after another.
function keeper(record, take) {
  let timer = 0;
  let chain = Promise.resolve();
  let over = false;
  const write = () => {
    if (over) return null;
    take();
    return records.keep({ ...record, state: "draft", tried: false });
  };
  const keep = () => (chain = chain.then(write));
  return {
    later: () => {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    },
    keep,
    stop: async () => {
      clearTimeout(timer);
      over = true;
      await chain;
    },
  };
}

function check({ fields, controls, questions, before, record, read }) {
  const { name, outcome, met_on } = record.content;
  const given = read();
  const lacking = new Set((outcome === "met" ? missing(questions, before, given) : []).map((one) => one.key));
  const faults = [
    fields.name && [fields.name, name ? "" : "请填写名称"],
    [fields.outcome, outcome ? "" : "请选这次怎么样"],
    [fields.met_on, met_on ? "" : "请填哪天去的"],
    ...questions.map((one) => [controls[one.key], fault(one, given[one.key], lacking.has(one.key))]),
  ].filter(Boolean);
  faults.forEach(([one, text]) => blame(one, text));
  const wrong = faults.filter(([, text]) => text);
  if (!wrong.length) return true;
  document.title = `有错误：${document.title.replace("有错误：", "")}`;
  const [first] = wrong[0];
  const folded = first.node.closest("details");
  if (folded) folded.open = true;
  byId("wrong").replaceChildren(banner("err", `有 ${wrong.length} 处要改`, ...wrong.map(([, text]) => text)));
  first.first.focus();
  return false;
}

function fault(question, value, lacking) {
  if (lacking) return `请填写${question.label}`;
  if (question.kind === "number" && typeof value === "string" && value) return `${question.label}要填一个整数，您填的是“${value.slice(0, 12)}”`;
  if (question.kind === "phone" && value && !/^1\d{10}$/.test(value)) return `${question.label}要 11 位数字，您填了 ${value.length} 位`;
  return "";
}

function photos(record, draft) {
  const list = h("ul.photos");
  const said = h("p.e", { hidden: true, role: "alert" });
  const fill = () => list.replaceChildren(...record.photos.map((one, n) => h("li", {}, `第 ${n + 1} 张 · ${Math.ceil(one.size / 1024)} KB`, h("button.btn.sm", { type: "button", onclick: () => away(one.id) }, "去掉", h("span.sr", {}, `第 ${n + 1} 张`)))));
  const away = async (id) => {
    await records.dropPhoto(record, id);
    fill();
  };
  const add = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    said.hidden = record.photos.length < MOST_PHOTOS;
    said.textContent = `最多 ${MOST_PHOTOS} 张`;
    if (record.photos.length >= MOST_PHOTOS) return;
    try {
      await draft.keep();
      await records.addPhoto(record, await shrunk(file));
    } catch (fault) {
      said.textContent = fault.name === "QuotaExceededError" ? "手机存不下了。先连网上传，再拍" : "这张照片打不开，请重拍一张";
      said.hidden = false;
    }
    fill();
  };
  fill();
  const input = h("input", { id: "photo", type: "file", accept: "image/*", onchange: add });
  input.setAttribute("capture", "environment");
  return h("div.fg", {}, h("label", { htmlFor: "photo" }, "现场照片", h("span.muted", {}, "（选填）")), h("p.hint", {}, "自动压小，不带拍摄地点；没有网也能存"), said, list, input);
}

function dropper(app, record) {
  let sure = false;
  return h("button.btn.link", { type: "button", onclick: async (event) => {
    if (!sure) {
      sure = true;
      event.target.textContent = "再点一次就删掉，找不回来";
      return;
    }
    await records.abandon(record);
    app.go("#/records");
  } }, "不要这条了");
}
