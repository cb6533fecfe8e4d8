// Finding a room in the list beside the talk: as one types, by the server's fold; Enter opens the whole list.
import { fetchPage } from "./page.js";
import { hear } from "./signals.js";

const PAUSE = 200;

let planned;
let found = null;

export function startFind() {
  document.addEventListener("input", (event) => {
    if (!event.target.closest("[data-find]")) return;
    clearTimeout(planned);
    planned = setTimeout(() => find(event.target), PAUSE);
  });
  hear("page.parts", draw);
  hear("page.swapped", draw);
}

async function find(field) {
  const wanted = field.value.trim();
  if (!wanted) {
    found = null;
  } else {
    const page = await fetchPage(`/rooms?q=${encodeURIComponent(wanted)}`).catch(() => null);
    if (!page || field.value.trim() !== wanted) return;
    found = new Set([...page.querySelectorAll("#my-rooms [data-room]")].map((line) => line.dataset.room));
  }
  draw();
}

function draw() {
  for (const line of document.querySelectorAll("#rooms [data-room]")) {
    line.hidden = found !== null && !found.has(line.dataset.room);
  }
}
