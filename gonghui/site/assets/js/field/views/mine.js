// L09: everything written on this phone. L10: this phone.
import { byId, h, momentOf, show } from "../dom.js";
import { setSize, isLarge } from "../size.js";
import * as records from "../records.js";
import { surveyOf } from "../survey.js";
import { recordRow, rows } from "./rows.js";

const GROUPS = [["trouble", "要处理", "没收下的，打开看原因、改好再存"], ["waiting", "待上传", "有网时自动上传"], ["draft", "草稿", "写到一半的"], ["sent", "已上传", "只留名称和时间，内容已从本机去掉"]];

export async function recordsPage({ said }) {
  const all = await records.list();
  const left = all.filter((one) => one.state !== "sent").length;
  show(
    left ? `还有 ${left} 条在本机` : "都上传了",
    said(),
    GROUPS.map(([state, label, hint]) => {
      const found = all.filter((one) => one.state === state);
      return found.length ? [h("h2", {}, `${label} ${found.length}`), h("p.hint", {}, hint), rows(found.map(recordRow))] : null;
    }),
    !all.length && h("p.muted", {}, "这部手机上还没有登记过。"),
  );
}

async function space() {
  if (!navigator.storage || !navigator.storage.estimate) return "";
  const used = Math.round(((await navigator.storage.estimate()).usage || 0) / 1048576);
  return used > 40 ? `本机已存 ${used} MB，请尽快连网上传。` : "";
}

export async function me(app) {
  const { pack, phone } = app;
  const { waiting, draft, trouble } = await records.counts();
  const unsent = waiting + draft + trouble;
  const kept = pack ? `${pack.name} · ${pack.unit} · ${pack.role}` : "资料已到期";
  const large = h("button.btn", { type: "button", onclick: () => { setSize(!isLarge()); app.draw(); } }, isLarge() ? "换回标准字" : "换成大字");
  show(
    "我的",
    h("dl.rows", {},
      h("div", {}, h("dt", {}, "身份"), h("dd", {}, kept)),
      h("div", {}, h("dt", {}, "带着"), h("dd", {}, `${surveyOf(pack).subjects.length} 家单位`)),
      pack && h("div", {}, h("dt", {}, "更新"), h("dd", {}, `${momentOf(pack.at)}，不联网放到 ${momentOf(phone.until)}`)),
      h("div", {}, h("dt", {}, "没上传"), h("dd", {}, `${unsent} 条`)),
    ),
    h("p.hint", {}, await space()),
    h("div.deeds", {},
      large,
      h("button.btn", { type: "button", onclick: () => app.sync(true) }, "重新下载资料"),
      h("button.btn", { type: "button", onclick: () => app.lock() }, "锁上"),
      h("a.btn", { href: "/post/?next=/m/" }, "换身份"),
      h("a.btn", { href: "/feedback/" }, "投诉建议"),
    ),
    h("h2", {}, "清空本机"),
    h("p", {}, "单位资料、登记过的都从这部手机上去掉。已上传的不受影响。"),
    clearing(app, unsent),
  );
}

function clearing(app, unsent) {
  const word = h("input.short", { id: "word", autocomplete: "off" });
  const fault = h("p.e", { hidden: true, role: "alert" }, "请先输入“清空”两个字");
  const submit = (event) => {
    event.preventDefault();
    if (word.value.trim() === "清空") return app.forget();
    fault.hidden = false;
    return word.focus();
  };
  const lost = unsent ? h("p.late", {}, `还有 ${unsent} 条没上传，清空就没有了。`) : null;
  return h("form.clear", { onsubmit: submit, noValidate: true }, lost, h("div.fg", {}, h("label", { htmlFor: "word" }, "确定要清空，请输入：清空"), fault, word), h("button.btn.dan", {}, "清空本机"));
}
