// The files of the message in the composer: those that the server has, those on their way, those it refused.
import { fileSize } from "./file_line.js";
import { say } from "./notice.js";
import { hear, tell } from "./signals.js";
import { upload } from "./upload.js";
import { gettext } from "./words.js";

const MOST = 10;
const IN_FLIGHT = 2;

let items = [];

const list = () => document.querySelector("[data-attached]");
const isOnItsWay = (item) => !item.id && !item.error;

export function startAttached() {
  if (!list()) return;
  items = readGiven();
  draw();
  document.addEventListener("click", act);
  hear("page.swapped", draw);
}

// What the server gave back with a form that it refused.
function readGiven() {
  return [...list().querySelectorAll("input:checked")].map(({ value, dataset, parentElement }) => {
    return { id: value, name: parentElement.querySelector("bdi").textContent, size: Number(dataset.size) };
  });
}

export function attached() {
  return items.filter(({ id }) => id).map(({ id, name, size }) => ({ id, name, size }));
}

export const isUploading = () => items.some(isOnItsWay);
export const hasFailed = () => items.some(({ error }) => error);

// Files that the server has already: of a draft, or of a message that comes back.
export function setAttached(files = []) {
  const known = new Set(items.map(({ id }) => id));
  items.push(...files.filter(({ id }) => !known.has(id)));
  draw();
}

export function clearAttached() {
  items = [];
  draw();
}

export function addFiles(files) {
  const room = MOST - items.length;
  if (files.length > room) say("grave", gettext("A message can carry at most %(limit)s files.", { limit: MOST }));
  for (const { file, name } of files.slice(0, Math.max(0, room))) {
    items.push({ file, name, size: file.size, part: 0, error: null, stop: new AbortController() });
  }
  draw();
  sendNext();
}

function sendNext() {
  const free = IN_FLIGHT - items.filter(({ isSent }) => isSent).length;
  for (const item of items.filter((one) => isOnItsWay(one) && !one.isSent).slice(0, Math.max(0, free))) send(item);
}

async function send(item) {
  item.isSent = true;
  announce(gettext("Uploading %(name)s", { name: item.name }));
  try {
    const { id, name, size } = await upload(item.file, item.name, item.stop.signal, (part) => progress(item, part));
    Object.assign(item, { id, name, size, file: null });
    announce(gettext("%(name)s is uploaded", { name }));
  } catch (error) {
    if (item.stop.signal.aborted) return;
    item.error = error.message || gettext("This file could not be uploaded.");
    announce(`${item.name}: ${item.error}`);
  } finally {
    item.isSent = false;
    draw();
    sendNext();
  }
  tell("attached.changed");
}

function progress(item, part) {
  item.part = part;
  const bar = list().children[items.indexOf(item)]?.querySelector("progress");
  if (bar) bar.value = part;
}

export function announce(words) {
  document.getElementById("attached-news").textContent = words;
}

function act(event) {
  const button = event.target.closest("[data-detach], [data-again]");
  if (!button || !list().contains(button)) return;
  const item = items[[...list().children].indexOf(button.closest("li"))];
  if ("again" in button.dataset) {
    Object.assign(item, { error: null, part: 0 });
  } else {
    item.stop?.abort();
    items = items.filter((one) => one !== item);
  }
  draw();
  sendNext();
  document.getElementById("text").focus();
  tell("attached.changed");
}

function draw() {
  list().replaceChildren(...items.map(line));
}

function line({ id, name, size, part, error }) {
  const item = document.getElementById("attaching").content.firstElementChild.cloneNode(true);
  const find = (key) => item.querySelector(`[data-${key}]`);
  find("name").textContent = name;
  find("size").textContent = fileSize(size);
  find("progress").hidden = Boolean(id || error);
  find("progress").value = part ?? 0;
  find("progress").ariaLabel = gettext("Uploading %(name)s", { name });
  find("reason").textContent = error ?? "";
  find("reason").hidden = find("again").hidden = !error;
  find("detach").ariaLabel = gettext("Remove %(name)s", { name });
  find("again").ariaLabel = gettext("Upload %(name)s again", { name });
  item.querySelector(".attachment").classList.toggle("failed", Boolean(error));
  return item;
}
