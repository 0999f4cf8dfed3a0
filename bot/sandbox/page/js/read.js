// How far each chat has been read, kept by the browser, so that a reload does not lose what is unread.

const key = (chat) => `burdenwatch.read.${chat.id}`;

export function unreadOf(chat) {
  const newest = chat.messages.at(-1)?.id ?? 0;
  // Ids begin anew when the sandbox does: a mark beyond the newest message is an older sandbox's.
  const read = Math.min(Number(localStorage.getItem(key(chat)) ?? 0), newest);
  return chat.messages.filter((message) => message.from === "bot" && message.id > read).length;
}

export function markRead(chat) {
  chat.unread = 0;
  localStorage.setItem(key(chat), String(chat.messages.at(-1)?.id ?? 0));
}
