// From the opening code to the pages; one page, so that the key never leaves the memory.
import { banner, byId, h, show } from "./dom.js";
import { onPress, paint } from "./bar.js";
import { mustForget } from "./net.js";
import * as phones from "./phone.js";
import { isLarge, recallSize, setSize } from "./size.js";
import * as sync from "./sync.js";
import { close, isOpen, possible } from "./vault.js";
import { askCode } from "./views/code.js";
import { appeals, newAppeal } from "./views/appeal.js";
import { editForm } from "./views/edit.js";
import { newForm } from "./views/form.js";
import { grid, planning, unit } from "./views/grid.js";
import { install } from "./views/install.js";
import { me, recordsPage } from "./views/mine.js";
import { newShot, shots } from "./views/shots.js";
import { newPerson, site, sites } from "./views/site.js";
import { today } from "./views/today.js";

const PAGES = { "": today, grid, plan: planning, unit, form: newForm, edit: editForm, appeals, appeal: newAppeal, sites, site, join: newPerson, shots, shot: newShot, records: recordsPage, me };
const TABS = { "": "#/", plan: "#/grid", form: "#/", appeals: "#/", appeal: "#/appeals", sites: "#/", site: "#/sites", join: "#/sites", shots: "#/grid", shot: "#/grid", edit: "#/records", unit: "#/grid", grid: "#/grid", records: "#/records", me: "#/me" };
const INSIDE = new Set(["plan", "unit", "form", "edit", "appeals", "appeal", "sites", "site", "join", "shots", "shot"]);
const TYPING = new Set(["form", "edit", "appeal", "join", "shot"]);
const BACK = { join: "site", shots: "unit", shot: "shots" };
const AWAY = 10 * 60 * 1000;

const app = {
  phone: null,
  pack: null,
  flash: null,
  go: (hash) => (location.hash === hash ? draw() : (location.hash = hash)),
  draw: () => draw(),
  // What was just done is said until one goes elsewhere.
  said: () => app.flash && app.flash.at === location.hash && app.flash.node,
  saved(record, at, words) {
    app.flash = { at, node: banner("ok", `已保存：${record.title}`, words || "有网时自动上传。") };
    app.go(at);
    scrollTo(0, 0);
    app.sync();
  },
  async sync(always = false) {
    try {
      await sync.flush(app.phone, { always });
      app.pack = await phones.packed();
    } catch (told) {
      if (told instanceof sync.Forgotten) return gone();
      throw told;
    }
    return draw({ news: true });
  },
  lock() {
    close();
    location.reload();
  },
  async forget() {
    await phones.forgetAll();
    gone("本机已清空");
  },
};

// Nobody's typing is disturbed by news.
const quiet = () => isOpen() && !TYPING.has(where()[0]) && !document.querySelector("form.clear input:focus");
const where = () => location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);

function gone(title = "这部手机上的资料已清除") {
  close();
  for (const id of ["tabs", "sync", "back"]) byId(id).hidden = true;
  show(title, h("p", {}, "要再用，请在有网时重新装一次，约 1 分钟。"), h("a.btn.pri", { href: "#/", onclick: () => setTimeout(() => location.reload()) }, "重新装"));
}

// One after another, each of where we are by then: a slow page never covers the one that was asked for after it.
let drawing = Promise.resolve();
const draw = ({ news = false } = {}) => (drawing = drawing.then(() => isOpen() && (!news || quiet()) && page()));

async function page() {
  const [name, ...rest] = where();
  const [id] = rest;
  const here = PAGES[name] ? name : "";
  app.day = phones.now(app.phone);
  byId("back").hidden = !INSIDE.has(here);
  byId("back").href = BACK[here] ? `#/${BACK[here]}/${id}` : TABS[here];
  byId("place").textContent = app.pack ? `联系网 · ${app.pack.unit}` : "联系网";
  for (const tab of byId("tabs").children) {
    if (tab.getAttribute("href") === TABS[here]) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const before = document.activeElement;
  await PAGES[here](app, ...rest);
  if (before === document.body || !document.contains(before)) byId("main").focus({ preventScroll: true });
  await paint();
}

async function opened() {
  app.pack = await phones.packed();
  byId("tabs").hidden = false;
  await draw();
  await app.sync();
}

// Before anything is unlocked: a phone that is to forget forgets; what is over is thrown away.
async function unlocked(phone) {
  app.phone = phone;
  const told = await Promise.race([mustForget(phone.id).catch(() => false), new Promise((done) => setTimeout(() => done(false), 4000))]);
  if (told) {
    await phones.forgetAll();
    return gone();
  }
  await phones.expire(phone);
  return askCode(phone, opened, app.forget);
}

function listen() {
  let left = 0;
  addEventListener("hashchange", () => {
    if (!app.said()) app.flash = null;
    scrollTo(0, 0);
    draw();
  });
  addEventListener("online", () => isOpen() && app.sync());
  addEventListener("offline", () => isOpen() && paint());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (isOpen() && Date.now() - left > AWAY) app.lock();
    else if (isOpen()) app.sync();
  });
  sync.onState((news) => isOpen() && paint(news));
  onPress(() => app.sync(true));
  byId("size").addEventListener("click", () => {
    setSize(!isLarge());
    draw({ news: true });
  });
}

export async function begin() {
  recallSize();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/m/worker.js", { scope: "/m/" });
  if (!possible()) {
    show("这个浏览器存不住记录", h("p", {}, "请用手机自带的浏览器打开，地址要以 https 开头，并且不要用无痕窗口。"));
    return;
  }
  listen();
  const phone = await phones.known();
  if (phone) await unlocked(phone);
  else await install((fresh) => { app.phone = fresh; opened(); });
}
