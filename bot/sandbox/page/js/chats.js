// The list of chats: newest talk first, with the last message and how many are unread.

import { byId, button, el, summary } from "./dom.js";

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });
const KINDS = { private: "private chat", group: "group", supergroup: "supergroup", channel: "channel" };

export const kindOf = (chat) => KINDS[chat.type] ?? chat.type;

export function avatar(node, chat) {
  const tone = [...chat.title].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5;
  node.className = `avatar tone-${tone}`;
  node.textContent = [...chat.title][0]?.toUpperCase() ?? "?";
}

function when(seconds) {
  const at = new Date(seconds * 1000);
  return (at.toDateString() === new Date().toDateString() ? clock : date).format(at);
}

/** The last message in a line, with its writer where that is not plain. */
function lastLine(chat) {
  const last = chat.messages.at(-1);
  if (!last) return kindOf(chat);
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

  focus(id) {
    this.rows.get(id)?.firstChild.focus();
  }

  /** Rows are kept and moved, so that the keyboard's focus stays where it is. */
  #draw() {
    const focused = document.activeElement?.closest?.("#chats li");
    const chats = this.model.sorted();
    const rows = chats.map((chat) => this.#row(chat));
    this.rows = new Map(chats.map((chat, place) => [chat.id, rows[place]]));
    rows.forEach((row, place) => {
      if (this.list.children[place] !== row) this.list.insertBefore(row, this.list.children[place] ?? null);
    });
    while (this.list.children.length > rows.length) this.list.lastChild.remove();
    if (focused?.isConnected) focused.firstChild.focus({ preventScroll: true });
  }

  #row(chat) {
    const row = this.rows.get(chat.id) ?? this.#newRow(chat.id);
    const [picture, name, time, last, badge] = row.firstChild.children;
    const open = chat.id === this.model.open;
    row.firstChild.setAttribute("aria-current", String(open));
    avatar(picture, chat);
    name.textContent = chat.title;
    time.textContent = chat.messages.length ? when(chat.messages.at(-1).date) : "";
    last.textContent = lastLine(chat);
    badge.hidden = !chat.unread;
    badge.firstChild.textContent = chat.unread > 99 ? "99+" : chat.unread;
    return row;
  }

  #newRow(id) {
    const row = el("li");
    const open = button("chat", undefined, () => this.onOpen(id));
    open.dataset.chat = id;
    const picture = el("span");
    picture.setAttribute("aria-hidden", "true");
    const badge = el("span", "badge");
    badge.append(el("span"), el("span", "spoken", " unread"));
    open.append(picture, el("bdi", "name"), el("time"), el("bdi", "last"), badge);
    row.append(open);
    return row;
  }
}
