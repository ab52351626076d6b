// Talking to the platform. A weak signal is worse than none: everything has a time to give up.
export class NoNet extends Error {}

let csrf = "";

async function ask(url, options = {}, seconds = 20) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", signal: stop.signal, ...options });
    const body = await answer.json().catch(() => ({}));
    return { status: answer.status, ok: answer.ok, body };
  } catch (fault) {
    throw new NoNet(String(fault));
  } finally {
    clearTimeout(timer);
  }
}

// Who is signed in now; every exchange begins with it, because the token goes with the session.
export async function hello() {
  const { ok, body } = await ask("/m/api/hello/", { cache: "no-store" }, 8);
  if (!ok) throw new NoNet("hello");
  csrf = body.csrf || "";
  return body;
}

const post = (url, body, headers = {}, seconds = 30) =>
  ask(url, { method: "POST", headers: { "X-CSRFToken": csrf, ...headers }, body }, seconds);

export const send = (url, value, seconds) =>
  post(url, JSON.stringify({ ...value, sent_at: new Date().toISOString() }), { "Content-Type": "application/json" }, seconds);

export function sendPhoto(device, id, bytes) {
  const form = new FormData();
  form.append("device", device);
  form.append("id", id);
  form.append("photo", new Blob([bytes], { type: "image/jpeg" }), "photo.jpg");
  return post("/m/api/photos/", form, {}, 90);
}

// Needs nobody signed in: a lost phone is told to forget as soon as it has network.
export async function mustForget(device) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ device }) };
  const { ok, body } = await ask("/m/api/forget/", options, 4);
  return ok && body.wipe === true;
}
