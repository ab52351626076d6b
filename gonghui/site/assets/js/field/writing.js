// What every form on the phone has in common: drafts as one types, photos, giving up, and how mistakes are said.
import { banner, byId, h } from "./dom.js";
import { blame } from "./fields.js";
import { shrunk } from "./photo.js";
import * as records from "./records.js";

const MOST_PHOTOS = 6;
const PAUSE = 500;

// The draft is written a moment after the last keystroke, one after another.
export function keeper(record, take) {
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

// Each control with what is wrong about it, "" for nothing; whether all is well.
export function agreed(faults) {
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

export function fault(question, value, lacking) {
  if (lacking && question.missing) return question.missing;
  if (lacking) return `${question.kind === "choice" || question.kind === "yes" ? "请选" : "请填写"}${question.label}`;
  if (question.kind === "number" && typeof value === "string" && value) return `${question.label}要填一个整数，您填的是“${value.slice(0, 12)}”`;
  if (question.kind === "phone" && value && !/^1\d{10}$/.test(value)) return `${question.label}要 11 位数字，您填了 ${value.length} 位`;
  return "";
}

// need: a paper without which the record says nothing; its light is looked at.
export function photos(record, draft, { label = "现场照片", hint = "自动压小，不带拍摄地点；没有网也能存", need = false } = {}) {
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
      const dark = (text) => {
        said.hidden = !text;
        said.textContent = text;
      };
      await records.addPhoto(record, await shrunk(file, need && dark));
    } catch (fault) {
      said.textContent = fault.name === "QuotaExceededError" ? "手机存不下了。先连网上传，再拍" : "这张照片打不开，请重拍一张";
      said.hidden = false;
    }
    fill();
  };
  fill();
  const input = h("input", { id: "photo", type: "file", accept: "image/*", onchange: add });
  input.setAttribute("capture", "environment");
  return h("div.fg", {}, h("label", { htmlFor: "photo" }, label, !need && h("span.muted", {}, "（选填）")), h("p.hint", {}, hint), said, list, input);
}

export function dropper(app, record) {
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
