// Single keys for who would rather not reach for the mouse; they rest while somebody types, and can be switched
// off on this device (WCAG 2.1.4). Two keys one after another go somewhere.
import { ACTS } from "./shortcut_acts.js";
import { areShortcutsOn } from "./shortcut_sheet.js";

const KEYS = {
  j: "next-message",
  k: "previous-message",
  c: "compose",
  r: "reply",
  e: "edit",
  "+": "react",
  o: "original",
  f: "first-new",
  m: "mark-read",
  Escape: "back",
  n: "next-topic",
  "g h": "home",
  "g a": "away",
  "g n": "notifications",
  "g r": "rooms",
  t: "new-topic",
  "/": "find",
  u: "undo",
  "?": "help",
};

const PATIENCE = 1_500;
const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";
const WITH_KEYS_OF_ITS_OWN = "[role=menu], [role=listbox], dialog[open], :popover-open";

let first = "";
let forgotten;

export function startShortcuts() {
  document.addEventListener("keydown", press);
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("#text") && event.key === "Escape") return act("back", event);
  if (event.target.matches?.(TYPING) || isBusy(event.target)) return;
  const key = read(event);
  if (!key || (key !== "Escape" && !areShortcutsOn())) return;
  const pressed = first ? `${first} ${key}` : key;
  wait(!first && Object.keys(KEYS).some((keys) => keys.startsWith(`${key} `)) ? key : "");
  act(KEYS[pressed], event);
}

function isBusy(target) {
  return target.closest?.(WITH_KEYS_OF_ITS_OWN) || document.querySelector("dialog[open]");
}

// By what is written on the key, where that is Latin (on a QWERTZ and an AZERTY keyboard too); on a Cyrillic
// layout by the place of the key.
function read({ key, code, shiftKey }) {
  if (/^[a-z]$/i.test(key)) return shiftKey ? "" : key.toLowerCase();
  if (/^\p{L}$/u.test(key)) return shiftKey ? "" : (/^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? "");
  return key;
}

function wait(key) {
  clearTimeout(forgotten);
  first = key;
  if (key) forgotten = setTimeout(() => (first = ""), PATIENCE);
}

function act(name, event) {
  if (name && ACTS[name](event.target) !== false) event.preventDefault();
}
