// Compares a chosen file with the published fingerprint, on this machine: nothing is uploaded.
const SAME = "一样：这个文件就是发文机关签发的那一份，没有被改过。";
const OTHER = "不一样：这个文件和签发的不是同一份，可能被改过或另存过。请以发文机关的为准。";
const CANNOT = "这个浏览器在这里算不了，请用下面的办法自己算。";

async function fingerprint(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function startVerify() {
  const box = document.querySelector("[data-verify]");
  if (!box) return;
  const said = box.querySelector(".result");
  const say = (words, tone) => { said.textContent = words; said.className = `result ${tone}`; };
  box.querySelector("input").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return say("", "");
    if (!window.crypto || !crypto.subtle) return say(CANNOT, "");
    const same = (await fingerprint(file)) === box.dataset.verify;
    say(same ? SAME : OTHER, same ? "ok" : "err");
  });
}
