// The bell: how many notifications wait, in the masthead, in the tab bar and on every device; and a polite word
// when one comes.
import { setCount } from "./badges.js";
import { hear, tell } from "./signals.js";

let waiting = 0;
let held = 0;
let heard = 0;

export function startBell() {
  if (!document.querySelector("[data-bell]")) return;
  read();
  hear("page.swapped", read);
  hear("own.event", take);
  hear("own.reset", ask);
  // Marked as read here, and not sent yet.
  hear("told.held", ({ count }) => {
    held = count;
    draw();
  });
}

export function countWaiting() {
  return Math.max(0, waiting - held);
}

function read() {
  waiting = Number(document.body.dataset.waitingForMe);
  draw();
}

function take({ kind, notification, unread_notifications: unread }) {
  if (unread === undefined) return;
  heard += 1;
  waiting = unread;
  draw();
  if (kind === "notification.added" && notification && !notification.read) say(notification);
}

async function ask() {
  const before = heard;
  const answer = await fetch("/api/v1/me/notifications?limit=1").catch(() => null);
  const told = answer?.ok && (await answer.json());
  // What was heard meanwhile is newer.
  if (!told || heard !== before) return;
  waiting = told.unread;
  draw();
}

function draw() {
  document.body.dataset.waitingForMe = waiting;
  for (const badge of document.querySelectorAll("[data-bell]")) setCount(badge, countWaiting());
  tell("bell.drawn");
}

// Where the message itself is read out by the log, twice would be too much.
function say({ text, topic }) {
  const isHeard = topic && document.querySelector("[data-talk]")?.dataset.topic === topic && document.hasFocus();
  const place = document.getElementById("told");
  if (place && !isHeard) place.textContent = text;
}
