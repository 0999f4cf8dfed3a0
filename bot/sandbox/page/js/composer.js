// Writing a message: the text field with a draft for each chat, the message replied to, the command menu, inline cards.

import { byId, summary } from "./dom.js";
import { Cards } from "./cards.js";
import { Commands } from "./commands.js";

export class Composer {
  /**
   * `send(text, replyTo)` posts it and gives false where that failed; `bot()` gives the bot with its menu;
   * `start(parameter)` starts it in its private chat.
   */
  constructor(send, bot, start) {
    this.send = send;
    this.drafts = new Map();
    this.text = byId("text");
    this.commands = new Commands(() => bot().commands, (name) => this.#post(`/${name}`));
    this.cards = new Cards(() => bot().username, () => this.#sent(), (parameter) => {
      this.#sent();
      start(parameter);
    });
    byId("composer").addEventListener("submit", (event) => this.#submit(event));
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    byId("menu").addEventListener("click", (event) => this.#menu(event));
    byId("replying-stop").addEventListener("click", () => this.reply(null));
    document.addEventListener("click", (event) => byId("composer").contains(event.target) || this.#close());
  }

  /** A bot without commands has no menu. */
  showMenu() {
    byId("menu").hidden = this.commands.commands().length === 0;
    this.commands.close();
  }

  /** Puts what was begun in one chat aside and takes up what was begun in another. */
  turnTo(chatId) {
    if (chatId === this.chatId) return;
    this.drafts.set(this.chatId, { text: this.text.value, replyTo: this.replyTo });
    this.chatId = chatId;
    this.cards.close();
    const draft = this.drafts.get(chatId);
    this.#write(draft?.text ?? "");
    this.#replyTo(draft?.replyTo ?? null);
    this.showMenu();
  }

  #close() {
    this.commands.close();
    this.cards.close();
  }

  /** A card of the bot's has gone in the place of what was typed. */
  #sent() {
    this.#write("");
    this.#close();
    this.text.focus();
  }

  reply(message) {
    this.#replyTo(message);
    this.text.focus();
  }

  #replyTo(message) {
    this.replyTo = message;
    byId("replying").hidden = !message;
    byId("replying-name").textContent = message?.author ?? "";
    byId("replying-text").textContent = message ? summary(message) : "";
  }

  #submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    this.#write("");
    this.#post(text);
  }

  /** What could not be sent comes back into the field, unless something else has been begun there. */
  async #post(text) {
    const { chatId, replyTo } = this;
    this.#close();
    this.#replyTo(null);
    if (await this.send(text, replyTo?.id)) return;
    if (chatId !== this.chatId) this.drafts.set(chatId, { text, replyTo });
    else if (!this.text.value) {
      this.#write(text);
      this.#replyTo(replyTo);
    }
  }

  #write(text) {
    this.text.value = text;
    this.#grow();
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  #typed() {
    this.#grow();
    const word = /^\/(\w*)$/.exec(this.text.value);
    if (word) this.commands.show(word[1], true);
    else this.commands.close();
    this.cards.typed(this.chatId, this.text.value);
  }

  /** A press by keyboard (no detail) goes on in the text field, where the arrows are heard. */
  #menu(event) {
    if (this.commands.open) return this.commands.close();
    this.commands.show("", event.detail === 0);
    if (event.detail === 0) this.text.focus();
  }

  #key(event) {
    if (event.isComposing) return; // Enter ends a syllable of Korean or Japanese here, not the message
    const { open, name } = this.commands;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const ofCards = this.cards.open;
    if (ofCards && step) this.cards.move(step);
    else if (ofCards && event.key === "Escape") this.cards.close();
    else if (ofCards && event.key === "Enter" && !event.shiftKey) this.cards.take();
    else if (open && step) this.commands.move(step);
    else if (open && name && event.key === "Tab" && !event.shiftKey) this.#complete(name);
    else if (open && event.key === "Escape") this.commands.close();
    else if (event.key === "Escape" && this.replyTo) this.#replyTo(null);
    else if (event.key === "Enter" && !event.shiftKey) this.#enter(open && name, event);
    else return;
    event.preventDefault();
  }

  #complete(name) {
    this.#write(`/${name} `);
    this.commands.close();
  }

  #enter(name, event) {
    if (name) this.#write(`/${name}`);
    this.#submit(event);
  }
}
