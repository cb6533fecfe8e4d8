// Copying. Browsers let a page do it on a safe address only; elsewhere the text stands chosen in a field.
import { say } from "./notice.js";
import { gettext } from "./words.js";

export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say("good", done);
  } catch {
    offer(text);
  }
}

function offer(text) {
  const dialog = document.createElement("dialog");
  const label = document.createElement("label");
  const field = document.createElement("textarea");
  const close = document.createElement("button");
  dialog.className = "dialog stack";
  dialog.dataset.keep = "";
  label.textContent = gettext("Copy this by hand");
  field.id = "to-copy";
  label.htmlFor = field.id;
  field.readOnly = true;
  field.value = text;
  close.className = "button quiet";
  close.textContent = gettext("Close");
  close.addEventListener("click", () => dialog.close());
  dialog.setAttribute("aria-label", label.textContent);
  dialog.append(label, field, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}
