// Large type, remembered on the phone.
export const isLarge = () => document.documentElement.dataset.size === "l";

export function setSize(large) {
  if (large) document.documentElement.dataset.size = "l";
  else delete document.documentElement.dataset.size;
  document.getElementById("size").textContent = large ? "标准字" : "大字";
  try {
    localStorage.setItem("size", large ? "l" : "");
  } catch (closed) {
    // only this time, then
  }
}

export function recallSize() {
  try {
    setSize(localStorage.getItem("size") === "l");
  } catch (closed) {
    setSize(false);
  }
}
