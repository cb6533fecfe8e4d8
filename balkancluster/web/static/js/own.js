// The reader's own stream: what concerns one person, told on every open page of theirs at once (D7, D9, D11).
//
// It tells `own.event` for each event in its order, and `own.reset` when something was missed: too much to be told one
// by one, or by a page that was made before the last event came.
import { hear, tell } from "./signals.js";

let epoch = null;
let head = 0;

export function startOwn() {
  read();
  hear("page.swapped", read);
  hear("live.notice", take);
  hear("live.notice_reset", restart);
}

// From where the socket shall tell; nothing on a page that does not know where it stands.
export function ownPlace() {
  return epoch ? { epoch, after: head } : undefined;
}

// How far the page knows.
function read() {
  const { ownEpoch, ownHead } = document.body.dataset;
  if (!ownEpoch) return;
  if (ownEpoch === epoch && Number(ownHead) < head) return tell("own.reset");
  epoch = ownEpoch;
  head = Number(ownHead);
}

function take({ epoch: theirs, events }) {
  if (theirs !== epoch) return;
  for (const event of events) {
    if (event.seq <= head) continue;
    head = event.seq;
    tell("own.event", event);
  }
}

function restart(frame) {
  ({ epoch, head } = frame);
  tell("own.reset");
}
