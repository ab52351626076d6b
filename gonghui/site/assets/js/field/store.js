// IndexedDB: "meta" in clear (no word about anybody), "sealed" (what was taken along), "record", "photo": encrypted.
const NAME = "lianxi";
const STORES = { meta: "key", sealed: "key", record: "id", photo: "id" };
let opening = null;

function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function open() {
  opening = opening || new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      const base = request.result;
      base.onversionchange = () => base.close();
      base.onclose = () => (opening = null);
      done(base);
    };
    request.onerror = () => failed(request.error);
  });
  return opening;
}

export const get = async (store, key) => answered((await open()).transaction(store).objectStore(store).get(key));
export const all = async (store) => answered((await open()).transaction(store).objectStore(store).getAll());

// One transaction over several stores: writes({ record: [row], photo: ["id to drop"] }); done when it is on the disk.
export async function writes(changes, drops = {}) {
  const stores = [...new Set([...Object.keys(changes), ...Object.keys(drops)])];
  const work = (await open()).transaction(stores, "readwrite", { durability: "strict" });
  for (const [store, rows] of Object.entries(changes)) for (const row of rows) work.objectStore(store).put(row);
  for (const [store, keys] of Object.entries(drops)) for (const key of keys) work.objectStore(store).delete(key);
  return new Promise((done, failed) => {
    work.oncomplete = () => done();
    work.onerror = work.onabort = () => failed(work.error || new Error("没有存上"));
  });
}

// Change rows as they are at this moment: what `change` answers is put back, undefined leaves the row. The keys changed.
export async function change(store, keys, change) {
  const work = (await open()).transaction(store, "readwrite", { durability: "strict" });
  const rows = work.objectStore(store);
  const changed = [];
  for (const key of keys) {
    rows.get(key).onsuccess = ({ target }) => {
      const next = target.result && change(target.result);
      if (next) changed.push(rows.put(next) && key);
    };
  }
  return new Promise((done, failed) => {
    work.oncomplete = () => done(changed);
    work.onerror = work.onabort = () => failed(work.error);
  });
}

// Everything, at once; the emptied base is thrown away as well where no other page holds it open.
export async function erase() {
  const base = await open();
  const work = base.transaction(Object.keys(STORES), "readwrite", { durability: "strict" });
  for (const store of Object.keys(STORES)) work.objectStore(store).clear();
  await new Promise((done, failed) => {
    work.oncomplete = done;
    work.onerror = work.onabort = failed;
  });
  base.close();
  opening = null;
  indexedDB.deleteDatabase(NAME);
}
