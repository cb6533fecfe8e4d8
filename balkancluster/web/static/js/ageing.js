// A page that stays open: "today" becomes "yesterday" at midnight where the reader lives, and "5 minutes ago"
// grows older. One timer for all of it, at the full minute; a window that was asleep looks at once.
import { ago, dayHeading, when } from "./clock.js";
import { hear } from "./signals.js";
import { dates } from "./words.js";

const MINUTE = 60_000;

let planned;

export function startAgeing() {
  document.addEventListener("visibilitychange", look);
  hear("page.parts", draw);
  hear("page.swapped", draw);
  look();
}

function look() {
  clearTimeout(planned);
  if (document.hidden) return;
  draw();
  planned = setTimeout(look, MINUTE - (Date.now() % MINUTE));
}

function draw() {
  if (!dates()) return;
  const now = new Date();
  for (const time of document.querySelectorAll("time[data-ago]")) put(time, ago(new Date(time.dateTime), now));
  for (const time of document.querySelectorAll("time[data-when]")) put(time, when(new Date(time.dateTime), now));
  const days = [...document.querySelectorAll("[data-day] > time")];
  const changed = days.filter((time) => time.textContent !== dayHeading(time.dateTime, now));
  if (changed.length) quietly(() => changed.forEach((time) => put(time, dayHeading(time.dateTime, now))));
}

function put(time, words) {
  if (time.textContent !== words) time.textContent = words;
}

// A new day is no news: a screen reader shall not read the headings of the log again.
function quietly(change) {
  const log = document.querySelector("[data-log]");
  if (log) log.ariaBusy = "true";
  change();
  if (log) log.ariaBusy = null;
}
