// Where the reader is in the log: it opens where the new begins, stays at the end for who is at the end, and
// never moves for who reads further up. On a phone the page scrolls, on wider screens the log.
import { hear, tell } from "./signals.js";

const NEAR = 80;

let isStuck = false;

const log = () => document.querySelector("[data-log]");

export function scroller() {
  const isPane = getComputedStyle(log()).overflowY === "auto";
  return isPane ? log() : document.scrollingElement;
}

export function startScroll() {
  if (!log()) return;
  open();
  log().addEventListener("scroll", notice, { passive: true });
  addEventListener("scroll", notice, { passive: true });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-to-end]")) return;
    event.preventDefault();
    toEnd();
  });
  // A growing composer, a notice or the keyboard of a phone takes room from the log, not from its end.
  new ResizeObserver(stay).observe(log());
  addEventListener("resize", stay);
  hear("page.swapped", notice);
  notice();
}

function open() {
  if (location.hash.startsWith("#m") && document.querySelector(location.hash)) return;
  const since = document.getElementById("since");
  if (since) since.scrollIntoView({ block: "start", behavior: "instant" });
  else if ("newest" in document.querySelector("[data-talk]").dataset) toEnd();
}

export function isAtEnd() {
  const pane = scroller();
  return pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR;
}

export function toEnd() {
  const pane = scroller();
  pane.scrollTo({ top: pane.scrollHeight, behavior: "instant" });
}

export function keepEnd(change) {
  const wasAtEnd = isAtEnd();
  change(wasAtEnd);
  if (wasAtEnd) toEnd();
  notice();
}

// Runs a change of everything above and around, with the first message in sight staying where it is.
export function keepPlace(change) {
  const wasAtEnd = isAtEnd();
  const anchor = firstInSight();
  const top = anchor?.getBoundingClientRect().top;
  // The browser's own anchoring would move the log a second time.
  document.documentElement.dataset.moving = "";
  change();
  const now = anchor && document.getElementById(anchor.id);
  if (wasAtEnd) toEnd();
  else if (now) scroller().scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => delete document.documentElement.dataset.moving));
}

export function firstInSight() {
  const edge = Math.max(0, log().getBoundingClientRect().top);
  return [...log().querySelectorAll("article[data-id]")].find(
    (article) => article.getBoundingClientRect().bottom > edge,
  );
}

function stay() {
  if (isStuck) toEnd();
}

export function notice() {
  // The end of older talk is not the end: more comes in below it, and the reader stays.
  isStuck = isAtEnd() && "newest" in document.querySelector("[data-talk]").dataset;
  const button = document.querySelector("[data-to-end]");
  if (button) button.hidden = isStuck;
  if (isStuck) tell("log.end");
}
