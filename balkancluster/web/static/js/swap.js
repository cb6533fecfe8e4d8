// The whole page anew, in place: in another language, or after a gap too wide to fill. The address, what is
// typed, the caret, the place in the log, open sheets and the socket stay.
import { follow } from "./live.js";
import { morph } from "./morph.js";
import { extend } from "./older.js";
import { fetchPage } from "./page.js";
import { restartRooms, rooms } from "./rooms.js";
import { keepPlace } from "./scroll.js";
import { hear, tell } from "./signals.js";
import { loadWords } from "./words.js";

let latest = 0;

export function startSwap() {
  hear("live.reset", ({ room }) => {
    const isOpen = document.querySelector("[data-talk]")?.dataset.room === room;
    if (isOpen) swapPage().catch(() => {});
  });
}

// `withOlder` loads again what had been loaded above the first page.
export async function swapPage({ withOlder = false } = {}) {
  const mine = ++latest;
  const page = await fetchPage();
  const first = document.querySelector("[data-log] article[data-seq]")?.dataset.seq;
  if (withOlder && first) await extend(page, Number(first));
  await loadWords(page.body.dataset.catalog);
  if (mine === latest) show(page);
}

function show(page) {
  const before = new Map([...rooms].map(([id, { head }]) => [id, head]));
  const log = document.querySelector("[data-log]");
  const change = () => {
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    morph(document.body, page.body);
  };
  if (log) {
    // Nothing of this is news: a screen reader shall not read the whole log again.
    log.ariaBusy = "true";
    keepPlace(change);
    document.querySelector("[data-log]").ariaBusy = null;
  } else {
    change();
  }
  restartRooms();
  // What arrived after the server had made this page is asked for again, now in its language.
  for (const [id, { head }] of rooms) if (!(before.get(id) <= head)) follow(id);
  tell("page.swapped");
}
