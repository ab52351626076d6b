// Whom one means to visit today: on this phone alone, sealed, gone with the day.
import { dayOf } from "./dom.js";
import { get, writes } from "./store.js";
import { seal, unseal } from "./vault.js";

export async function planned(today) {
  const row = await get("sealed", "plan");
  const kept = row ? await unseal(row.sealed, "plan") : {};
  return kept.day === dayOf(today) ? kept.ids : [];
}

export async function plan(today, id, wanted) {
  const before = (await planned(today)).filter((one) => one !== id);
  const ids = wanted ? [...before, id] : before;
  await writes({ sealed: [{ key: "plan", sealed: await seal({ day: dayOf(today), ids }, "plan") }] });
  return ids;
}
