// A topic that was moved to another room while it is open: its words go, what is being typed stays, and a calm
// sentence leads on for who may read it there.
import { icon } from "./icon.js";
import { link } from "./notice.js";
import { readPartsFrom } from "./page.js";
import { apply } from "./shut.js";
import { hear } from "./signals.js";
import { gettext } from "./words.js";

const talk = () => document.querySelector("[data-talk]");

export function startMoved() {
  if (!talk()) return;
  hear("message.left", ({ id }) => leave(document.getElementById(`m${id}`)));
  hear("topic.moved", ({ room, topic }) => {
    const here = talk().dataset;
    if (room === here.room && topic === here.topic) show(here).catch(() => {});
  });
}

function leave(article) {
  // Somebody is just giving it other words: these stay until they are copied.
  if (article && !article.querySelector("[data-editing]")) article.remove();
}

async function show({ room }) {
  const address = await findPlace();
  // This page is not there any more; the lists beside it are taken from another page of the room.
  readPartsFrom(`/rooms/${room}/about`);
  for (const extra of document.querySelectorAll("#older, #newer, #since, [data-log] [data-day]")) extra.remove();
  const sentence = document.createElement("p");
  const words = document.createElement("span");
  words.textContent = gettext("This topic was moved to another room.");
  sentence.append(icon("right", true), words);
  document
    .getElementById("shut")
    .replaceChildren(sentence, ...(address ? [link(gettext("Go to the topic"), address)] : []));
  apply();
}

// Where this page leads now: nowhere for who may not read it there.
async function findPlace() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const { pathname } = new URL(answer.url);
  return answer.ok && pathname !== location.pathname ? pathname : null;
}
