// Taking a message back, after a question. The question is the one of the page without scripts.
import { Refusal, write } from "./api.js";
import { closeFloat } from "./float.js";
import { messageOf } from "./message.js";
import { fetchPage } from "./page.js";
import { tell } from "./signals.js";

const talk = () => document.querySelector("[data-talk]");

export function startRemove() {
  if (!talk()) return;
  document.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-remove]");
    if (tool) ask(event, tool);
    const cancel = event.target.closest("[data-removing] [data-cancel]");
    if (cancel) end(event, cancel.closest("dialog"));
  });
  document.addEventListener("submit", (event) => event.target.matches("[data-removing]") && remove(event));
}

async function ask(event, tool) {
  event.preventDefault();
  closeFloat();
  try {
    const page = await fetchPage(tool.href);
    show(messageOf(tool).dataset.id, page.querySelector("h1").textContent, page.querySelector("[data-removing]"));
  } catch {
    tell("net.failed");
  }
}

function show(id, words, form) {
  const dialog = document.createElement("dialog");
  const heading = document.createElement("h2");
  heading.id = "dialog-heading";
  heading.textContent = words;
  dialog.dataset.keep = "";
  dialog.className = "dialog stack";
  dialog.setAttribute("aria-labelledby", heading.id);
  form.dataset.message = id;
  dialog.append(heading, document.adoptNode(form));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function end(event, dialog) {
  event.preventDefault();
  dialog.close();
}

async function remove(event) {
  event.preventDefault();
  const form = event.target;
  try {
    await write("DELETE", `/rooms/${talk().dataset.room}/messages/${form.dataset.message}`);
    form.closest("dialog").close();
    document.getElementById("text").focus();
  } catch (error) {
    if (!(error instanceof Refusal)) return form.closest("dialog").close();
    const note = document.createElement("p");
    note.className = "error";
    note.setAttribute("role", "alert");
    note.textContent = error.message;
    form.prepend(note);
  }
}
