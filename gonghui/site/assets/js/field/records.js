// What was written down on this phone. States: draft, waiting, sent, trouble. In clear: id, state, when; the rest is sealed.
import { all, change, get, writes } from "./store.js";
import { newId, seal, sealBytes, unseal, unsealBytes } from "./vault.js";

const SENT_KEPT = 50;

export async function opened(row) {
  return { ...row, ...(await unseal(row.sealed, `record ${row.id}`)), sealed: undefined };
}

async function closed({ id, state, made_at, tried, ...inside }) {
  return { id, state, made_at, tried: Boolean(tried), sealed: await seal({ ...inside, sealed: undefined }, `record ${id}`) };
}

// Newest first.
export async function list() {
  const rows = await Promise.all((await all("record")).map(opened));
  return rows.sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
}

export const one = async (id) => {
  const row = await get("record", id);
  return row && opened(row);
};

export const counts = async () => {
  const rows = await all("record");
  const of = (state) => rows.filter((row) => row.state === state).length;
  const oldest = rows.filter((row) => row.state === "waiting").map((row) => row.made_at).sort()[0];
  return { draft: of("draft"), waiting: of("waiting"), trouble: of("trouble"), oldest };
};

export const blank = (kind, given) =>
  ({ id: newId(), kind, state: "draft", made_at: new Date().toISOString(), photos: [], subject: "", base_version: 0, ...given });

export const keep = async (record) => writes({ record: [await closed(record)] });

// "保存": from now on it is on its way. What it stands for (a refused one) leaves the phone with it.
export async function finish(record) {
  const done = { ...record, state: "waiting", made_at: new Date().toISOString(), text: "" };
  const drops = record.instead ? { record: [record.instead] } : {};
  await writes({ record: [await closed(done)] }, drops);
  return done;
}

// Given up; the photos of a refused record stay with it while it is still here.
export async function abandon(record) {
  const before = record.instead && (await one(record.instead));
  const shared = new Set(before ? before.photos.map((photo) => photo.id) : []);
  const own = record.photos.map((photo) => photo.id).filter((id) => !shared.has(id));
  await writes({}, { record: [record.id], photo: own });
}

export async function addPhoto(record, bytes) {
  const id = newId();
  const photo = { id, ...(await sealBytes(bytes, `photo ${id}`)) };
  record.photos.push({ id, size: bytes.byteLength });
  await writes({ photo: [photo], record: [await closed(record)] });
}

export async function dropPhoto(record, id) {
  record.photos = record.photos.filter((photo) => photo.id !== id);
  await writes({ record: [await closed(record)] }, { photo: [id] });
}

export const photoBytes = async (id) => {
  const photo = await get("photo", id);
  return photo && unsealBytes(photo, `photo ${id}`);
};

export const waiting = async () => (await list()).filter((row) => row.state === "waiting").reverse();

// From here on it may have arrived: it can be sent again, but not changed. Those that are still to be sent.
export async function tried(records) {
  const still = (row) => row.state === "waiting" && { ...row, tried: true };
  const going = new Set(await change("record", records.map((record) => record.id), still));
  return records.filter((record) => going.has(record.id)).map((record) => ({ ...record, tried: true }));
}

// Back from waiting, to be changed; false when it is on its way already.
export async function takeBack(id) {
  const back = (row) => row.state === "waiting" && !row.tried && { ...row, state: "draft" };
  return (await change("record", [id], back)).length === 1;
}

// Taken in: of what was written only its title stays, so that one sees what one has done.
export async function arrived(record, answer) {
  const { id, kind, title, made_at, photos, place } = record;
  const plain = answer.state === "taken" && kind.startsWith("survey.");
  const text = (plain ? "" : answer.text) + (record.lost || "");
  const left = { id, kind, title, made_at, place, state: "sent", outcome: answer.state, text, photos: [], had: photos.length };
  await writes({ record: [await closed(left)] }, { photo: photos.map((photo) => photo.id) });
  await follow(record, answer);
  await prune();
}

// What this phone wrote later about the same thing was written knowing this; what others changed meanwhile it did not know.
async function follow(record, answer) {
  if (!answer.subject || answer.version !== record.base_version + 1) return;
  const later = (await list()).filter(
    (row) => row.state !== "sent" && row.subject === answer.subject && row.base_version === record.base_version && !row.tried
  );
  later.forEach((row) => (row.base_version = answer.version));
  await writes({ record: await Promise.all(later.map(closed)) });
}

async function prune() {
  const old = (await all("record")).filter((row) => row.state === "sent").sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
  await writes({}, { record: old.slice(SENT_KEPT).map((row) => row.id) });
}

export const refused = async (record, text) => keep({ ...record, state: "trouble", text });

// A refused record, open for mending: another id, because the old one has had its answer.
export const mended = (record) => ({ ...record, id: newId(), state: "draft", instead: record.id, tried: false });
