// The whole page anew, in place: in another language, or after a gap too wide to fill. The address, what is
// typed, the caret, the place in the log, open sheets and the socket stay.
import { jitter } from "./backoff.js";
import { follow } from "./live.js";
import { morph } from "./morph.js";
import { extendDown } from "./newer.js";
import { extend } from "./older.js";
import { fetchPage, refreshSoon } from "./page.js";
import { loadRooms, restartRooms, rooms } from "./rooms.js";
import { keepPlace } from "./scroll.js";
import { hear, tell } from "./signals.js";
import { loadWords } from "./words.js";

const TRIES = 20;

let latest = 0;

export function startSwap() {
  hear("live.reset", ({ room }) => {
    const isOpen = document.querySelector("[data-talk]")?.dataset.room === room;
    if (isOpen) loadAnew();
    else recount();
  });
  // Chosen on another page: what stands here is in the script of before.
  hear("live.reading", () => swapPage({ withOlder: true }).catch(() => {}));
}

// What was missed is on no line any more: without this page it would not be seen.
function loadAnew(attempt = 0) {
  swapPage().catch(() => attempt < TRIES && setTimeout(() => loadAnew(attempt + 1), 500 + jitter(attempt)));
}

// Of a room that is too far ahead nobody has counted what is unread there: the server has.
function recount() {
  refreshSoon();
  loadRooms().then(() => tell("rooms.counted"), () => {});
}

// `withOlder` loads again what had been loaded above the first page.
export async function swapPage({ withOlder = false } = {}) {
  const mine = ++latest;
  const page = await fetchPage();
  const articles = document.querySelectorAll("[data-log] article[data-seq]");
  const [first, last] = [articles[0]?.dataset.seq, articles[articles.length - 1]?.dataset.seq];
  if (withOlder && first) await extend(page, Number(first));
  if (withOlder && last) await extendDown(page, Number(last));
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
