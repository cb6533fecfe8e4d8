// The page of notifications: it follows the reader's own stream, and marks what is read with ten seconds to think
// again, as rooms are (mark_read.js). Who opens one has read it.
import { countWaiting } from "./bell.js";
import { offerUndo, postMarks, TIME_TO_UNDO } from "./marked_notice.js";
import { hideNotice } from "./notice.js";
import { refreshParts } from "./page.js";
import { hear, tell } from "./signals.js";

const SOON = 100;

// What was marked and is not sent: the form, which lines it reads (one, or all up to a number), how much of what the
// bell counts that is, what came later, and when to send it.
let held = null;
let planned;

const page = () => document.querySelector("[data-notifications]");
const lines = () => [...document.querySelectorAll("[data-told]")];

export function startTold() {
  if (!page()) return;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-mark-told]")) return;
    event.preventDefault();
    mark(event.target);
  });
  for (const way of ["click", "auxclick"]) document.addEventListener(way, open);
  addEventListener("pagehide", () => held && post(take()).catch(() => {}));
  hear("own.event", (event) => event.unread_ids && heed(event));
  hear("own.reset", follow);
  hear("page.parts", draw);
  hear("page.swapped", draw);
}

export function undoTold() {
  if (!held) return false;
  const { form } = take();
  draw();
  hideNotice();
  document.getElementById(form)?.querySelector("button").focus();
  return true;
}

// What happens while something is held: more comes, or another device reads the same.
function heed({ kind, notification, unread_notifications: unread, unread_ids: ids }) {
  if (held?.which === "all") {
    if (kind === "notification.added" && notification?.seq > held.upTo) held.newer += 1;
    held.count = Math.max(0, unread - held.newer);
  } else if (held && !ids.includes(held.which)) {
    held.count = 0;
    if (!held.isOnItsWay) send();
  }
  draw();
  follow();
}

function follow() {
  clearTimeout(planned);
  planned = setTimeout(() => refreshParts().catch(() => {}), SOON);
}

async function mark(form) {
  if (held) await send();
  const which = form.dataset.markTold;
  held = {
    action: form.action,
    body: new URLSearchParams(new FormData(form)),
    form: form.id,
    which,
    upTo: Number(form.elements.seq?.value),
    count: which === "all" ? countWaiting() : 1,
    newer: 0,
    timer: setTimeout(send, TIME_TO_UNDO),
  };
  draw();
  offerUndo(undoTold);
}

function draw() {
  for (const line of lines()) {
    const form = line.querySelector("[data-mark-told]");
    if (!form) continue;
    const isRead = held?.which === line.dataset.told || (held?.which === "all" && line.dataset.seq <= held.upTo);
    line.classList.toggle("unread", !isRead);
    form.hidden = isRead;
    line.querySelector("h3 .visually-hidden").hidden = isRead;
  }
  const isAny = lines().some((line) => line.matches(".unread"));
  document.getElementById("read-told")?.toggleAttribute("hidden", held?.which === "all" && !isAny);
  tell("told.held", { count: held?.count ?? 0 });
}

function take() {
  const taken = held;
  held = null;
  clearTimeout(taken.timer);
  return taken;
}

async function send() {
  const sent = held;
  if (!sent) return;
  clearTimeout(sent.timer);
  sent.isOnItsWay = true;
  try {
    await post(sent);
    if (held !== sent) return;
    hideNotice();
    await refreshParts().catch(() => {});
    held = null;
    draw();
  } catch {
    sent.isOnItsWay = false;
    sent.timer = setTimeout(send, TIME_TO_UNDO);
  }
}

const post = ({ action, body }) => postMarks(action, body);

function open({ target }) {
  const line = target.closest("[data-told-link]")?.closest("[data-told].unread");
  if (!line) return;
  fetch(`/api/v1/me/notifications/${line.dataset.told}/read`, { method: "PUT", keepalive: true }).catch(() => {});
}
