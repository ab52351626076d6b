// A file dropped on the frame goes into its file field; the name is shown before anything is sent.

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function show(frame, input) {
  const picked = frame.querySelector(".picked");
  const file = input.files[0];
  if (!picked) return;
  picked.hidden = !file;
  picked.textContent = file ? `已选：${file.name}（${size(file.size)}）` : "";
}

export function startDrop() {
  for (const frame of document.querySelectorAll("[data-drop]")) {
    const input = frame.querySelector('input[type="file"]');
    if (!input) continue;
    input.addEventListener("change", () => show(frame, input));
    for (const name of ["dragenter", "dragover"]) {
      frame.addEventListener(name, (event) => { event.preventDefault(); frame.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) frame.addEventListener(name, () => frame.classList.remove("over"));
    frame.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      show(frame, input);
    });
  }
}
