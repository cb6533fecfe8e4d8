// Somebody in a room has left the network: their name goes from the open page, too. Everybody hears of it at
// once, so they ask for the page at different moments.
import { hear } from "./signals.js";
import { swapPage } from "./swap.js";

const SOON = 300;
const SPREAD = 1_200;

export function startDepartures() {
  hear("live.event", ({ room, event: { kind, person } }) => {
    const isOpen = document.querySelector("[data-talk]")?.dataset.room === room;
    if (kind !== "member.left" || person.name || !isOpen) return;
    setTimeout(() => swapPage({ withOlder: true }).catch(() => {}), SOON + Math.random() * SPREAD);
  });
}
