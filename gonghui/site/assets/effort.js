// Does the work a form open to everybody asks for (kernel/effort) while the page is read, and sends it along.
// Where there is no script, or no WebCrypto because the page came without TLS, the form goes without it.
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

const PATIENCE = 15_000;
const form = document.querySelector("form[data-effort]");
if (form && globalThis.crypto?.subtle) {
  const challenge = JSON.parse(form.dataset.effort);
  const field = form.querySelector("input[name=effort]");
  const done = solveChallenge({ challenge, deriveKey, timeout: PATIENCE }).then(
    (solution) => { if (solution) field.value = btoa(JSON.stringify({ challenge, solution })); },
    () => {},
  );
  form.addEventListener("submit", (event) => {
    if (field.value) return;
    event.preventDefault();
    if (form.dataset.waiting) return;
    form.dataset.waiting = "1";
    const button = form.querySelector("button.pri");
    const said = button.textContent;
    button.textContent = "正在核验，请稍候…";
    done.then(() => {
      button.textContent = said;
      form.submit();
    });
  });
}
