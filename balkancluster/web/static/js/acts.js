// What the menu of a message does itself: react, copy, pin. Others hear of it by their own data attributes.
import { write } from "./api.js";
import { copy } from "./copy.js";
import { closeFloat } from "./float.js";
import { messageOf, originalBody } from "./message.js";
import { say } from "./notice.js";
import { refreshSoon } from "./page.js";
import { openPalette } from "./palette.js";
import { react } from "./reactions.js";
import { hear } from "./signals.js";
import { gettext } from "./words.js";

const talk = () => document.querySelector("[data-talk]");

const ACTS = {
  react: (article) => openPalette(article, article.querySelector("[data-more]")),
  "copy-link": (article) => copy(addressOf(article), gettext("The link is copied.")),
  "copy-text": (article) => copy(originalBody(article).innerText.trim(), gettext("The text is copied.")),
  pin: (article) => pin(article, "PUT"),
  unpin: (article) => pin(article, "DELETE"),
};

export function startActs() {
  if (!talk()) return;
  document.addEventListener("click", (event) => {
    const item = event.target.closest("[data-message-menu] [role^=menuitem]");
    if (item) choose(item);
    event.target.closest("#pins a")?.closest("[popover]").hidePopover();
  });
  for (const kind of ["message.pinned", "message.unpinned"]) {
    hear(kind, ({ article }) => article.dataset.topic === talk().dataset.topic && refreshSoon());
  }
}

function choose(item) {
  const article = messageOf(item);
  const { act } = item.dataset;
  if (act in ACTS || "often" in item.dataset) closeFloat();
  if ("often" in item.dataset) react(article, item.value, item.ariaChecked !== "true");
  else ACTS[act]?.(article);
}

function addressOf(article) {
  return new URL(`/rooms/${talk().dataset.room}/messages/${article.dataset.id}`, location.href).href;
}

async function pin(article, method) {
  const path = `/rooms/${talk().dataset.room}/messages/${article.dataset.id}/pin`;
  await write(method, path).catch((error) => say("grave", error));
}
