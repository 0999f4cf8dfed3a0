// The open conversation: bubbles with quotes, pictures, buttons and days between them.

import { rich } from "./text.js";

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const dayName = new Intl.DateTimeFormat([], { day: "numeric", month: "long", year: "numeric" });

const el = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

export class Messages {
  /** `acts`: {command(text), press(message, data), reply(message)} */
  constructor(acts) {
    this.acts = acts;
    this.list = document.getElementById("messages");
    this.scroll = document.getElementById("scroll");
    this.newer = document.getElementById("newer");
    this.nodes = new Map();
    this.newer.addEventListener("click", () => this.toEnd());
    this.scroll.addEventListener("scroll", () => this.#atEnd() && (this.newer.hidden = true));
  }

  show(chat) {
    this.chat = chat;
    this.nodes.clear();
    this.list.replaceChildren();
    this.day = "";
    if (!chat.messages.length) this.#empty(chat);
    for (const message of chat.messages) this.#append(message);
    this.newer.hidden = true;
    this.toEnd("instant");
  }

  add(message) {
    if (this.nodes.has(message.id)) return;
    const stick = this.#atEnd() || message.from === "user";
    this.list.querySelector(".empty")?.remove();
    this.#typing(false);
    this.#append(message);
    if (stick) this.toEnd();
    else this.newer.hidden = false;
  }

  edit(message) {
    const old = this.nodes.get(message.id);
    if (!old) return;
    const stick = this.#atEnd();
    const node = this.#node(message);
    old.replaceWith(node);
    this.nodes.set(message.id, node);
    if (stick) this.toEnd("instant");
  }

  remove(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
  }

  typing() {
    this.#typing(true);
    clearTimeout(this.typingEnd);
    this.typingEnd = setTimeout(() => this.#typing(false), 5000);
  }

  toEnd(behavior) {
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior });
  }

  #atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 120;
  }

  #typing(on) {
    this.list.querySelector(".typing")?.remove();
    if (on) this.list.append(el("li", "typing", "writing …"));
  }

  #empty(chat) {
    const node = el("li", "empty");
    node.append(el("p", "", chat.type === "private" ? "Nothing here yet." : "The bot is in this chat."));
    const start = el("button", "command", chat.type === "private" ? "/start" : "/subscribe");
    start.type = "button";
    start.addEventListener("click", () => this.acts.command(start.textContent));
    const line = el("p", "", "Send ");
    line.append(start);
    node.append(line);
    this.list.append(node);
  }

  #append(message) {
    const day = dayName.format(new Date(message.date * 1000));
    if (day !== this.day) this.list.append(el("li", "day", day));
    this.day = day;
    const node = this.#node(message);
    this.nodes.set(message.id, node);
    this.list.append(node);
  }

  #node(message) {
    const item = el("li", message.from === "user" ? "message mine" : "message");
    item.dataset.id = message.id;
    const bubble = el("div", "bubble");
    if (message.from === "bot" && this.chat.type !== "private") bubble.append(el("p", "author", message.author));
    if (message.reply_to) bubble.append(this.#quote(message.reply_to));
    if (message.photo) bubble.append(this.#photo(message));
    const body = el("div", "body");
    body.append(rich(message.text ?? "", message.entities, this.acts.command));
    bubble.append(body, this.#meta(message));
    item.append(bubble);
    if (message.buttons?.length) item.append(this.#keys(message));
    item.append(this.#answer(message));
    return item;
  }

  #meta(message) {
    const time = clock.format(new Date(message.date * 1000));
    return el("span", "meta", message.edited ? `edited ${time}` : time);
  }

  #quote(id) {
    const quoted = this.chat.messages.find((m) => m.id === id);
    const node = el("button", "quote", quoted ? quoted.text.split("\n")[0] : "deleted message");
    node.type = "button";
    node.addEventListener("click", () => this.#flash(id));
    return node;
  }

  #flash(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1200);
  }

  #photo(message) {
    const image = el("img", "photo");
    image.src = message.photo;
    image.alt = message.text || "picture";
    return image;
  }

  #keys(message) {
    const keys = el("div", "keys");
    for (const row of message.buttons) {
      const line = el("div");
      for (const button of row) line.append(this.#key(message, button));
      keys.append(line);
    }
    return keys;
  }

  #key(message, button) {
    if (button.url) {
      const link = el("a", "", `${button.text} ↗`);
      if (/^https?:\/\//i.test(button.url)) link.href = button.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      return link;
    }
    const key = el("button", "", button.text);
    key.type = "button";
    key.addEventListener("click", async () => {
      key.setAttribute("aria-busy", "true");
      await this.acts.press(message, button.data);
      key.removeAttribute("aria-busy");
    });
    return key;
  }

  #answer(message) {
    const button = el("button", "icon answer", "↩");
    button.type = "button";
    button.title = "Reply";
    button.setAttribute("aria-label", "Reply to this message");
    button.addEventListener("click", () => this.acts.reply(message));
    return button;
  }
}
