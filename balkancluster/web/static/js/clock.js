// Times as the reader's clock says them, in the server's words. The server writes them for its pages; what is
// pushed comes in UTC, and what stays open ages here.
import { dates, gettext, plural } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ONE_DAY = 24 * HOUR;

function zone() {
  return document.body.dataset.timeZone;
}

export function timeOf(date) {
  const hour = dates()?.hour ?? "2-digit";
  const options = { timeZone: zone(), hour, minute: "2-digit", hourCycle: "h23" };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(date);
  const value = (type) => parts.find((part) => part.type === type).value;
  // "numeric" still writes two digits in some browsers.
  const shown = hour === "numeric" ? String(Number(value("hour"))) : value("hour");
  return `${shown}:${value("minute")}`;
}

export function dayOf(date) {
  const options = { timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit" };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(date);
  const value = (type) => parts.find((part) => part.type === type).value;
  return `${value("year")}-${value("month")}-${value("day")}`;
}

export function dayHeading(day, now = new Date()) {
  const today = dayOf(now);
  if (day === today) return gettext("Today");
  if (day === dayBefore(today)) return gettext("Yesterday");
  return written(day, day.slice(0, 4) === today.slice(0, 4) ? dates().heading_this_year : dates().heading);
}

// Today the time, before that the day.
export function when(date, now = new Date()) {
  const day = dayOf(date);
  const today = dayOf(now);
  if (day === today) return timeOf(date);
  return day === dayBefore(today) ? dayHeading(day, now).toLowerCase() : shortDate(day, today);
}

// How long ago; from the second day on the date.
export function ago(date, now = new Date()) {
  const passed = now - date;
  if (passed < MINUTE) return dates().now;
  if (passed >= ONE_DAY) return shortDate(dayOf(date), dayOf(now));
  const [unit, length] = passed >= HOUR ? ["hour", HOUR] : ["minute", MINUTE];
  return plural(dates().ago[unit], Math.floor(passed / length));
}

export function localizeTimes(root) {
  for (const time of root.querySelectorAll("time[data-time]")) {
    time.textContent = timeOf(new Date(time.getAttribute("datetime")));
  }
}

// Not through the clock: a day has 23 or 25 hours twice a year.
function dayBefore(day) {
  return new Date(new Date(`${day}T12:00:00Z`) - ONE_DAY).toISOString().slice(0, 10);
}

function shortDate(day, today) {
  return written(day, day.slice(0, 4) === today.slice(0, 4) ? dates().date_this_year : dates().date);
}

// A day by a pattern of CLDR: letters stand for parts, what is between quotes for itself.
function written(day, pattern) {
  const [year, month, number] = day.split("-").map(Number);
  const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
  const parts = {
    EEEE: dates().weekdays[weekday],
    MMMM: dates().months[month - 1],
    MMM: dates().months_short[month - 1],
    MM: String(month).padStart(2, "0"),
    M: month,
    d: number,
    y: year,
  };
  return pattern.replace(/'([^']*)'|EEEE|MMMM|MMM|MM|M|d|y/g, (token, quoted) => quoted ?? parts[token]);
}
