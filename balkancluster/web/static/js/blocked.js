// What this tab remembers of its network: how often sockets were of no use here, and when to try one again.
//
// The first time may only have been a restart of the server, so that the next try comes within seconds.
const KEY = "no-sockets";
const SOON = 2_000;
const LATER = 60_000;
const LATEST = 600_000;

let known = { times: 0, until: 0 };
try {
  known = JSON.parse(sessionStorage.getItem(KEY)) ?? known;
} catch {
  // A browser that keeps nothing finds out on each page.
}

export function noteBlocked() {
  const times = known.times + 1;
  const wait = times === 1 ? SOON : Math.min(LATEST, LATER * 2 ** (times - 2));
  keep({ times, until: Date.now() + wait * (1 + Math.random()) });
}

export function isBlocked() {
  return Date.now() < known.until;
}

export function wasBlocked() {
  return known.times > 0;
}

export function untilNextTry() {
  return Math.max(0, known.until - Date.now());
}

// A socket is open again; whether it stays is not known yet.
export function noteOpen() {
  if (wasBlocked()) keep({ times: known.times, until: 0 });
}

export function noteSteady() {
  if (wasBlocked()) keep({ times: 0, until: 0 });
}

function keep(next) {
  known = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    // As above.
  }
}
