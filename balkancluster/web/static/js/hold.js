// A finger held on a message opens its menu. Moving it scrolls, a second one zooms, and what is selected stays.
import { openMenu } from "./menu.js";

const LONG = 450;
const SLACK = 10;

let held = null;
let hasOpened = false;

export function startHold() {
  if (!document.getElementById("message-menu")) return;
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", (event) => held && isFar(event) && end());
  for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, end);
  // Lifting it is no click: that would take the focus from the menu and close it.
  document.addEventListener("touchend", (event) => hasOpened && event.preventDefault(), { passive: false });
  document.addEventListener("scroll", end, { capture: true, passive: true });
}

function begin(event) {
  end();
  hasOpened = false;
  if (event.pointerType !== "touch" || !event.isPrimary) return;
  const article = event.target.closest("[data-log] article[data-id]:not(.gone)");
  if (!article || event.target.closest("a, button, input, textarea, summary")) return;
  if (!getSelection().isCollapsed) return;
  // Until the finger is lifted, it selects no word.
  article.classList.add("held");
  held = { article, x: event.clientX, y: event.clientY, timer: setTimeout(open, LONG) };
}

function open() {
  hasOpened = true;
  openMenu(held.article, held.article);
}

function isFar({ clientX, clientY }) {
  return Math.hypot(clientX - held.x, clientY - held.y) > SLACK;
}

function end() {
  if (!held) return;
  clearTimeout(held.timer);
  held.article.classList.remove("held");
  held = null;
}
