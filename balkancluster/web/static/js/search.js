// Suggestions below the field of search while somebody types: the combobox of WAI-ARIA, a list by arrow keys, Enter
// or a tap. Without a choice Enter sends the form. The server renders the options; an older question is dropped.
const PAUSE = 150;

let asking = null;
let planned;

export function startSearch() {
  document.addEventListener("input", ({ target }) => isField(target) && plan(target));
  document.addEventListener("keydown", press);
  document.addEventListener("focusout", ({ target }) => isField(target) && close(target));
  document.addEventListener("pointerdown", tap);
}

const isField = (target) => target.matches?.("[data-search]");
const listOf = (field) => field.parentElement.querySelector("[role=listbox]");
const optionsOf = (field) => [...(listOf(field)?.children ?? [])];

function plan(field) {
  clearTimeout(planned);
  if (field.value.trim()) planned = setTimeout(() => suggest(field), PAUSE);
  else close(field);
}

async function suggest(field) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`/search/suggestions?q=${encodeURIComponent(field.value)}`, { signal });
    const html = answer.ok ? await answer.text() : "";
    if (!signal.aborted) show(field, html);
  } catch {
    if (!signal.aborted) close(field);
  }
}

function show(field, html) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
  listOf(field)?.remove();
  if (!list || document.activeElement !== field) return;
  list.id = `${field.id}-list`;
  list.dataset.keep = "";
  [...list.children].forEach((option, number) => (option.id = `${list.id}-${number}`));
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.ariaExpanded = "true";
  field.removeAttribute("aria-activedescendant");
}

function choose(field, number) {
  const options = optionsOf(field);
  options.forEach((option, index) => (option.ariaSelected = String(index === number)));
  const chosen = options[number];
  if (!chosen) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

// One step beyond either end is the field itself again.
function step(field, by) {
  const count = optionsOf(field).length + 1;
  const at = optionsOf(field).findIndex((option) => option.ariaSelected === "true");
  choose(field, ((at + 1 + by + count) % count) - 1);
}

function press(event) {
  const field = event.target;
  if (!isField(field) || !listOf(field) || event.isComposing) return;
  const chosen = optionsOf(field).find((option) => option.ariaSelected === "true");
  const act = {
    ArrowDown: () => step(field, 1),
    ArrowUp: () => step(field, -1),
    Enter: chosen && (() => take(chosen)),
    Escape: () => close(field),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function tap(event) {
  const option = event.target.closest?.("[role=option][data-address]");
  if (!option) return;
  event.preventDefault();
  take(option);
}

function take(option) {
  location.assign(option.dataset.address);
}

function close(field) {
  clearTimeout(planned);
  asking?.abort();
  listOf(field)?.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
  if (field.role) field.ariaExpanded = "false";
}
