// A newcomer's tour beside the page: one step at a time, at the real thing it speaks of. It goes on where it was
// after a reload and on the next page, and never covers what it explains.
import { hear } from "./signals.js";

// Places of the panel, in the order in which they are tried.
const PLACES = ["low start", "low end", "high end", "high start"];
const NAME = `tour-${document.body.dataset.person}`;

const panel = () => document.querySelector("[data-tour]");
const steps = () => [...document.querySelectorAll("[data-tour-step]")];
const number = () => Math.min(Number(localStorage.getItem(NAME)) || 0, steps().length - 1);

export function startTour() {
  const begin = document.querySelector("[data-tour-begin]");
  if (begin) begin.hidden = false;
  if (!panel()) return;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-tour-next]")) go(number() + 1);
    else if (event.target.closest("[data-tour-back]")) go(number() - 1);
    else if (event.target.closest("[data-tour-done]")) end();
    // What opens or closes by a click may uncover or cover what is pointed at.
    else setTimeout(point);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-tour-end]")) return;
    event.preventDefault();
    end();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("[data-tour]")) end();
  });
  addEventListener("resize", point);
  hear("page.swapped", show);
  hear("page.parts", point);
  show();
}

function go(step) {
  localStorage.setItem(NAME, step);
  show();
  // The button that was pressed may be gone at either end of the way.
  const bar = panel().querySelector("[data-tour-moves]");
  if (!bar.contains(document.activeElement) || document.activeElement.hidden) {
    bar.querySelector("button:not([hidden]):last-of-type").focus();
  }
}

function show() {
  const here = panel();
  if (!here) return;
  const all = steps();
  const now = number();
  here.querySelector("[data-tour-invitation]").hidden = true;
  here.querySelector("[data-tour-steps]").hidden = false;
  here.querySelector("[data-tour-moves]").hidden = false;
  here.setAttribute("aria-labelledby", `tour-step-${now + 1}`);
  all.forEach((step, index) => (step.hidden = index !== now));
  here.querySelector("[data-tour-back]").hidden = now === 0;
  here.querySelector("[data-tour-next]").hidden = now === all.length - 1;
  here.querySelector("[data-tour-done]").hidden = now !== all.length - 1;
  point();
}

function point() {
  const here = panel();
  if (!here) return;
  const step = steps()[number()];
  const target = find(step.dataset.at);
  document.querySelector("[data-toured]")?.removeAttribute("data-toured");
  target?.setAttribute("data-toured", "");
  step.querySelector("[data-tour-elsewhere]").hidden = Boolean(target) && !isElsewhere(step);
  here.dataset.tour = PLACES.find((place) => isFree(here, place, target)) ?? PLACES[0];
}

// The way to a page leads on from wherever that page is not open already.
function isElsewhere(step) {
  const path = new URL(step.querySelector("[data-tour-elsewhere] a").href).pathname;
  return !path.startsWith("/tour/") && path !== "/settings" && path !== location.pathname;
}

function find(places) {
  const isSeen = (element) => {
    const { width, top, bottom } = element.getBoundingClientRect();
    return width > 1 && bottom > 1 && top < innerHeight && element.checkVisibility?.() !== false;
  };
  return places.split(", ").flatMap((place) => [...document.querySelectorAll(place)]).find(isSeen);
}

function isFree(here, place, target) {
  here.dataset.tour = place;
  if (!target) return true;
  const a = here.getBoundingClientRect();
  const b = target.getBoundingClientRect();
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}

async function end() {
  const here = panel();
  const form = here.querySelector("[data-tour-end]");
  const wasInside = here.contains(document.activeElement);
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "*/*" },
    body: new URLSearchParams(new FormData(form)),
    redirect: "manual",
  }).catch(() => null);
  // Not kept by the server: the tour stays, and may be ended when the line is back.
  if (!answer || answer.status >= 400) return;
  localStorage.removeItem(NAME);
  document.querySelector("[data-toured]")?.removeAttribute("data-toured");
  here.remove();
  if (wasInside) find("[popovertarget=account]")?.focus();
}
