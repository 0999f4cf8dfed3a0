// How far each room has been read, kept by the browser, so that a reload does not lose what is unread.

const key = (room) => `burdenwatch.read.${room.key}`;

export function unreadOf(room) {
  const { messages } = room;
  const newest = messages.at(-1)?.id ?? 0;
  // Ids begin anew when the sandbox does: a mark beyond the newest message is an older sandbox's.
  const read = Math.min(Number(localStorage.getItem(key(room)) ?? 0), newest);
  return messages.filter((message) => message.from === "bot" && message.id > read).length;
}

export function markRead(room) {
  room.unread = 0;
  localStorage.setItem(key(room), String(room.messages.at(-1)?.id ?? 0));
}
