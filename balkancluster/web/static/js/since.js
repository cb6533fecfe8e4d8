// The stitch where the new begins, also for who left the window open and looked elsewhere.
import { hear } from "./signals.js";
import { topicLine } from "./topics.js";
import { ngettext } from "./words.js";

let isOpen = false;
let count = 0;

const line = () => document.getElementById("since");

export function startSince() {
  const talk = document.querySelector("[data-talk]");
  if (!talk) return;
  count = Number(topicLine(talk.dataset.topic)?.dataset.unread);
  isOpen = Boolean(line()) && count > 0;
  hear("log.added", add);
  hear("read.marked", () => (isOpen = false));
  hear("page.swapped", draw);
}

function add({ article, wasAtEnd }) {
  const isLookedAt = wasAtEnd && !document.hidden && document.hasFocus();
  if (article.matches(".mine, .gone") || (isLookedAt && !isOpen)) return;
  if (!isOpen) begin(article);
  count += 1;
  draw();
}

function begin(article) {
  line()?.remove();
  article.classList.remove("continued");
  article.before(document.getElementById("since-line").content.firstElementChild.cloneNode(true));
  isOpen = true;
  count = 0;
}

function draw() {
  if (!isOpen || !line()) return;
  line().querySelector("span").textContent = ngettext(
    "New since you were here: %(num)s message",
    "New since you were here: %(num)s messages",
    count,
  );
}
