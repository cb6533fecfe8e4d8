// How far this page has followed each room, and what is unread there. The page says where to begin.
//
// head: the last event that was applied here; counted: up to where `unread` and `forMe` are counted.
export const rooms = new Map();

export function readRooms() {
  const found = document.querySelectorAll("li[data-room][data-head]");
  for (const { dataset } of found) keep(dataset.room, dataset.epoch, dataset);
  return found.length > 0;
}

export async function loadRooms() {
  const answer = await fetch("/api/v1/rooms");
  if (!answer.ok) return;
  for (const room of (await answer.json()).items) {
    keep(room.id, room.epoch, { ...room, forMe: rooms.get(room.id)?.forMe ?? 0 });
  }
}

// A room that is followed already keeps its head: the events up to the page's head are still on their way.
function keep(id, epoch, { head, unread, forMe }) {
  const counts = { counted: Number(head), unread: Number(unread), forMe: Number(forMe) };
  const known = rooms.get(id);
  if (known?.epoch === epoch) Object.assign(known, counts);
  else rooms.set(id, { epoch, head: Number(head), ...counts });
}

// The whole page is new: what it shows is what was applied.
export function restartRooms() {
  rooms.clear();
  readRooms();
}
