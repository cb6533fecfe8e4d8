// Editing one's own message where it stands. The form is the one of the page without scripts.
import { Refusal, write } from "./api.js";
import { EDIT, findDraft, keepDraft } from "./draft.js";
import { closeFloat } from "./float.js";
import { messageOf } from "./message.js";
import { fetchPage } from "./page.js";
import { tell } from "./signals.js";
import { gettext } from "./words.js";

const talk = () => document.querySelector("[data-talk]");

export function startEdit() {
  if (!talk()) return;
  document.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-edit]");
    if (tool) begin(event, tool);
    const cancel = event.target.closest("[data-editing] [data-cancel]");
    if (cancel) end(event, cancel.closest("article"));
  });
  document.addEventListener("submit", (event) => event.target.matches("[data-editing]") && save(event));
  document.addEventListener("input", store);
  document.addEventListener("keydown", press);
}

function begin(event, tool) {
  event.preventDefault();
  closeFloat();
  openEdit(messageOf(tool));
}

export async function openEdit(article) {
  const before = article.querySelector("[data-editing] textarea");
  if (before) return before.focus();
  try {
    const form = (await fetchPage(`/rooms/${talk().dataset.room}/messages/${article.dataset.id}/edit`)).querySelector("[data-editing]");
    form.dataset.keep = "";
    article.querySelector(".content").append(document.adoptNode(form));
    const field = form.querySelector("textarea");
    field.value = findDraft(place(article)).body || field.value;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    form.scrollIntoView({ block: "nearest" });
  } catch {
    tell("net.failed");
  }
}

// What was changed and not saved is kept like a draft, until it is saved or given up.
function place(article) {
  return { room: talk().dataset.room, topic: `${EDIT}${article.dataset.id}` };
}

function store({ target }) {
  const article = target.localName === "textarea" && target.closest("[data-editing]")?.closest("article");
  if (article) keepDraft(place(article), { body: target.value });
}

function end(event, article) {
  event.preventDefault();
  keepDraft(place(article), {});
  article.querySelector("[data-editing]").remove();
  document.getElementById("text").focus();
}

async function save(event) {
  event.preventDefault();
  const form = event.target;
  const article = form.closest("article");
  const body = { body: form.elements.body.value, rev: Number(form.elements.rev.value) };
  const kept = [...form.querySelectorAll("[name=kept]:checked")].map(({ value }) => value);
  if (form.elements.has_files) body.files = kept;
  try {
    await write("PATCH", `/rooms/${talk().dataset.room}/messages/${article.dataset.id}`, body);
    keepDraft(place(article), {});
    form.remove();
    document.getElementById("text").focus();
  } catch (error) {
    refuse(form, error instanceof Refusal ? error.message : gettext("The connection is gone. Try again later."));
  }
}

function refuse(form, words) {
  const note = form.querySelector("[role=alert]") ?? document.createElement("p");
  note.className = "error";
  note.setAttribute("role", "alert");
  note.textContent = words;
  form.querySelector(".field").after(note);
  form.elements.body.focus();
}

// Arrow up in an empty composer edits what one said last; Escape and Enter end it.
function press(event) {
  const field = event.target;
  if (event.key === "ArrowUp" && field.id === "text" && !field.value) {
    const mine = document.querySelectorAll("[data-log] article.mine:not(.gone)[data-id]");
    const last = mine[mine.length - 1];
    if (!last) return;
    event.preventDefault();
    openEdit(last);
  }
  const form = field.closest?.("[data-editing]");
  if (form && event.key === "Escape") end(event, form.closest("article"));
  if (form && event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(hover: hover)").matches) {
    event.preventDefault();
    if (field.localName === "textarea") form.requestSubmit();
  }
}
