// What lies on the phone is encrypted by a key made from the opening code; the key is in memory alone.
const ROUNDS = 600000;
const CHECK = "联系网";
const text = new TextEncoder();
let key = null;

export const possible = () => Boolean(window.crypto && crypto.subtle && window.indexedDB);
export const isOpen = () => key !== null;
export const close = () => (key = null);
export const random = (size) => crypto.getRandomValues(new Uint8Array(size));

export function newId() {
  const bytes = random(16);
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function keyOf(pin, salt) {
  const raw = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", salt, iterations: ROUNDS, hash: "SHA-256" };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// What is written down to recognise the code by: a salt and a known word, encrypted.
export async function invent(pin) {
  const salt = random(16);
  key = await keyOf(pin, salt);
  return { salt, check: await seal(CHECK, "check") };
}

export async function unlock(pin, salt, check) {
  const tried = await keyOf(pin, salt);
  key = tried;
  try {
    if ((await unseal(check, "check")) === CHECK) return true;
  } catch (wrong) {
    key = null;
  }
  key = null;
  return false;
}

// The name of what is sealed is bound to it: a cipher put in another's place does not open.
const how = (iv, name) => ({ name: "AES-GCM", iv, additionalData: text.encode(name) });

export async function sealBytes(bytes, name) {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt(how(iv, name), key, bytes) };
}
export const unsealBytes = ({ iv, data }, name) => crypto.subtle.decrypt(how(iv, name), key, data);
export const seal = (value, name) => sealBytes(text.encode(JSON.stringify(value)), name);
export const unseal = async (sealed, name) => JSON.parse(new TextDecoder().decode(await unsealBytes(sealed, name)));

const EASY = "01234567890 09876543210 112233 121212 123123 520520 888666";
export function whyWeak(pin) {
  if (!/^\d{6}$/.test(pin)) return "开机码要 6 位数字";
  if (/^(\d)\1+$/.test(pin) || EASY.includes(pin)) return "这个开机码太好猜，请换一个";
  return "";
}
