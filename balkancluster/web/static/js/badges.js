// A badge counts what is unread; with an @ when some of it names the reader. Built as the server builds it.
import { gettext, ngettext } from "./words.js";

const MOST = 1_000;
const TWO_DIGITS = 99;

export function setBadge(badge, unread, forMe) {
  badge.hidden = !unread;
  badge.classList.toggle("for-me", forMe > 0);
  const number = unread < MOST ? String(unread) : `${MOST}+`;
  const shown = part("aria-hidden", "true", forMe > 0 ? `@ ${number}` : number);
  const words = ngettext("%(num)s unread message", "%(num)s unread messages", unread);
  badge.replaceChildren(...(unread ? [shown, part("class", "visually-hidden", ` ${words}`)] : []));
}

export function setTotal(badge, unread) {
  badge.hidden = !unread;
  const words = part("class", "visually-hidden", ` ${gettext("unread")}`);
  badge.replaceChildren(...(unread ? [String(unread), words] : []));
}

// Of what concerns the reader alone: nobody needs to know how much above two digits.
export function setCount(badge, waiting) {
  badge.hidden = !waiting;
  const shown = part("aria-hidden", "true", waiting > TWO_DIGITS ? `${TWO_DIGITS}+` : String(waiting));
  const words = ngettext("%(num)s unread notification", "%(num)s unread notifications", waiting);
  badge.replaceChildren(...(waiting ? [shown, part("class", "visually-hidden", ` ${words}`)] : []));
}

function part(name, value, text) {
  const span = document.createElement("span");
  span.setAttribute(name, value);
  span.textContent = text;
  return span;
}
