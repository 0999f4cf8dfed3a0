// Writing a message: the text field with a draft for each room, the message replied to, a file, the command menu,
// inline cards.

import { Attachment } from "./attach.js";
import { byId, summary } from "./dom.js";
import { Cards } from "./cards.js";
import { Commands } from "./commands.js";

export class Composer {
  /**
   * `send(message)` posts it and gives false where that failed; `bot()` gives the bot with its menu, `user()` who types;
   * `start(parameter)` starts the bot in its private chat.
   */
  constructor(send, bot, user, start) {
    this.send = send;
    this.drafts = new Map();
    this.text = byId("text");
    this.commands = new Commands(() => bot().commands, (name) => this.#post(`/${name}`));
    this.attachment = new Attachment(() => this.text.focus());
    this.cards = new Cards(() => bot().username, user, () => this.#sent(), (parameter) => {
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

  /** Puts what was begun in one room aside and takes up what was begun in another; a file stays with nobody. */
  turnTo(room) {
    const known = this.room?.key;
    this.room = room;
    if (room?.key === known) return;
    this.drafts.set(known, { text: this.text.value, replyTo: this.replyTo });
    this.cards.close();
    if (this.attachment.file) this.attachment.take(null);
    const draft = this.drafts.get(room?.key);
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
    if (!text && !this.attachment.file) return;
    this.#write("");
    this.#post(text, this.attachment.file);
  }

  /** What could not be sent comes back into the field, unless something else has been begun there. */
  async #post(text, file = null) {
    const { room, replyTo } = this;
    const document = file ? await this.attachment.document() : undefined;
    this.#close();
    this.#replyTo(null);
    if (file) this.attachment.take(null);
    if (await this.send({ text, reply_to: replyTo?.id, document })) return;
    if (room?.key !== this.room?.key) this.drafts.set(room?.key, { text, replyTo });
    else if (!this.text.value) {
      this.#write(text);
      this.#replyTo(replyTo);
      if (file) this.attachment.take(file);
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
    this.cards.typed(this.room, this.text.value);
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
