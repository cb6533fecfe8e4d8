// What the shortcuts do: nothing that a button or a link of the page does not do as well.
import { openEdit } from "./edit.js";
import { toSince } from "./jump.js";
import { undo } from "./mark_read.js";
import { openPalette } from "./palette.js";
import { firstInSight } from "./scroll.js";
import { openSheet } from "./shortcut_sheet.js";
import { undoTold } from "./told.js";

const talk = () => document.querySelector("[data-talk]");
const log = () => document.querySelector("[data-log]");
const messages = () => [...(log()?.querySelectorAll("article[data-id]") ?? [])];
const chosen = () => document.activeElement?.closest("[data-log] article[data-id]");
const newest = (kind) => messages().findLast((message) => message.matches(kind));

// An act that finds nothing to do returns false: the key keeps its usual meaning.
export const ACTS = {
  "next-message": () => step(1),
  "previous-message": () => step(-1),
  compose: () => focus(document.getElementById("text") ?? document.querySelector("[data-new-topic] [name=title]")),
  reply: () => click((chosen() ?? newest(":not(.gone)"))?.querySelector("[data-reply]")),
  edit: () => edit(chosen() ?? newest(".mine:not(.gone)")),
  react: () => react(chosen() ?? newest(":not(.gone)")),
  original: () => click((chosen() ?? newest(":has([data-original])"))?.querySelector("[data-original] > summary")),
  "first-new": () => toSince(),
  "mark-read": () => markRead(),
  back: (target) => back(target),
  "next-topic": () => go(`/away/next?topic=${talk()?.dataset.topic ?? ""}`),
  home: () => go("/"),
  away: () => go("/away"),
  notifications: () => go("/notifications"),
  rooms: () => go("/rooms"),
  "new-topic": () => click(document.querySelector(".topics header [href$='/topics/new']")),
  find: () => focus(visible("[data-search]")) || go("/search"),
  undo: () => undo() || undoTold(),
  help: () => openSheet(),
};

function step(by) {
  const items = log() ? messages() : [...document.querySelectorAll("[data-news]:not([hidden]) h3 a, [data-told] h3 a")];
  const at = items.indexOf(log() ? chosen() : document.activeElement);
  const start = log() ? items.indexOf(by > 0 ? firstInSight() : newest("article")) : 0;
  const item = items[at < 0 ? start : at + by];
  if (!item) return false;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function back(target) {
  if (!log()) return false;
  if (target.id === "text") return focus(newest("article") ?? log());
  return chosen() || target === log() ? focus(document.getElementById("text")) : false;
}

function edit(message) {
  if (!message?.matches(".mine:not(.gone)")) return false;
  openEdit(message);
}

function react(message) {
  if (!message?.matches(":not(.gone)")) return false;
  message.scrollIntoView({ block: "nearest" });
  openPalette(message, message);
}

function markRead() {
  const form =
    document.querySelector("[data-log] [data-since]") ??
    document.activeElement?.closest("[data-news]")?.querySelector("[data-mark-read]") ??
    document.activeElement?.closest("[data-told]")?.querySelector("[data-mark-told]");
  if (!form) return false;
  form.requestSubmit();
}

function visible(kind) {
  return [...document.querySelectorAll(kind)].find((element) => element.checkVisibility());
}

function focus(element) {
  if (!element?.checkVisibility()) return false;
  element.focus();
  return true;
}

function click(element) {
  if (!element) return false;
  element.click();
}

// By a link, as who clicks goes: what has to be sent before is sent before.
function go(address) {
  const link = document.createElement("a");
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
}
