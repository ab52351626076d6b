// A form of fixed questions about one record.
import { banner, byId, h, show } from "../dom.js";
import { control } from "../fields.js";
import * as records from "../records.js";
import { agreed, dropper, fault, keeper, photos } from "../writing.js";

const empty = (value) => value === "" || value === undefined || value === null;

// fixed: what the content holds besides the answers. called: the title. more: a node after one answer that hears them
// all. kept: the content as it is to be sent. done: what follows.
export function asking(app, record, { title, lead, questions, fixed, called, more, photo, reason, kept, done }) {
  const controls = questions.map((one) => [one, control(one, record.content[one.key])]);
  const take = () => {
    record.content = { ...fixed, ...Object.fromEntries(controls.map(([one, made]) => [one.key, made.value()])) };
    if (kept) record.content = kept(record.content);
    record.title = called(record.content);
  };
  const draft = keeper(record, take);
  const save = async (event) => {
    event.preventDefault();
    take();
    const wrong = ([one, made]) => {
      if (made.node.hidden) return [made, ""];
      const value = made.value();
      return [made, fault(one, value, one.required && empty(value)) || (one.check && !empty(value) && one.check(value, record.content)) || ""];
    };
    if (!agreed(controls.map(wrong))) return;
    if (photo && photo.need && !record.photos.length) {
      byId("wrong").replaceChildren(banner("err", "还没有拍", "先拍一张再保存"));
      return byId("photo").focus();
    }
    await draft.stop();
    done(await records.finish(record));
  };
  const changed = () => {
    take();
    for (const [one, made] of controls) if (one.when) made.node.hidden = !one.when(record.content);
    if (more) more.heard(record.content);
  };
  show(
    title,
    app.said(),
    reason && banner("err", "这条没有收下", reason),
    lead,
    h("div", { id: "wrong", tabIndex: -1 }),
    h("form", { noValidate: true, onsubmit: save, oninput: draft.later, onchange: changed },
      controls.map(([one, made]) => [made.node, more && more.after === one.key && more.node]),
      photo && photos(record, draft, photo),
      h("button.btn.pri", {}, "保存"),
      h("p.hint", {}, "保存在本机，加密存着，有网时自动上传。"),
      h("p", {}, dropper(app, record)),
    ),
  );
  changed();
}
