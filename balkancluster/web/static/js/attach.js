// Files come into the composer: chosen, dropped on the talk, or pasted.
import { addFiles, startAttached } from "./attached.js";
import { hear } from "./signals.js";
import { gettext } from "./words.js";

const form = () => document.querySelector("[data-composer]");
const chooser = () => document.querySelector("[data-choose-files]");
const talk = () => document.querySelector("[data-talk]");

export function startAttach() {
  if (!chooser()) return;
  startAttached();
  showTools();
  hear("page.swapped", showTools);
  document.addEventListener("click", (event) => event.target.closest("[data-attach]") && chooser().click());
  document.addEventListener("change", ({ target }) => target === chooser() && choose());
  document.addEventListener("paste", paste);
  document.addEventListener("dragover", (event) => isFile(event) && hover(event));
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || stopHover());
  document.addEventListener("drop", drop);
}

// A button stands for the browser's own field, which pages without scripts keep.
function showTools() {
  chooser().hidden = true;
}

function choose() {
  add([...chooser().files]);
  chooser().value = "";
}

function add(files) {
  addFiles(files.map((file) => ({ file, name: file.name })));
  document.getElementById("text").focus();
}

// What is copied from a text comes with a picture of it, and is a text. A copied picture has no name of its own.
function paste(event) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (event.target.form !== form() || !files.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  addFiles(files.map((file) => ({ file, name: file.type.startsWith("image/") ? nameOfPicture(file) : file.name })));
}

function nameOfPicture({ type }) {
  const now = new Date();
  const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString();
  const time = local.slice(0, 16).replace("T", " ").replace(":", ".");
  return `${gettext("Picture %(time)s", { time })}.${type.slice(6).replace("jpeg", "jpg").replace(/\+.*/, "")}`;
}

function isFile(event) {
  const dragged = [...(event.dataTransfer?.items ?? [])];
  return talk().contains(event.target) && dragged.some(({ kind }) => kind === "file") && !form().hidden;
}

function hover(event) {
  event.preventDefault();
  talk().dataset.dropping = "";
}

function stopHover() {
  delete talk().dataset.dropping;
}

function drop(event) {
  stopHover();
  if (!isFile(event)) return;
  event.preventDefault();
  add([...event.dataTransfer.files]);
}
