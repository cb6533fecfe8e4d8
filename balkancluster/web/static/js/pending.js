// Bubbles of what is on its way: dashed while it waits, in berry with the server's words when it was refused.
import { timeOf } from "./clock.js";
import { drawFiles } from "./file_line.js";
import { discard, retry } from "./outbox.js";
import { list } from "./outbox_store.js";
import { rooms } from "./rooms.js";
import { keepEnd, toEnd } from "./scroll.js";
import { hear, tell } from "./signals.js";
import { swapPage } from "./swap.js";

const SLOW = 900;

const talk = () => document.querySelector("[data-talk]");
const place = () => document.querySelector("[data-waiting]");
const find = (clientId) => document.getElementById(`pending-${clientId}`);

export async function startPending() {
  if (!talk()) return;
  hear("outbox.added", ({ item }) => show(item));
  hear("outbox.changed", ({ item }) => update(item));
  hear("outbox.waits", ({ item }) => find(item.client_id)?.setAttribute("data-state", "waiting"));
  hear("outbox.gone", ({ clientId }) => find(clientId)?.remove());
  hear("outbox.sent", acknowledge);
  hear("log.added", ({ article }) => find(article.dataset.client)?.remove());
  hear("page.swapped", redraw);
  document.addEventListener("click", act);
  await redraw();
}

async function redraw() {
  const acknowledged = [...place().children].filter((bubble) => bubble.dataset.state === "sent");
  place().replaceChildren(...acknowledged);
  for (const item of await list()) {
    if (document.querySelector(`article[data-client="${item.client_id}"]`)) await discard(item.client_id);
    else if (item.topic === talk().dataset.topic && !find(item.client_id)) draw(item);
  }
}

function show(item) {
  if (item.topic !== talk().dataset.topic) return;
  draw(item);
  toEnd();
  setTimeout(() => {
    const bubble = find(item.client_id);
    if (bubble?.dataset.state === "sending") bubble.dataset.state = "waiting";
  }, SLOW);
}

function draw(item) {
  const bubble = document.getElementById("bubble").content.firstElementChild.cloneNode(true);
  bubble.id = `pending-${item.client_id}`;
  bubble.dataset.pending = item.client_id;
  bubble.querySelector("time").textContent = timeOf(new Date(item.order));
  bubble.querySelector(".body").textContent = item.body;
  if (item.files?.length) bubble.querySelector(".body").after(drawFiles(item.files));
  wearHouse(bubble);
  place().append(bubble);
  update(item);
}

// The tile of one's house is on every message one has said before.
function wearHouse(bubble) {
  const said = document.querySelector("article.mine:not(.pending) > .avatar:has(.tile)");
  if (said) bubble.querySelector(".avatar").replaceWith(said.cloneNode(true));
}

function update(item) {
  const bubble = find(item.client_id);
  if (!bubble) return;
  bubble.dataset.state = item.error ? "failed" : "sending";
  bubble.classList.toggle("failed", Boolean(item.error));
  bubble.querySelector("[data-reason]").textContent = item.error ?? "";
}

function acknowledge({ item, answer }) {
  const bubble = find(item.client_id);
  if (!bubble) return;
  bubble.dataset.state = "sent";
  if (document.getElementById(`m${answer.id}`)) keepEnd(() => bubble.remove());
  // The event has gone by already: this was a repeat of what the server had.
  else if (answer.seq <= (rooms.get(item.room)?.head ?? 0)) swapPage().then(() => bubble.remove());
}

async function act(event) {
  const button = event.target.closest("[data-pending-act]");
  if (!button) return;
  const clientId = button.closest("[data-pending]").dataset.pending;
  const item = (await list()).find((one) => one.client_id === clientId);
  if (button.dataset.pendingAct === "retry") return retry(clientId);
  await discard(clientId);
  if (button.dataset.pendingAct === "edit" && item) tell("composer.restore", { item });
}
