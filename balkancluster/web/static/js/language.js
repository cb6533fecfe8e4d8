// Another language in the middle of a sentence: the page changes its words and nothing else.
import { send } from "./live.js";
import { tell } from "./signals.js";
import { swapPage } from "./swap.js";

export function startLanguage() {
  // The caret stays in the sentence while the mouse chooses its language.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-language] button")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    const locale = event.submitter?.value;
    if (!event.target.matches("[data-language]") || !locale) return;
    event.preventDefault();
    choose(event.target, locale);
  });
}

async function choose(form, locale) {
  const before = document.body.dataset.locale;
  form.closest("[popover]:popover-open")?.hidePopover();
  // The socket first: what is said from now on comes in the new language.
  send({ t: "prefs", locale });
  try {
    await remember(form, locale);
    await swapPage({ withOlder: true });
  } catch (error) {
    if (error instanceof TypeError) {
      send({ t: "prefs", locale: before });
      tell("net.failed");
    } else {
      // A page that answers a form cannot be asked for again: go on from the page before it.
      location.assign(form.elements.next.value);
    }
  }
}

async function remember(form, locale) {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "*/*" },
    body: new URLSearchParams({ locale }),
  });
  if (!answer.ok) throw new Error(`${answer.status} for ${form.action}`);
}
