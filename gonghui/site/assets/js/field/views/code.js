// Choosing the opening code, and asking for it.
import { h, show } from "../dom.js";
import { save } from "../phone.js";
import { counts } from "../records.js";
import { unlock, whyWeak } from "../vault.js";

const MOST = 10;

const input = (id, label, hint) => {
  const box = h("input", { id, type: "password", inputMode: "numeric", maxLength: 6, autocomplete: "off", pattern: "[0-9]*" });
  const fault = h("p.e", { hidden: true });
  const say = (text) => {
    fault.textContent = text;
    fault.hidden = !text;
    fault.parentNode.classList.toggle("bad", Boolean(text));
  };
  return { box, say, node: h("div.fg", {}, h("label", { htmlFor: id }, label), hint && h("p.hint", {}, hint), fault, box) };
};

export function newCode(done) {
  const first = input("pin", "设一个开机码", "6 位数字。打开联系网时要用它，手机丢了别人打不开。忘了没有办法找回，只能清空重来。");
  const again = input("pin2", "再输一遍");
  const submit = (event) => {
    event.preventDefault();
    first.say(whyWeak(first.box.value));
    again.say(first.box.value === again.box.value ? "" : "两遍不一样");
    if (!whyWeak(first.box.value) && first.box.value === again.box.value) done(first.box.value);
  };
  return h("form", { onsubmit: submit, noValidate: true }, first.node, again.node, h("button.btn.pri", {}, "设好，下载资料"));
}

const waits = (wrong) => (wrong < 5 ? 0 : wrong < 8 ? 2 : 10);

// After so many wrong ones the phone forgets everything; said before it happens.
async function wrongCode(phone, say, forget) {
  if (phone.wrong >= MOST) return forget();
  const { waiting, draft } = await counts();
  const lost = waiting + draft ? `，连同没上传的 ${waiting + draft} 条` : "";
  const left = MOST - phone.wrong;
  return say(left <= 5 ? `开机码不对。再错 ${left} 次，本机资料会清空${lost}` : "开机码不对，请再输一次");
}

export function askCode(phone, opened, forget) {
  const { box, say, node } = input("pin", "开机码");
  const button = h("button.btn.pri", {}, "打开");
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    await new Promise((done) => setTimeout(done, waits(phone.wrong) * 1000));
    phone.wrong += 1;
    await save(phone); // counted before it is tried: closing the browser does not give a try back
    if (await unlock(box.value, phone.salt, phone.check)) {
      phone.wrong = 0;
      await save(phone);
      return opened();
    }
    box.value = "";
    button.disabled = false;
    await wrongCode(phone, say, forget);
    return box.focus();
  };
  show("请输开机码", h("form", { onsubmit: submit, noValidate: true }, node, button));
  box.focus();
}
