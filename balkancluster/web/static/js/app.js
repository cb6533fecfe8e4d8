// The one script of every page: parts find what they serve by data attributes and stay away otherwise.
import "./theme.js";
import { startActs } from "./acts.js";
import { startAgeing } from "./ageing.js";
import { startAttach } from "./attach.js";
import { startBell } from "./bell.js";
import { startComposer } from "./composer.js";
import { startConnection } from "./connection.js";
import { startDepartures } from "./departures.js";
import { startDraftList } from "./draft_list.js";
import { startEdit } from "./edit.js";
import { startEvents } from "./events.js";
import { startFind } from "./find.js";
import { startFloat } from "./float.js";
import { startHold } from "./hold.js";
import { startHome } from "./home.js";
import { startInsert } from "./insert.js";
import { startJump } from "./jump.js";
import { startLanguage } from "./language.js";
import { startLevels } from "./levels.js";
import { startLive } from "./live.js";
import { startLog } from "./log.js";
import { startMarkRead } from "./mark_read.js";
import { startMention } from "./mention.js";
import { startMenu } from "./menu.js";
import { startMessageLinks } from "./message_link.js";
import { startMoved } from "./moved.js";
import { startNewcomers } from "./newcomers.js";
import { startNewer } from "./newer.js";
import { startNewTopic } from "./new_topic.js";
import { startOlder } from "./older.js";
import { startOutbox } from "./outbox.js";
import { startOwn } from "./own.js";
import { startPalette } from "./palette.js";
import { startPending } from "./pending.js";
import { startPresence } from "./presence.js";
import { startReactions } from "./reactions.js";
import { startRead } from "./read.js";
import { startRemove } from "./remove.js";
import { startReply } from "./reply.js";
import { loadRooms, readRooms } from "./rooms.js";
import { startScroll } from "./scroll.js";
import { startSearch } from "./search.js";
import { startSharedDevice } from "./shared_device.js";
import { startShortcutSheet } from "./shortcut_sheet.js";
import { startShortcuts } from "./shortcuts.js";
import { startShut } from "./shut.js";
import { startSince } from "./since.js";
import { startSwap } from "./swap.js";
import { startTold } from "./told.js";
import { startTopics } from "./topics.js";
import { startTour } from "./tour.js";
import { startTranslation } from "./translation.js";
import { startTyping } from "./typing.js";
import { startUnread } from "./unread.js";
import { loadWords } from "./words.js";

startScroll();
startLanguage();
startSharedDevice();
await loadWords(document.body.dataset.catalog).catch(() => {});
if (document.body.dataset.person) {
  startTour();
  await startMember();
}

async function startMember() {
  if (!readRooms()) await loadRooms().catch(() => {});
  const parts = [
    startOwn, startBell, startEvents, startSwap, startConnection, startUnread, startTopics, startLog, startTranslation, startOlder, startRead,
    startReply, startAttach, startComposer, startInsert, startMention, startTyping, startPresence, startEdit, startRemove, startHome,
    startSince, startNewcomers, startFind, startSearch,
    startFloat, startMenu, startHold, startReactions, startPalette, startActs,
    startMarkRead, startTold, startAgeing,
    startNewTopic, startDraftList, startDepartures, startShut, startLevels,
    startNewer, startMessageLinks, startMoved,
    startJump, startShortcutSheet, startShortcuts,
  ];
  for (const start of parts) start();
  await startPending();
  startLive();
  await startOutbox();
}
