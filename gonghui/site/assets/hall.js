// 服务网 needs no script. Where there is one, a card may be kept on this phone, when its owner says so.
const button = document.querySelector("[data-keep]");
if (button && "serviceWorker" in navigator && "caches" in window) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.serviceWorker.register("/s/worker.js", { scope: "/s/" });
    await navigator.serviceWorker.ready;
    const kept = await caches.open("card");
    const sheet = document.querySelector("link[rel=stylesheet]").href;
    await kept.addAll([location.href, sheet]);
    button.textContent = "已存好，没有网也能打开";
    button.disabled = true;
  });
}
