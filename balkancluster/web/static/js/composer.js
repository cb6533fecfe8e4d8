// The composer: sends without leaving the page, and keeps what is typed through reload and language switch.
import { findDraft, keepDraft } from "./draft.js";
import { say } from "./outbox.js";
import { currentReply, setReply } from "./reply.js";
import { hear, tell } from "./signals.js";

const PAUSE = 300;

let planned;

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
  hear("composer.restore", ({ item }) => takeBack(item));
  hear("page.swapped", showTools);
  showTools();
}

function showTools() {
  document.querySelector("[data-scripted]").hidden = false;
}

// What the server gave back for another look comes before what was kept here.
function restore({ body, reply }) {
  if (!field().value) field().value = body;
  if (reply && !currentReply()) setReply(reply);
}

function takeBack({ body, reply }) {
  field().value = [body, field().value].filter(Boolean).join("\n\n");
  if (reply) setReply(reply);
  field().focus();
  changed();
}

function submit(event) {
  if (event.target !== form()) return;
  event.preventDefault();
  const body = field().value.trim();
  if (!body) return field().focus();
  const { room, topic } = place();
  const reply = currentReply();
  const said = say({ room, topic, body, reply, reply_to: reply?.id });
  field().value = "";
  document.querySelector("[data-composer-error]").hidden = true;
  setReply(null);
  store();
  field().focus();
  tell("composer.sent");
  // Who answers from further back sees it where it stands: at the end.
  if (!("newest" in place())) said.then(() => location.assign(form().action.replace(/\/messages$/, "")));
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
  const draft = { body: field().value, reply: currentReply(), name: title?.textContent, lang: title?.lang };
  const isKept = keepDraft(place(), draft);
  document.querySelector("[data-draft-state]").hidden = !isKept || !draft.body;
}
