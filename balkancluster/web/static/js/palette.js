// The palette of reactions, for one message at a time.
import { closeFloat, openFloat } from "./float.js";
import { messageOf } from "./message.js";
import { isMine, react } from "./reactions.js";

const palette = () => document.getElementById("palette");
const buttons = () => [...palette().querySelectorAll("button")];

export function startPalette() {
  if (!palette()) return;
  document.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-react]");
    if (tool && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openPalette(tool.closest("article"), tool);
    }
    const chosen = event.target.closest("[data-palette] button");
    if (chosen) choose(chosen);
  });
  document.addEventListener("keydown", (event) => event.target.closest?.("[data-palette]") && move(event));
}

// An archived room has none.
export function openPalette(article, back) {
  if (!palette()) return;
  palette().dataset.message = article.dataset.id;
  for (const button of buttons()) {
    button.tabIndex = -1;
    button.ariaPressed = isMine(article, button.value);
  }
  openFloat(palette(), article.querySelector("[data-more]"), back);
  palette().scrollTop = 0;
  buttons()[0].focus({ preventScroll: true });
}

function choose(button) {
  const article = messageOf(button);
  const wanted = button.ariaPressed !== "true";
  closeFloat();
  react(article, button.value, wanted);
}

function move(event) {
  const all = buttons();
  const at = all.indexOf(event.target);
  const wanted = {
    ArrowRight: () => all[(at + 1) % all.length],
    ArrowLeft: () => all.at(at - 1),
    ArrowDown: () => beside(event.target, all.slice(at + 1)),
    ArrowUp: () => beside(event.target, all.slice(0, at).reverse()),
    Home: () => all[0],
    End: () => all.at(-1),
  }[event.key]?.();
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
}

// The nearest one of the next line in that direction.
function beside(button, others) {
  const from = button.getBoundingClientRect();
  const [first] = others.filter((other) => other.getBoundingClientRect().top !== from.top);
  const line = others.filter((other) => first && other.getBoundingClientRect().top === first.getBoundingClientRect().top);
  const distance = (other) => Math.abs(other.getBoundingClientRect().left - from.left);
  return line.sort((one, other) => distance(one) - distance(other))[0];
}
