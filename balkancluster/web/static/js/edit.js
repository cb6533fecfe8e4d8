// Editing one's own message where it stands. The form is the one of the page without scripts.
import { Refusal, write } from "./api.js";
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
  document.addEventListener("keydown", press);
}

function begin(event, tool) {
  event.preventDefault();
  tool.closest("[popover]:popover-open")?.hidePopover();
  open(tool.closest("article"), tool.href);
}

async function open(article, address) {
  const before = article.querySelector("[data-editing] textarea");
  if (before) return before.focus();
  try {
    const form = (await fetchPage(address)).querySelector("[data-editing]");
    form.dataset.keep = "";
    article.querySelector(".content").append(document.adoptNode(form));
    const field = form.querySelector("textarea");
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    form.scrollIntoView({ block: "nearest" });
  } catch {
    tell("net.failed");
  }
}

function end(event, article) {
  event.preventDefault();
  article.querySelector("[data-editing]").remove();
  document.getElementById("text").focus();
}

async function save(event) {
  event.preventDefault();
  const form = event.target;
  const { id } = form.closest("article").dataset;
  const body = { body: form.elements.body.value, rev: Number(form.elements.rev.value) };
  try {
    await write("PATCH", `/rooms/${talk().dataset.room}/messages/${id}`, body);
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
    open(last, last.querySelector("[data-edit]").href);
  }
  const form = field.closest?.("[data-editing]");
  if (form && event.key === "Escape") end(event, form.closest("article"));
  if (form && event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(hover: hover)").matches) {
    event.preventDefault();
    if (field.localName === "textarea") form.requestSubmit();
  }
}
