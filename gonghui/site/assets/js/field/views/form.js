// L05: one form for new and known units; what is known is not asked again; every keystroke is kept as a draft.
import { banner, dayOf, h, show } from "../dom.js";
import { control } from "../fields.js";
import * as records from "../records.js";
import { asked, isEmpty, KIND, kindsOf, missing, OUTCOMES, roundsOf, subjectOf, told } from "../survey.js";
import { agreed, dropper, fault, keeper, photos } from "../writing.js";

export async function newForm(app, subjectId) {
  const subject = subjectId ? subjectOf(app.pack, subjectId) : null;
  const given = subject ? { subject: String(subject.id), base_version: subject.version, title: subject.name } : { title: "" };
  return form(app, records.blank(KIND, { ...given, content: {} }), subject);
}

export async function form(app, record, subject, reason) {
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
    app.saved(kept, subject ? "#/" : "#/form", subject ? "" : "可以继续登记下一家。");
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
  return agreed(faults);
}
