// What is typed and not sent, kept on this device for each topic; a browser that keeps nothing loses nothing
// but this comfort.
const key = ({ room, topic }) => `draft:${document.body.dataset.person}:${room}:${topic}`;

export function keepDraft(place, draft) {
  try {
    if (draft.body || draft.reply) localStorage.setItem(key(place), JSON.stringify(draft));
    else localStorage.removeItem(key(place));
    return true;
  } catch {
    return false;
  }
}

export function findDraft(place) {
  try {
    return JSON.parse(localStorage.getItem(key(place))) ?? { body: "", reply: null };
  } catch {
    return { body: "", reply: null };
  }
}
