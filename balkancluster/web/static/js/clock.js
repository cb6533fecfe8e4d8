// Times as the reader's clock says them. The server writes them for its pages; what is pushed comes in UTC.
import { gettext } from "./words.js";

const ONE_DAY = 24 * 60 * 60 * 1000;

function zone() {
  return document.body.dataset.timeZone;
}

function tag() {
  const locale = document.body.dataset.locale;
  return locale === "en" ? "en-GB" : locale;
}

export function timeOf(date) {
  const hour = document.body.dataset.locale === "bg" ? "numeric" : "2-digit";
  const options = { timeZone: zone(), hour, minute: "2-digit", hourCycle: "h23" };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(date);
  const value = (type) => parts.find((part) => part.type === type).value;
  // "numeric" still writes two digits in some browsers.
  const shown = hour === "numeric" ? String(Number(value("hour"))) : value("hour");
  return `${shown}:${value("minute")}`;
}

export function dayOf(date) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone(), dateStyle: "short" }).format(date);
}

export function dayHeading(day, now = new Date()) {
  if (day === dayOf(now)) return gettext("Today");
  if (day === dayOf(new Date(now.getTime() - ONE_DAY))) return gettext("Yesterday");
  const options = { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(tag(), options).format(new Date(`${day}T12:00:00Z`));
}

export function localizeTimes(root) {
  for (const time of root.querySelectorAll("time[data-time]")) {
    time.textContent = timeOf(new Date(time.getAttribute("datetime")));
  }
}
