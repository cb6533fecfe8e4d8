// What stands before the reader's eyes is read: the end of the log, in a window that is looked at.
import { write } from "./api.js";
import { rooms } from "./rooms.js";
import { isAtEnd } from "./scroll.js";
import { hear, tell } from "./signals.js";
import { topicLine } from "./topics.js";

const GLANCE = 600;

let planned;

const talk = () => document.querySelector("[data-talk]");

export function startRead() {
  if (!talk()) return;
  hear("log.end", consider);
  hear("log.added", consider);
  addEventListener("focus", consider);
  document.addEventListener("visibilitychange", consider);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-since]")) return;
    event.preventDefault();
    document.getElementById("text")?.focus();
    event.target.remove();
    mark();
  });
  consider();
}

function consider() {
  clearTimeout(planned);
  planned = setTimeout(() => isLookedAt() && mark(), GLANCE);
}

function isLookedAt() {
  return !document.hidden && document.hasFocus() && isAtEnd() && "newest" in talk().dataset;
}

async function mark() {
  const { room, topic } = talk().dataset;
  const { unread, forMe } = topicLine(topic)?.dataset ?? {};
  const articles = document.querySelectorAll("[data-log] article[data-seq]");
  const seq = Number(articles[articles.length - 1]?.dataset.seq);
  if (!Number(unread) || !seq) return;
  const before = rooms.get(room)?.told;
  await write("PUT", `/rooms/${room}/read`, { seq, topic }).then(
    () => {
      // Counts that the server has told meanwhile may know of this already, and will be told again.
      const isTold = rooms.get(room)?.told !== before;
      tell("read.marked", { room, topic, unread: isTold ? 0 : Number(unread), forMe: isTold ? 0 : Number(forMe) });
    },
    () => {},
  );
}
