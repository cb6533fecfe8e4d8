// The composer: sends without leaving the page, and keeps what is typed through reload and language switch.
import { announce, attached, clearAttached, hasFailed, isUploading, setAttached } from "./attached.js";
import { findDraft, keepDraft } from "./draft.js";
import { say } from "./outbox.js";
import { currentReply, setReply } from "./reply.js";
import { hear, tell } from "./signals.js";
import { gettext } from "./words.js";

const PAUSE = 300;

let planned;
let waitsForFiles = false;

const form = () => document.querySelector("[data-composer]");
const field = () => document.getElementById("text");
const place = () => document.querySelector("[data-talk]").dataset;

export function startComposer() {
  if (!form()) return;
  restore(findDraft(place()));
  document.addEventListener("submit", submit);
  document.addEventListener("keydown", press);
  document.addEventListener("input", (event) => event.target === field() && changed());
  addEventListener("pagehide", store);
  hear("composer.changed", changed);
  hear("attached.changed", goOn);
  hear("composer.restore", ({ item }) => takeBack(item));
  hear("page.swapped", showTools);
  showTools();
}

function showTools() {
  document.querySelector("[data-scripted]").hidden = false;
}

// What the server gave back for another look comes before what was kept here.
function restore({ body, reply, files }) {
  if (!field().value) field().value = body;
  setAttached(files);
  if (reply && !currentReply()) setReply(reply);
}

function takeBack({ body, reply, files }) {
  field().value = [body, field().value].filter(Boolean).join("\n\n");
  if (reply) setReply(reply);
  setAttached(files);
  field().focus();
  changed();
}

function submit(event) {
  if (event.target !== form()) return;
  event.preventDefault();
  const body = field().value.trim();
  const files = attached();
  if (isUploading()) return waitForFiles();
  if (hasFailed()) return document.querySelector("[data-attached] [data-again]:not([hidden])").focus();
  if (!body && !files.length) return field().focus();
  const { room, topic } = place();
  const reply = currentReply();
  const said = say({ room, topic, body, reply, reply_to: reply?.id, files });
  field().value = "";
  clearAttached();
  document.querySelector("[data-composer-error]").hidden = true;
  setReply(null);
  store();
  field().focus();
  tell("composer.sent");
  // Who answers from further back sees it where it stands: at the end.
  if (!("newest" in place())) said.then(() => location.assign(form().action.replace(/\/messages$/, "")));
}

function waitForFiles() {
  waitsForFiles = true;
  announce(gettext("The message goes out as soon as its files are here."));
  document.querySelector("[data-waits-for-files]").hidden = false;
}

function goOn() {
  changed();
  if (isUploading()) return;
  const isWaiting = waitsForFiles;
  waitsForFiles = false;
  document.querySelector("[data-waits-for-files]").hidden = true;
  if (isWaiting && !hasFailed()) form().requestSubmit();
}

// By mouse and keyboard Enter sends; on glass it is a new line, and the button sends.
function press(event) {
  if (event.target !== field() || event.key !== "Enter" || event.defaultPrevented) return;
  if (event.shiftKey || event.isComposing || !matchMedia("(hover: hover)").matches) return;
  event.preventDefault();
  form().requestSubmit();
}

function changed() {
  document.querySelector("[data-draft-state]").hidden = true;
  clearTimeout(planned);
  planned = setTimeout(store, PAUSE);
}

function store() {
  clearTimeout(planned);
  const title = document.querySelector("#talk-head h1 [lang]");
  const draft = { body: field().value, reply: currentReply(), files: attached(), name: title?.textContent, lang: title?.lang };
  const isKept = keepDraft(place(), draft);
  document.querySelector("[data-draft-state]").hidden = !isKept || !(draft.body || draft.files.length);
}
