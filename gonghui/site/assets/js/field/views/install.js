// L01: signing in, an opening code, the first package; each step says how long it takes.
import { banner, h, show } from "../dom.js";
import { hello, send } from "../net.js";
import { fresh, keepPack } from "../phone.js";
import { newCode } from "./code.js";
import { invent } from "../vault.js";

const LENGTH = "一共约 1 分钟：登录 30 秒，设开机码 20 秒，下载资料几秒";
const steps = (at) =>
  h("ol.steps", {}, ["登录", "设开机码", "下载资料", "放到桌面"].map((text, n) => h("li", { "aria-current": n === at ? "step" : null }, n < at ? `${text}：好了` : text)));

export async function install(done) {
  let who;
  try {
    who = await hello();
  } catch (noNet) {
    const again = h("button.btn.pri", { type: "button", onclick: () => install(done) }, "再试一次");
    return show("第一次用要有网络", h("p", {}, "现在连不上。连上以后登录一次、下载资料，以后没有网也能登记。"), again);
  }
  if (!who.ready) {
    return show("先装到这部手机", h("p", {}, LENGTH), steps(0), h("p", {}, `${who.text}。`), h("a.btn.pri", { href: who.to }, "去登录"));
  }
  const chosen = (pin) => first(pin, who, done);
  return show("先装到这部手机", h("p", {}, `${who.name}，您的身份是 ${who.unit} · ${who.role}。`), h("p.muted", {}, LENGTH), steps(1), newCode(chosen));
}

async function first(pin, who, done) {
  show("正在下载资料", steps(2), h("p", { role: "status" }, "一般几秒；网慢时最多 1 分钟。请不要关页面。"));
  const begun = Date.now();
  try {
    const phone = fresh(await invent(pin));
    const { ok, body } = await send("/m/api/pack/", { device: phone.id, have: "" }, 90);
    if (!ok) throw new Error(body.text || "");
    const pack = await keepPack(phone, body, who);
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
    ready(pack, Math.ceil((Date.now() - begun) / 1000), () => done(phone));
  } catch (fault) {
    const again = h("button.btn.pri", { type: "button", onclick: () => first(pin, who, done) }, "再试一次");
    show("资料没有下载完", banner("warn", "网络断了或太慢", fault.message || "没有存下一半的东西，再试一次就行。"), again);
  }
}

function ready(pack, seconds, onward) {
  const survey = pack.packages.survey;
  const units = survey ? `，带上了 ${survey.subjects.length} 家单位` : "";
  show(
    "装好了",
    banner("ok", `下载用了 ${seconds} 秒${units}`, "从现在起没有网也能打开、登记，有网时自己上传。"),
    h("h2", {}, "最后一步：放到桌面"),
    h("ul.steps", {}, h("li", {}, "安卓手机：浏览器菜单 → 添加到桌面（或安装应用）"), h("li", {}, "苹果手机：下面的分享按钮 → 添加到主屏幕。不放到桌面，7 天不打开系统会把没上传的记录清掉")),
    h("button.btn.pri", { type: "button", onclick: onward }, "开始"),
  );
}
