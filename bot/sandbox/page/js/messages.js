// The open conversation: its messages with days between them, and where it is scrolled to.

import { bubble } from "./bubble.js";
import { button, byId, el } from "./dom.js";

const dayName = new Intl.DateTimeFormat([], { weekday: "short", day: "numeric", month: "long", year: "numeric" });
const NEAR = 120;
/** Pixels from the end within which the reader counts as reading the newest. */

export class Messages {
  /** `acts` as bubbles need them, goTo aside. */
  constructor(acts) {
    this.acts = { ...acts, goTo: (id) => this.#flash(id) };
    this.list = byId("messages");
    this.scroll = byId("scroll");
    this.newer = byId("newer");
    this.nodes = new Map();
    this.follow = true;
    this.newer.addEventListener("click", () => this.toEnd());
    this.scroll.addEventListener("scroll", () => this.#scrolled());
    // Pictures that load, a text field that grows, a phone's keyboard: who was at the end stays there.
    const keep = new ResizeObserver(() => this.follow && this.toEnd());
    keep.observe(this.scroll);
    keep.observe(this.list);
  }

  show(room) {
    this.room = room;
    const { messages } = room;
    this.nodes.clear();
    this.last = null;
    this.day = "";
    // A whole conversation is not news to read out.
    this.scroll.setAttribute("aria-live", "off");
    this.list.replaceChildren();
    if (!messages.length) this.#empty();
    for (const message of messages) this.#append(message);
    this.toEnd();
    setTimeout(() => this.scroll.setAttribute("aria-live", "polite"), 100);
  }

  /** The same room, made anew from a chat that changed. */
  turnTo(room) {
    this.room = room;
  }

  add(message) {
    if (this.nodes.has(message.id)) return;
    this.list.querySelector(".empty")?.remove();
    this.#append(message);
    if (this.follow || message.from === "user") this.toEnd();
    else this.#missed(this.missed + 1);
  }

  edit(message) {
    const old = this.nodes.get(message.id);
    if (!old) return;
    const focused = [...old.querySelectorAll("a, button")].indexOf(document.activeElement);
    const node = bubble(this.room.chat, message, this.acts, { joined: old.classList.contains("joined") });
    old.replaceWith(node);
    this.nodes.set(message.id, node);
    // Whoever pressed a button by keyboard goes on from there.
    if (focused >= 0) [...node.querySelectorAll("a, button")].at(focused)?.focus();
  }

  /** Shows the conversation again without it, unless it is the last: days and runs of one author may end with it. */
  remove(id) {
    if (!this.nodes.has(id)) return;
    const { follow } = this;
    const { scrollTop } = this.scroll;
    this.show(this.room);
    if (!follow) this.scroll.scrollTop = scrollTop;
  }

  busy(id, data, busy) {
    const keys = this.nodes.get(id)?.querySelectorAll("button.key") ?? [];
    for (const key of keys) if (key.dataset.data === data) key.setAttribute("aria-busy", String(busy));
  }

  toEnd() {
    this.follow = true;
    this.#missed(0);
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  #scrolled() {
    const rest = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight;
    this.follow = rest < NEAR;
    if (this.follow) this.#missed(0);
    this.newer.hidden = this.follow;
  }

  #missed(count) {
    this.missed = count;
    byId("newer-count").textContent = count || "";
    if (count) this.newer.hidden = false;
    if (!count && this.follow) this.newer.hidden = true;
  }

  #empty() {
    const isPrivate = this.room.chat.type === "private";
    const word = isPrivate ? "/start" : "/subscribe";
    const node = el("li", "empty");
    const line = el("p", "", "Send ");
    line.append(button("command", word, () => this.acts.command(word)), " to begin.");
    node.append(el("p", "", isPrivate ? "Nothing here yet." : "The bot is in this chat."), line);
    if (!isPrivate && this.room.chat.type !== "channel") {
      node.append(el("p", "", "In groups it hears commands and replies to its messages, nothing else."));
    }
    this.list.append(node);
  }

  #append(message) {
    const day = dayName.format(new Date(message.date * 1000));
    const sameDay = day === this.day;
    if (!sameDay) this.list.append(el("li", "day", day));
    this.day = day;
    const { last } = this;
    const joined = sameDay && last && !last.service && last.from === message.from && last.author === message.author;
    const node = bubble(this.room.chat, message, this.acts, { joined: Boolean(joined) });
    this.last = message;
    this.nodes.set(message.id, node);
    this.list.append(node);
  }

  #flash(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1200);
  }
}
