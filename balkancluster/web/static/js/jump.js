// The way back up to where the new begins, once the reader has scrolled past it.
import { scroller } from "./scroll.js";
import { hear } from "./signals.js";

const log = () => document.querySelector("[data-log]");
const line = () => document.querySelector("[data-log] #since");
const button = () => document.querySelector("[data-to-since]");

export function startJump() {
  if (!log()) return;
  log().addEventListener("scroll", draw, { passive: true });
  addEventListener("scroll", draw, { passive: true });
  for (const change of ["log.added", "log.end", "read.marked", "page.parts", "page.swapped"]) hear(change, draw);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-to-since]")) return;
    event.preventDefault();
    toSince();
  });
  draw();
}

export function toSince() {
  if (!line()) return false;
  line().scrollIntoView({ block: "start", behavior: "instant" });
  const first = line().nextElementSibling;
  if (first?.matches("article")) first.focus({ preventScroll: true });
  draw();
  return true;
}

function draw() {
  if (!button()) return;
  const place = line()?.getBoundingClientRect();
  const top = scroller() === log() ? log().getBoundingClientRect().top : 0;
  button().hidden = !place || place.bottom > top;
  if (place) button().querySelector("span").textContent = line().querySelector("span").textContent;
}
