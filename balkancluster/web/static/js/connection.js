// Says within seconds that the connection is gone, that writing goes on, and when all is well again.
import { timeOf } from "./clock.js";
import { isLive } from "./live.js";
import { button, hideNotice, link, showNotice } from "./notice.js";
import { list } from "./outbox_store.js";
import { hear, tell } from "./signals.js";
import { gettext, ngettext } from "./words.js";

// A server that restarts is back before anybody needs to know.
const PATIENCE = 2_000;
const GOOD_NEWS = 6_000;
const TIME_TO_READ = 12_000;
const EXPLAINED = "explained-no-sockets";

let lostAt = null;
let redraw = () => {};
let timer;

export function startConnection() {
  hear("live.lost", lose);
  hear("net.failed", lose);
  hear("live.open", recover);
  hear("live.open", ({ by }) => by === "poll" && explain());
  hear("net.answered", () => lostAt && (isLive() ? recover() : tell("live.maybe")));
  hear("live.ended", ({ code }) => end(code));
  hear("live.stuck", () => draw(drawStuck));
  hear("live.barred", ({ room }) => bar(room));
  hear("outbox.added", () => redraw());
  hear("outbox.gone", () => redraw());
  hear("page.swapped", () => redraw());
  addEventListener("offline", lose);
}

function lose() {
  const isSure = !navigator.onLine;
  if (lostAt && !isSure) return;
  lostAt ??= new Date();
  clearTimeout(timer);
  timer = setTimeout(() => draw(drawLost), isSure ? 0 : PATIENCE);
}

function recover() {
  clearTimeout(timer);
  const wasShown = redraw === drawLost;
  lostAt = null;
  if (!wasShown) return;
  draw(drawBack);
  timer = setTimeout(hide, GOOD_NEWS);
}

function hide() {
  redraw = () => {};
  hideNotice();
}

function draw(how) {
  redraw = how;
  redraw();
}

async function drawLost() {
  const waiting = (await list()).length;
  if (!lostAt) return;
  const since = gettext("The connection was lost at %(time)s.", { time: timeOf(lostAt) });
  const calm = waiting
    ? ngettext(
        "Write on: %(num)s message waits on this device and will be sent by itself.",
        "Write on: %(num)s messages wait on this device and will be sent by themselves.",
        waiting,
      )
    : gettext("Write on: what you send is kept on this device until it is back.");
  showNotice("", `${since} ${calm}`, button(gettext("Connect now"), () => tell("live.again")));
}

function drawBack() {
  showNotice("good", gettext("You are connected again. Nothing was lost."));
}

// Once in a tab: everything works, only a little later.
function explain() {
  try {
    if (sessionStorage.getItem(EXPLAINED)) return;
    sessionStorage.setItem(EXPLAINED, "1");
  } catch {
    return;
  }
  clearTimeout(timer);
  draw(() =>
    showNotice("info", gettext("This network lets no live connection through. Messages come all the same; who is here and who is writing may be told late.")),
  );
  timer = setTimeout(hide, TIME_TO_READ);
}

function drawStuck() {
  const words = gettext("Part of what was said does not get through to this page. Nothing is lost: load it again.");
  showNotice("grave", words, link(gettext("Load again"), location.href));
}

function end(code) {
  lostAt = null;
  clearTimeout(timer);
  const back = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  draw(() =>
    code === 4501
      ? showNotice("grave", gettext("You are signed out here. What you typed is kept."), link(gettext("Sign in again"), back))
      : showNotice("grave", gettext("This page is too old to go on. Load it again."), link(gettext("Load again"), location.href)),
  );
}

function bar(room) {
  if (document.querySelector("[data-talk]")?.dataset.room !== room) return;
  draw(() => showNotice("info", gettext("You are not in this room any more."), link(gettext("To your rooms"), "/rooms")));
}
