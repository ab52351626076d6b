// Sending what waits and fetching what changed: photos one by one, records in handfuls, everything again until answered.
import { hello, mustForget, NoNet, send, sendPhoto } from "./net.js";
import { forgetAll, keepPack, packed } from "./phone.js";
import * as records from "./records.js";

const HANDFUL = 20;
const FRESH = 15 * 60 * 1000;
let running = null;
let heard = () => {};
let failures = 0;
let timer = 0;

export class Forgotten extends Error {}
export const onState = (listener) => (heard = listener);

// One at a time, also over two open pages; a second call during the first waits for the same end.
export function flush(phone, { always = false } = {}) {
  running = running || locked(() => work(phone, always)).finally(() => (running = null));
  return running;
}

const locked = (work) => (navigator.locks ? navigator.locks.request("lianxi-sync", work) : work());

async function work(phone, always) {
  clearTimeout(timer);
  try {
    await exchange(phone, always);
    failures = 0;
  } catch (fault) {
    if (fault instanceof Forgotten) throw fault;
    failures += 1;
    const wait = Math.min(300, 15 * 2 ** failures) * 1000;
    timer = setTimeout(() => flush(phone), wait);
    heard({ state: fault instanceof NoNet && navigator.onLine === false ? "offline" : "failed", text: fault.said || "" });
  }
}

class Refused extends Error {
  constructor(said) {
    super(said);
    this.said = said;
  }
}

async function exchange(phone, always) {
  const { waiting } = await records.counts();
  if (waiting) heard({ state: "busy" });
  if (await mustForget(phone.id)) await forget();
  const who = await hello();
  if (!who.ready) return heard({ state: "away", text: who.text, to: who.to });
  if (phone.post && who.post !== phone.post) {
    return heard({ state: "away", text: `这部手机不是以“${who.unit} ${who.role}”的身份用的，请换回原来的身份`, to: "/post/?next=/m/" });
  }
  const moved = await sendAll(phone);
  await refresh(phone, who, always || moved);
  heard({ state: "done" });
}

async function refresh(phone, who, wanted) {
  const before = await packed();
  if (before && !wanted && Date.now() - phone.ahead - Date.parse(before.at) < FRESH) return;
  const have = before ? before.version : "";
  const body = await exchanged("/m/api/pack/", { device: phone.id, have }, 90);
  await keepPack(phone, body, who);
}

// A phone that has been told to forget does so, whatever else it was about to do.
async function exchanged(url, value, seconds) {
  return checked(await send(url, value, seconds));
}

async function checked({ ok, status, body }) {
  if (body.wipe) await forget();
  if (status === 409) throw new Refused(body.text);
  if (!ok) throw new NoNet(`${status}`);
  return body;
}

async function forget() {
  await forgetAll();
  throw new Forgotten();
}

async function sendAll(phone) {
  let moved = false;
  for (;;) {
    const batch = handful(await records.waiting());
    if (!batch.length) return moved;
    const going = await records.tried(batch);
    for (const record of going) await sendPhotos(phone, record);
    const left = await sendBatch(phone, going);
    moved = true;
    heard({ state: "busy" });
    if (left) throw new NoNet(`${left} left`);
  }
}

// Words before pictures; of one subject one record at a time, so that the next knows what became of it.
function handful(waiting) {
  const words = waiting.filter((record) => !record.photos.length);
  const subjects = new Set();
  const apart = words.filter((record) => !record.subject || (!subjects.has(record.subject) && subjects.add(record.subject)));
  return words.length ? apart.slice(0, HANDFUL) : waiting.slice(0, 1);
}

async function sendPhotos(phone, record) {
  for (const photo of [...record.photos]) {
    const bytes = await records.photoBytes(photo.id);
    const answer = bytes ? await checked(await sendPhoto(phone.id, photo.id, bytes)) : { state: "refused", text: "照片不在了" };
    if (answer.state === "refused") {
      record.lost = `${record.lost || ""}${answer.text}。`;
      await records.dropPhoto(record, photo.id);
    }
  }
}

// How many of them have to be sent once more.
async function sendBatch(phone, batch) {
  if (!batch.length) return 0;
  const body = await exchanged("/m/api/records/", { device: phone.id, records: batch.map(wire) }, 60);
  let left = 0;
  for (const record of batch) {
    const answer = body.answers[record.id] || { state: "again" };
    if (answer.state === "again") left += 1;
    else if (answer.state === "refused") await records.refused(record, answer.text);
    else await records.arrived(record, answer);
  }
  return left;
}

const wire = ({ id, kind, subject, base_version, content, photos, made_at, instead }) =>
  ({ id, kind, subject, base_version, content, made_at, instead, photos: photos.map((photo) => photo.id) });
