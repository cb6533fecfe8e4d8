// The form of a new topic keeps its draft like the composer: through reloads and wrong turns, until it was sent.
import { findDraft, keepDraft } from "./draft.js";

const PAUSE = 300;

let planned;

const form = () => document.querySelector("[data-new-topic]");
const place = () => ({ room: form().dataset.newTopic, topic: "new" });

export function startNewTopic() {
  if (!form()) return sweep();
  const { title, body } = form().elements;
  const { title: keptTitle = "", body: keptBody = "" } = findDraft(place());
  if (!title.value && !body.value) {
    title.value = keptTitle;
    body.value = keptBody;
  }
  document.addEventListener("input", (event) => {
    if (event.target.form !== form()) return;
    clearTimeout(planned);
    planned = setTimeout(store, PAUSE);
  });
  addEventListener("pagehide", store);
}

// Kept with the id under which it is sent: a page that shows a message of this id has it.
function store() {
  clearTimeout(planned);
  if (!form()) return;
  const { title, body, client_id: client } = form().elements;
  keepDraft(place(), { title: title.value, body: body.value, client: client.value });
}

function sweep() {
  const room = document.querySelector("[data-talk]")?.dataset.room;
  if (!room) return;
  const { client } = findDraft({ room, topic: "new" });
  if (client && document.querySelector(`[data-log] article[data-client="${CSS.escape(client)}"]`)) {
    keepDraft({ room, topic: "new" }, {});
  }
}
