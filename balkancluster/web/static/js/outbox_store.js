// Where unsent messages are kept until the server has them: IndexedDB, or memory where a browser refuses it.
const NAME = "balkancluster";
const STORE = "outbox";

const memory = new Map();
let opened;

function database() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client_id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

async function ask(mode, act) {
  const found = await database();
  if (!found) throw new Error("no IndexedDB here");
  return new Promise((resolve, reject) => {
    const transaction = found.transaction(STORE, mode, { durability: "strict" });
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export async function keep(item) {
  await ask("readwrite", (store) => store.put(item)).catch(() => memory.set(item.client_id, item));
}

export async function forget(clientId) {
  memory.delete(clientId);
  await ask("readwrite", (store) => store.delete(clientId)).catch(() => {});
}

export async function list() {
  const kept = await ask("readonly", (store) => store.getAll()).catch(() => []);
  const mine = [...kept, ...memory.values()].filter((item) => item.person === document.body.dataset.person);
  return mine.sort((one, other) => one.order - other.order);
}
