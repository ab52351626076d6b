// This phone: its id, whose it is, what it took along and until when.
import { erase, get, writes } from "./store.js";
import { newId, seal, unseal } from "./vault.js";

export const known = () => get("meta", "phone");
export const save = (phone) => writes({ meta: [{ ...phone, key: "phone" }] });

export const fresh = (lock) => ({ key: "phone", id: newId(), wrong: 0, ahead: 0, until: "", post: 0, ...lock });

// The server's clock: what ends, ends by it. `ahead`: milliseconds by which this phone's clock was ahead last time.
export const now = (phone) => new Date(Date.now() - phone.ahead);

export async function packed() {
  const row = await get("sealed", "pack");
  return row ? unseal(row.sealed, "pack") : null;
}

export async function keepPack(phone, answer, who) {
  phone.ahead = Date.now() - Date.parse(answer.now);
  phone.until = answer.until;
  phone.post = who.post;
  const before = await packed();
  const packages = answer.packages || before.packages;
  const pack = { version: answer.version, packages, at: answer.now, name: who.name, role: who.role, unit: who.unit };
  await writes({ meta: [phone], sealed: [{ key: "pack", sealed: await seal(pack, "pack") }] });
  return pack;
}

// What was taken along goes when its time is over; what was written here stays until it has been sent.
export async function expire(phone) {
  if (!phone.until || now(phone) < new Date(phone.until)) return false;
  await writes({}, { sealed: ["pack", "plan"] });
  return true;
}

export async function forgetAll() {
  await erase();
  try {
    localStorage.clear();
  } catch (closed) {
    // a browser that keeps nothing has nothing to clear
  }
}
