// A topic that was closed, a room that was archived: the composer makes way for the sentence that says so, with
// its draft, and is back when the sentence is gone.
import { hear } from "./signals.js";

const talk = () => document.querySelector("[data-talk]");

export function startShut() {
  if (!talk()) return;
  hear("page.parts", apply);
  hear("page.swapped", apply);
}

export function isShut() {
  return document.querySelector("#shut > *") !== null;
}

export function apply() {
  const shut = isShut();
  const composer = document.querySelector("[data-composer]");
  if (!composer) return;
  if (shut && composer.contains(document.activeElement)) document.querySelector("[data-log]").focus();
  talk().toggleAttribute("data-shut", shut);
  composer.hidden = shut;
}
