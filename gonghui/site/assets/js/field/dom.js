// Pages are built from nodes, never from text that could hold markup.
export const byId = (id) => document.getElementById(id);

// h("a.btn.pri", { href: "#/" }, "今天"): an element with classes, properties (on… listens) and children.
export function h(name, given = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "list" && key !== "form") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(9).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

// Parts of a drawing, in the namespace a page gives its own.
const inPage = document.createElement("template");
inPage.innerHTML = "<svg></svg>";
export function drawn(name, given, ...children) {
  const made = document.createElementNS(inPage.content.firstChild.namespaceURI, name);
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function show(title, ...children) {
  const main = byId("main");
  main.replaceChildren(h("h1", {}, title), ...children.flat(9).filter(Boolean));
  document.title = `${title} · 联系网`;
}

export const banner = (tone, title, ...text) =>
  h(`div.banner.${tone}`, { role: "status" }, h("h2", {}, title), ...text.map((one) => h("p", {}, one)));

export const tag = (tone, text) => h(`span.tag.${tone}`, {}, text);

const two = (n) => String(n).padStart(2, "0");
export const dayOf = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
export const timeOf = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
export const momentOf = (text) => {
  const date = new Date(text);
  return `${dayOf(date).slice(5)} ${timeOf(date)}`;
};
