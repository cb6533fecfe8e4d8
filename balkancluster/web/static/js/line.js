// The line to the server: which way it goes, and when to come back (D13, D14). A socket where one gets through, else
// one request after the other; who uses the line does not know which.
//
// It tells `live.open`, `live.lost` and `live.ended` (it will not come back).
import { jitter } from "./backoff.js";
import { isBlocked, noteBlocked, noteOpen, noteSteady, untilNextTry, wasBlocked } from "./blocked.js";
import { openPoll } from "./poll.js";
import { hear, tell } from "./signals.js";
import { openSocket } from "./socket.js";

const STEADY_AFTER = 60_000;
const SHORT = 15_000;
const CUTS = 3;
const RESTART = 1012;

let page;
let line = null;
let last = null;
let probe = null;
let openedAt = 0;
let attempt = 0;
let failures = 0;
let cuts = 0;
let farewell = null;
let isTold = false;
let returning;
let probing;
let steady;

// `greet(send)` says hello and what is followed, `take(frame)` gets what the server says.
export function startLine(told) {
  page = told;
  hear("live.again", connectNow);
  // Something got through. Who was told when to come back still waits: thousands were told so.
  hear("live.maybe", () => isTold || connectNow());
  addEventListener("online", () => {
    failures = 0;
    connectNow();
  });
  addEventListener("offline", () => line?.close());
  for (const kind of ["visibilitychange", "resume"]) document.addEventListener(kind, wake);
  // A page that may come back from the browser's memory takes no line along.
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && connectNow());
  connect();
}

export function isOpen() {
  return Boolean(line?.isOpen());
}

export function send(frame) {
  line?.send(frame);
}

// What comes over this line cannot be trusted: go another way, if there is one.
export function mistrust() {
  if (line?.name !== "socket") return false;
  noteBlocked();
  line.close();
  return true;
}

function connectNow() {
  if (line) return;
  clearTimeout(returning);
  connect();
}

function connect() {
  openedAt = 0;
  last = way();
  line = open(last);
}

// A socket that came to nothing may mean a server that is away, or a network that lets none through.
function way() {
  const isDoubtful = failures >= (wasBlocked() ? 1 : 2);
  if (isDoubtful) return last === openPoll ? openSocket : openPoll;
  return isBlocked() ? openPoll : openSocket;
}

function open(way) {
  const mine = way({
    greet: page.greet,
    heard: take,
    opened: () => (mine === probe ? adopt() : begin()),
    closed: (how) => (mine === probe ? giveUp() : end(how)),
  });
  return mine;
}

function begin() {
  openedAt = Date.now();
  failures = 0;
  farewell = null;
  if (line.name === "socket") {
    noteOpen();
    steady = setTimeout(noteSteady, STEADY_AFTER);
  } else {
    if (!isBlocked()) noteBlocked();
    planProbe();
  }
  tell("live.open", { by: line.name });
}

function take(frame) {
  if (frame.t === "bye") farewell = frame.after_ms;
  page.take(frame);
}

function end({ code, after, isDeaf }) {
  leave();
  if (code >= 4500 && code < 5000) return tell("live.ended", { code });
  if (navigator.onLine) judge(code, isDeaf);
  tell("live.lost", { code });
  const told = after ?? farewell;
  isTold = told != null;
  returning = setTimeout(connectNow, told ?? jitter(attempt++));
}

function judge(code, isDeaf) {
  const lived = openedAt && Date.now() - openedAt;
  if (lived > STEADY_AFTER) attempt = cuts = 0;
  // Who was told to come back later was told so over this line: nothing blocks it.
  if (code >= 4000) return;
  if (!openedAt) failures += isDeaf ? 2 : 1;
  else if (last === openSocket && lived < SHORT && farewell === null && code !== RESTART) cuts += 1;
  if (cuts >= CUTS) noteBlocked();
}

function leave() {
  line?.leave();
  probe?.leave();
  line = probe = null;
  for (const timer of [returning, probing, steady]) clearTimeout(timer);
}

function wake() {
  if (!document.hidden) line?.wake();
}

// Where the socket is blocked, one is tried beside the other line now and then; that one stays until it is open.
function planProbe() {
  probing = setTimeout(() => (probe = open(openSocket)), untilNextTry());
}

function adopt() {
  line.leave();
  line = probe;
  probe = null;
  last = openSocket;
  begin();
}

function giveUp() {
  probe = null;
  noteBlocked();
  planProbe();
}
