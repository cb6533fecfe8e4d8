// Names after an @: a list of the room's people under the field, by arrow keys, Enter or a tap. Typing any
// script finds them; the server folds.
import { gettext } from "./words.js";

const AT = /(?:^|\s)@([\p{L}\p{M}'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u;
const PAUSE = 120;

let list = null;
let asked = 0;
let planned;

const field = () => document.getElementById("text");

export function startMention() {
  if (!field()) return;
  document.addEventListener("input", (event) => event.target === field() && plan());
  // Before the composer, which sends by Enter.
  document.addEventListener("keydown", press, { capture: true });
  document.addEventListener("focusout", (event) => event.target === field() && setTimeout(close, PAUSE));
}

function plan() {
  clearTimeout(planned);
  const found = AT.exec(field().value.slice(0, field().selectionStart));
  if (!found) return close();
  planned = setTimeout(() => suggest(found[1]), PAUSE);
}

async function suggest(typed) {
  const mine = ++asked;
  const { room } = document.querySelector("[data-talk]").dataset;
  try {
    const answer = await fetch(`/rooms/${room}/people?q=${encodeURIComponent(typed)}`);
    const people = answer.ok ? await answer.json() : [];
    if (mine === asked) show(people, typed);
  } catch {
    close();
  }
}

function show(people, typed) {
  close();
  if (!people.length || document.activeElement !== field()) return;
  list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions";
  list.dataset.keep = "";
  list.setAttribute("role", "listbox");
  list.ariaLabel = gettext("People in this room");
  list.append(...people.map((person, number) => option(person, number, typed)));
  field().before(list);
  field().setAttribute("aria-controls", list.id);
  field().setAttribute("aria-autocomplete", "list");
  choose(0);
}

function option(person, number, typed) {
  const item = document.createElement("li");
  item.id = `suggestion-${number}`;
  item.setAttribute("role", "option");
  item.textContent = person.name;
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(person.name, typed);
  });
  item.take = () => take(person.name, typed);
  return item;
}

function choose(number) {
  const count = list.children.length;
  [...list.children].forEach((item, index) => (item.ariaSelected = String(index === (number + count) % count)));
  const chosen = list.querySelector("[aria-selected=true]");
  field().setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function take(name, typed) {
  const end = field().selectionStart;
  field().setRangeText(`@${name} `, end - typed.length - 1, end, "end");
  close();
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

function press(event) {
  if (!list || event.target !== field() || event.isComposing) return;
  const chosen = [...list.children].findIndex((item) => item.ariaSelected === "true");
  const act = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen - 1),
    Enter: () => list.children[chosen].take(),
    Tab: () => list.children[chosen].take(),
    Escape: close,
  }[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function close() {
  asked += 1;
  list?.remove();
  list = null;
  for (const name of ["aria-controls", "aria-activedescendant"]) field()?.removeAttribute(name);
}
