// The menu of a message: from its "more" button, from the keyboard on a message, or by a held finger.
import { closeFloat, openFloat } from "./float.js";
import { messageOf } from "./message.js";
import { hear } from "./signals.js";

const ECHO = 1_000;

let openedAt = 0;

const menu = () => document.getElementById("message-menu");

export function startMenu() {
  if (!menu()) return;
  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more]");
    if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openMenu(more.closest("article"), more);
  });
  document.addEventListener("keydown", press);
  // The system's own menu would come for the same key or finger.
  document.addEventListener("contextmenu", (event) => Date.now() - openedAt < ECHO && event.preventDefault());
  hear("message.removed", () => messageOf(menu())?.matches(".gone") && closeFloat());
}

export function openMenu(article, back) {
  menu().dataset.message = article.dataset.id;
  fit(article);
  openFloat(menu(), article.querySelector("[data-more]"), back);
  openedAt = Date.now();
  rows()[0][0].focus({ preventScroll: true });
}

// What can be done with this one.
function fit(article) {
  const isMine = article.classList.contains("mine");
  const isPinned = "pinned" in article.dataset;
  const takesWords = document.getElementById("composer")?.hidden === false;
  const shown = { reply: takesWords, pin: !isPinned, unpin: isPinned, edit: isMine && takesWords, remove: isMine };
  for (const item of menu().querySelectorAll("[data-act]")) {
    const { act } = item.dataset;
    item.hidden = act in shown && !shown[act];
    if (item.localName === "a") item.href = article.querySelector("[data-more]").pathname.replace(/react$/, act);
  }
  for (const emoji of menu().querySelectorAll("[data-often]")) {
    const button = article.querySelector(`.reactions [value="${emoji.value}"]`);
    emoji.ariaChecked = button?.ariaPressed ?? "false";
  }
}

// The often used reactions are one row of the menu, each other item is one of its own.
function rows() {
  const found = [];
  for (const item of menu().querySelectorAll("[role^=menuitem]:not([hidden])")) {
    const group = item.closest("[role=group]");
    if (group && found.at(-1)?.[0].closest("[role=group]") === group) found.at(-1).push(item);
    else found.push([item]);
  }
  return found;
}

function press(event) {
  const { target, key } = event;
  if (target.matches?.("[data-log] article[data-id]:not(.gone)")) {
    if (key !== "ContextMenu" && !(key === "F10" && event.shiftKey)) return;
    event.preventDefault();
    openMenu(target, target);
  } else if (target.matches?.("[data-message-menu] [role^=menuitem]")) {
    move(event);
  } else if (key === " " && target.matches?.("[data-more]")) {
    event.preventDefault();
    target.click();
  }
}

function move(event) {
  const { target, key } = event;
  const all = rows();
  const at = all.findIndex((row) => row.includes(target));
  const row = all[at];
  const column = row.indexOf(target);
  const wanted = {
    ArrowDown: () => all[(at + 1) % all.length][0],
    ArrowUp: () => all.at(at - 1)[0],
    ArrowRight: () => row[(column + 1) % row.length],
    ArrowLeft: () => row.at(column - 1),
    Home: () => all[0][0],
    End: () => all.at(-1)[0],
  }[key];
  if (wanted) wanted().focus();
  else if (key === " ") target.click();
  else return;
  event.preventDefault();
}
