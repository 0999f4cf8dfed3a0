// The list of chats: newest talk first, with the last message and how many are unread.

import { byId, button, el, summary } from "./dom.js";

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });
const KINDS = { private: "private chat", group: "group", supergroup: "supergroup", channel: "channel" };

/** What kind of chat a room is, in a few words. */
export function kindOf({ chat, topic }) {
  if (topic) return `${topic.closed ? "closed topic" : "topic"} of ${chat.title}`;
  return chat.topics?.length ? "General of a group with topics" : (KINDS[chat.type] ?? chat.type);
}

export function avatar(node, { title, topic }) {
  const tone = [...title].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5;
  node.className = `avatar tone-${tone}`;
  node.textContent = topic ? "#" : ([...title][0]?.toUpperCase() ?? "?");
}

function when(seconds) {
  const at = new Date(seconds * 1000);
  return (at.toDateString() === new Date().toDateString() ? clock : date).format(at);
}

/** The last message in a line, with its writer where that is not plain. */
function lastLine(room, last) {
  const { chat } = room;
  if (!last) return kindOf(room);
  const who = last.service || (chat.type === "private" && last.from === "bot") ? "" : `${last.author}: `;
  return (chat.type === "private" && last.from === "user" ? "You: " : who) + summary(last);
}

export class Chats {
  constructor(onOpen) {
    this.list = byId("chats");
    this.onOpen = onOpen;
    this.rows = new Map();
  }

  /** Shows the model soon; a hundred events in one frame are one drawing. */
  show(model) {
    this.model = model;
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.#draw();
    });
  }

  focus(key) {
    this.rows.get(key)?.firstChild.focus();
  }

  /** Rows are kept and moved, so that the keyboard's focus stays where it is. */
  #draw() {
    const focused = document.activeElement?.closest?.("#chats li");
    const rooms = this.model.sorted();
    const rows = rooms.map((room) => this.#row(room));
    this.rows = new Map(rooms.map((room, place) => [room.key, rows[place]]));
    rows.forEach((row, place) => {
      if (this.list.children[place] !== row) this.list.insertBefore(row, this.list.children[place] ?? null);
    });
    while (this.list.children.length > rows.length) this.list.lastChild.remove();
    if (focused?.isConnected) focused.firstChild.focus({ preventScroll: true });
  }

  #row(room) {
    const row = this.rows.get(room.key) ?? this.#newRow(room);
    const [picture, name, time, last, badge] = row.firstChild.children;
    const newest = room.messages.at(-1);
    row.firstChild.setAttribute("aria-current", String(room.key === this.model.open));
    avatar(picture, room);
    name.textContent = room.title;
    time.textContent = newest ? when(newest.date) : "";
    last.textContent = lastLine(room, newest);
    badge.hidden = !room.unread;
    badge.firstChild.textContent = room.unread > 99 ? "99+" : room.unread;
    return row;
  }

  #newRow({ key, topic }) {
    const row = el("li", topic ? "of-forum" : "");
    const open = button("chat", undefined, () => this.onOpen(key));
    open.dataset.chat = key;
    const picture = el("span");
    picture.setAttribute("aria-hidden", "true");
    const badge = el("span", "badge");
    badge.append(el("span"), el("span", "spoken", " unread"));
    open.append(picture, el("bdi", "name"), el("time"), el("bdi", "last"), badge);
    row.append(open);
    return row;
  }
}
