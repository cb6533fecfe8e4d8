// What two pages share that mark something as read with ten seconds to think again: the sentence that offers the
// way back, and the request that arrives although the page is gone.
import { button, showNotice } from "./notice.js";
import { gettext } from "./words.js";

export const TIME_TO_UNDO = 10_000;

export function offerUndo(undo) {
  const back = button(gettext("Undo"), undo);
  back.ariaKeyShortcuts = "u";
  showNotice("good", gettext("Marked as read."), back);
  const isLost = document.activeElement === document.body || document.activeElement?.closest("[hidden]");
  if (isLost) back.focus({ preventScroll: true });
}

export async function postMarks(action, body) {
  const answer = await fetch(action, { method: "POST", headers: { Accept: "*/*" }, body, keepalive: true, redirect: "manual" });
  if (answer.status >= 500) throw new Error(`${answer.status} for ${action}`);
}
