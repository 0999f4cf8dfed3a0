// Inline mode: "@bot words" in the text field, the bot's cards above it, and the one that is sent.

import * as api from "./api.js";
import { el } from "./dom.js";
import { Picks } from "./picks.js";
import { trouble } from "./toast.js";

const PAUSE = 300; // milliseconds without a letter until the bot is asked, as in the messenger

export class Cards extends Picks {
  /**
   * `username()` is the bot's, `user()` who types; `onSent()` and `onOpen(startParameter)` are told what came of a
   * click.
   */
  constructor(username, user, onSent, onOpen) {
    super("cards");
    this.username = username;
    this.user = user;
    this.onSent = onSent;
    this.onOpen = onOpen;
    this.early = new Map(); // answers that came before the query's own answer named it
    this.#forget();
  }

  #forget() {
    clearTimeout(this.timer);
    this.room = null;
    this.words = null;
    this.query = null;
    this.cards = [];
  }

  close() {
    this.#forget();
    super.close();
  }

  /** What stands in the field, in a room: closes the list where it asks for no cards. */
  typed(room, text) {
    const [, name, words] = /^@(\w+)\s([\s\S]*)$/.exec(text) ?? [];
    if (name?.toLowerCase() !== this.username().toLowerCase()) return this.close();
    if (room?.key === this.room?.key && words.trim() === this.words) return;
    clearTimeout(this.timer);
    this.room = room;
    this.words = words.trim();
    this.timer = setTimeout(() => this.#ask(""), PAUSE);
  }

  async #ask(offset) {
    const { room, words } = this;
    const asked = await api.inline(room, words, offset, this.user()).catch(trouble);
    if (!asked || room.key !== this.room?.key || words !== this.words) return;
    this.query = asked.query_id;
    this.offset = offset;
    const early = this.early.get(this.query);
    this.early.clear();
    if (early) this.answered(early);
  }

  /** The event that the bot has answered a query. */
  answered(event) {
    if (this.words === null) return;
    if (event.query_id !== this.query) return this.early.set(event.query_id, event);
    const made = event.results.map((one) => ({ ...one, query: event.query_id }));
    this.cards = this.offset ? [...this.cards, ...made] : made;
    const items = this.cards.map((card, at) => this.#item(card, at));
    if (event.button) items.unshift(this.#button(event.button));
    if (event.next_offset) items.push(this.#more(event.next_offset));
    if (!items.length) items.push(this.#option("none", el("span", "", "The bot has no card for this.")));
    const place = this.chosen;
    this.fill(items, true);
    if (this.offset) this.choose(place);
  }

  /** Takes what a key would take. */
  take() {
    this.item?.click();
  }

  #option(name, ...parts) {
    const item = el("li");
    item.id = `card-${name}`;
    item.role = "option";
    item.append(...parts);
    return item;
  }

  #item(card, at) {
    const title = el("b", "", card.title);
    const about = el("span", "", card.description);
    title.dir = about.dir = "auto";
    const item = this.#option(at, title, about);
    item.addEventListener("click", () => this.#send(card));
    return item;
  }

  #button({ text, start_parameter: start }) {
    const item = this.#option("button", el("b", "", text));
    item.addEventListener("click", () => this.onOpen(start));
    return item;
  }

  #more(offset) {
    const item = this.#option("more", el("b", "", "More …"));
    item.addEventListener("click", () => this.#ask(offset));
    return item;
  }

  async #send(card) {
    const { room } = this;
    if (await api.choose(room, card.query, card.id).catch(trouble)) this.onSent();
  }
}
