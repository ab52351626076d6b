// How far things are from each other, and a drawing of where they lie. Nothing of where the holder is gets written down.
import { drawn } from "./dom.js";

export const placeOf = (subject) => {
  const [north, east] = String((subject.facts || {}).position || "").split(",").map(Number);
  return north && east ? [north, east] : null;
};

const NORTH = 111320; // metres of a degree
const flat = ([north, east], [n0]) => [east * NORTH * Math.cos((n0 * Math.PI) / 180), -north * NORTH];

export function metres(a, b) {
  const [ax, ay] = flat(a, a);
  const [bx, by] = flat(b, a);
  return Math.hypot(ax - bx, ay - by);
}

export const farFrom = (from, subject) => (from && placeOf(subject) ? metres(from.at, placeOf(subject)) : Infinity);

export function said(far) {
  if (far === Infinity) return "";
  if (far < 15) return "就在这里";
  if (far < 1000) return `约 ${Math.round(far / 10) * 10} 米`;
  return `约 ${(far / 1000).toFixed(far < 9950 ? 1 : 0)} 公里`;
}

// Nearest first; what has no place keeps its order, at the end.
export const sorted = (subjects, from) =>
  from ? subjects.map((one, n) => [farFrom(from, one), n, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => one) : subjects;

// Where the phone is now, asked once; the text says why not.
export const here = () =>
  new Promise((done, failed) => {
    if (!navigator.geolocation) return failed(new Error("这部手机说不出现在的位置"));
    const why = ({ code }) => failed(new Error(code === 1 ? "没有允许看位置。可以从一家单位算起" : "现在找不到位置，到空旷的地方再试"));
    return navigator.geolocation.getCurrentPosition(({ coords }) => done([coords.latitude, coords.longitude]), why, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });

const cross = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
function half(points) {
  const kept = [];
  for (const point of points) {
    while (kept.length > 1 && cross(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept.slice(0, -1);
}

// The outline of the points: of whatever lies together, no border of anybody's.
export function outline(points) {
  const inOrder = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return inOrder.length < 3 ? inOrder : [...half(inOrder), ...half([...inOrder].reverse())];
}

const SIDE = 320;
const EDGE = 24;

// The units that have a place, in the order given; those to be visited today numbered, and where one counts from.
export function map(subjects, from, planned) {
  const placed = subjects.filter(placeOf);
  const origin = placeOf(placed[0]);
  const spots = placed.map((one) => flat(placeOf(one), origin));
  const start = from && flat(from.at, origin);
  const all = start ? [...spots, start] : spots;
  const [[left, right], [top, bottom]] = [0, 1].map((n) => [Math.min(...all.map((one) => one[n])), Math.max(...all.map((one) => one[n]))]);
  const wide = Math.max(right - left, bottom - top, 1);
  const scale = (SIDE - 2 * EDGE) / wide;
  const at = ([x, y]) => [(x - (left + right) / 2) * scale + SIDE / 2, (y - (top + bottom) / 2) * scale + SIDE / 2].map((one) => one.toFixed(1));
  const text = (point, words) => {
    const [x, y] = at(point);
    const node = drawn("text", { x, y, dy: "0.35em" });
    node.textContent = words;
    return node;
  };
  const dots = placed.flatMap((one, n) => {
    const [cx, cy] = at(spots[n]);
    const number = planned.indexOf(String(one.id)) + 1;
    return number ? [drawn("circle", { cx, cy, r: 11, class: "today" }), text(spots[n], String(number))] : [drawn("circle", { cx, cy, r: 5 })];
  });
  const label = `${placed.length} 家有位置的单位的位置图，上北下南，宽约 ${said(wide).replace("约 ", "")}`;
  return drawn("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "aria-label": label, class: "map" },
    drawn("polygon", { points: outline(spots).map(at).join(" ") }), ...dots, ...(start ? [drawn("circle", { cx: at(start)[0], cy: at(start)[1], r: 8, class: "from" })] : []));
}
