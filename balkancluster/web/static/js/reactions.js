// Reactions: the buttons under a message add one's own and take it back.
import { write } from "./api.js";
import { say } from "./notice.js";

const talk = () => document.querySelector("[data-talk]");

export function startReactions() {
  if (!talk()) return;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-reactions]")) return;
    event.preventDefault();
    const { submitter } = event;
    react(event.target.closest("article"), submitter.value, submitter.ariaPressed !== "true");
  });
}

export function isMine(article, emoji) {
  return find(article, emoji)?.ariaPressed === "true";
}

export async function react(article, emoji, wanted) {
  const { id } = article.dataset;
  press(article, emoji, wanted);
  try {
    const path = `/rooms/${talk().dataset.room}/messages/${id}/reactions/${encodeURIComponent(emoji)}`;
    await write(wanted ? "PUT" : "DELETE", path);
  } catch (error) {
    press(article, emoji, !wanted);
    say("grave", error);
  }
}

// At most fifty people are named in what is pushed to all: of the others one knows by oneself.
export function pressOwn(article, before) {
  for (const button of article.querySelectorAll(".reactions [data-people]")) {
    const people = button.dataset.people.split(",");
    const isNamed = people.includes(document.body.dataset.person);
    const isCrowd = Number(button.dataset.count) > people.length;
    button.ariaPressed = isNamed || (isCrowd && before !== undefined && isMine(before, button.value));
  }
}

function press(article, emoji, isOn) {
  const button = find(article, emoji);
  if (button) button.ariaPressed = isOn;
}

function find(article, emoji) {
  return article.querySelector(`.reactions [value="${emoji}"]`);
}
