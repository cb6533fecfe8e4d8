// What is typed and not sent, kept on this device for each person and topic; a browser that keeps nothing loses
// nothing but this comfort. `topic` is "new" for the first message of a topic that is not there yet, and names the
// message for an edit under way.
import { tell } from "./signals.js";

// Before the id of a message that is edited.
export const EDIT = "m";

const PREFIX = "draft:";
const OLDEST = 90 * 24 * 60 * 60 * 1000;
const MOST = 100;

let isOver = false;

const mine = () => `${PREFIX}${document.body.dataset.person}:`;
const key = ({ room, topic }) => `${mine()}${room}:${topic}`;

// `draft` has body, reply and files (those that the server has), or title and body, and the words that a list shows: `name` and `lang` of the topic.
export function keepDraft(place, draft) {
  if (isOver) return false;
  try {
    const isWorthIt = draft.body || draft.reply || draft.title || draft.files?.length;
    if (isWorthIt) localStorage.setItem(key(place), JSON.stringify({ ...draft, at: Date.now() }));
    else localStorage.removeItem(key(place));
    tell("drafts.changed");
    return true;
  } catch {
    return false;
  }
}

export function findDraft(place) {
  return read(key(place)) ?? takeAlong(place) ?? { body: "", reply: null };
}

// A topic keeps its id in another room: what was typed in it before the move is its draft there.
function takeAlong(place) {
  const old = keys().find((name) => name.startsWith(mine()) && name.endsWith(`:${place.topic}`));
  if (!old || place.topic === "new") return null;
  const draft = read(old);
  localStorage.setItem(key(place), JSON.stringify(draft));
  localStorage.removeItem(old);
  return draft;
}

// The drafts of who is signed in, the newest first.
export function listDrafts() {
  return keys()
    .filter((name) => name.startsWith(mine()))
    .map((name) => {
      const [room, topic] = name.slice(mine().length).split(":");
      return { room, topic, ...read(name) };
    })
    .filter((draft) => draft.body || draft.title || draft.files?.length)
    .sort((one, other) => other.at - one.at);
}

// Called once for each page: nothing is kept for ever, of whoever it is.
export function pruneDrafts() {
  const dated = keys().map((name) => ({ name, at: read(name)?.at ?? 0 }));
  dated.sort((one, other) => other.at - one.at);
  for (const [place, { name, at }] of dated.entries()) {
    if (at && (place >= MOST || Date.now() - at > OLDEST)) localStorage.removeItem(name);
  }
}

// For good: a page that is being left keeps nothing any more.
export function forgetDrafts() {
  isOver = true;
  for (const name of keys()) if (name.startsWith(mine())) localStorage.removeItem(name);
}

export function isDraft(name) {
  return name === null || name.startsWith(PREFIX);
}

function keys() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}
