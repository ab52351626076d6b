// A record that lies on this phone, opened again: each kind in its own form.
import { h, show } from "../dom.js";
import * as records from "../records.js";
import { subjectOf } from "../survey.js";
import { appeal } from "./appeal.js";
import { form } from "./form.js";
import { shot } from "./shots.js";
import { person } from "./site.js";

const survey = (app, record, reason) => form(app, record, record.subject ? subjectOf(app.pack, record.subject) : null, reason);
const FORMS = { "appeals.told": appeal, "joining.person": person, "founding.shot": shot };

export async function editForm(app, id) {
  const found = await records.one(id);
  if (!found) return app.go("#/records");
  if (found.state === "sent" || found.state === "waiting") return waits(app, found);
  const record = found.state === "trouble" ? records.mended(found) : found;
  return (FORMS[record.kind] || survey)(app, record, found.state === "trouble" && found.text);
}

// What waits to be sent is changed only when somebody says so, and not any more when it may have arrived.
function waits(app, record) {
  const photos = record.photos.length ? `${record.photos.length} 张照片，` : "";
  const change = async () => ((await records.takeBack(record.id)) ? editForm(app, record.id) : waits(app, { ...record, tried: true }));
  const words = record.tried ? "这条正在上传。传完以后，有要改的请再登记一次走访。" : `${photos}有网时自动上传。`;
  show(record.title, h("p", {}, words), !record.tried && h("button.btn", { type: "button", onclick: change }, "改一改"), " ", h("a.btn", { href: "#/records" }, "看本机记录"));
}

