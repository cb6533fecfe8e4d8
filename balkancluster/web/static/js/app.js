// The one script of every page: parts find what they serve by data attributes and stay away otherwise.
import "./theme.js";
import { startComposer } from "./composer.js";
import { startConnection } from "./connection.js";
import { startEdit } from "./edit.js";
import { startEvents } from "./events.js";
import { startFind } from "./find.js";
import { startHome } from "./home.js";
import { startInsert } from "./insert.js";
import { startLanguage } from "./language.js";
import { startLive } from "./live.js";
import { startLog } from "./log.js";
import { startMention } from "./mention.js";
import { startNewcomers } from "./newcomers.js";
import { startOlder } from "./older.js";
import { startOutbox } from "./outbox.js";
import { startPending } from "./pending.js";
import { startRead } from "./read.js";
import { startRemove } from "./remove.js";
import { startReply } from "./reply.js";
import { loadRooms, readRooms } from "./rooms.js";
import { startScroll } from "./scroll.js";
import { startSince } from "./since.js";
import { startSwap } from "./swap.js";
import { startTopics } from "./topics.js";
import { startTyping } from "./typing.js";
import { startUnread } from "./unread.js";
import { loadWords } from "./words.js";

startScroll();
startLanguage();
await loadWords(document.body.dataset.catalog).catch(() => {});
if (document.body.dataset.person) await startMember();

async function startMember() {
  if (!readRooms()) await loadRooms().catch(() => {});
  const parts = [
    startEvents, startSwap, startConnection, startUnread, startTopics, startLog, startOlder, startRead,
    startReply, startComposer, startInsert, startMention, startTyping, startEdit, startRemove, startHome,
    startSince, startNewcomers, startFind,
  ];
  for (const start of parts) start();
  await startPending();
  startLive();
  await startOutbox();
}
