// How far this page has followed each room, and what is unread there. The page says where to begin.
//
// head: the last event that was applied here; counted: up to where `unread` and `forMe` are counted; muted: the
// topics of which only what names the reader counts; told: how often the server has told these counts; later: what
// this page counted since, because the next that is told may know less of the room than it does.
export const rooms = new Map();

const LATER = 200;

export function readRooms() {
  const found = document.querySelectorAll("li[data-room][data-head]");
  for (const { dataset } of found) {
    keep(dataset.room, dataset.epoch, { ...dataset, muted: dataset.muted.split(" ") });
  }
  return found.length > 0;
}

// What the page does not show any more (it was archived, or left) counts for nothing.
export function readShownRooms() {
  if (!readRooms()) return;
  for (const [id, place] of rooms) {
    if (!document.querySelector(`li[data-room="${id}"][data-head]`)) Object.assign(place, { unread: 0, forMe: 0 });
  }
}

export async function loadRooms() {
  const answer = await fetch("/api/v1/rooms");
  if (!answer.ok) return;
  for (const room of (await answer.json()).items) {
    if (room.archived) continue;
    const { forMe = 0, muted = [] } = rooms.get(room.id) ?? {};
    keep(room.id, room.epoch, { ...room, forMe, muted });
  }
}

// A room that the reader came into while the page was open.
export function takeRoom({ id, epoch, head, unread, for_me: forMe, muted = [] }) {
  keep(id, epoch, { head, unread, forMe, muted });
}

// Counts of a room as the server has them up to `head` of its log.
export function takeCounts(id, { head, unread, for_me: forMe }) {
  const place = rooms.get(id);
  if (place) keep(id, place.epoch, { head, unread, forMe, muted: place.muted });
}

// A message that is unread since the counts were told.
export function countLater(place, seq, unread, forMe) {
  place.later = [...place.later, { seq, unread, forMe }].slice(-LATER);
  place.counted = seq;
  place.unread += unread;
  place.forMe += forMe;
}

// A room that is followed already keeps its head: the events up to the page's head are still on their way.
function keep(id, epoch, { head, unread, forMe, muted = [] }) {
  const known = rooms.get(id)?.epoch === epoch ? rooms.get(id) : { epoch, head: Number(head), told: 0, later: [] };
  const later = known.later.filter(({ seq }) => seq > head);
  Object.assign(known, {
    counted: Math.max(head, ...later.map(({ seq }) => seq)),
    unread: later.reduce((sum, one) => sum + one.unread, Number(unread)),
    forMe: later.reduce((sum, one) => sum + one.forMe, Number(forMe)),
    muted: new Set(muted),
    told: known.told + 1,
    later,
  });
  rooms.set(id, known);
}

// The whole page is new: what it shows is what was applied.
export function restartRooms() {
  rooms.clear();
  readRooms();
}
