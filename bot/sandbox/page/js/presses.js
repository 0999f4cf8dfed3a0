// Presses on buttons: a button is busy until the bot answers its query, as in the messenger.

import * as api from "./api.js";
import { alert, say, trouble } from "./toast.js";

const PATIENCE = 15_000;

export class Presses {
  /** `onBusy(chatId, messageId, data, busy)` is told of every change. */
  constructor(onBusy) {
    this.onBusy = onBusy;
    this.waiting = new Map(); // key -> {timer, query}
    this.early = new Set(); // answers that came before the press's own answer named its query
  }

  #key(chatId, messageId, data) {
    return `${chatId}/${messageId}/${data}`;
  }

  isBusy(chatId, messageId, data) {
    return this.waiting.has(this.#key(chatId, messageId, data));
  }

  /** `user` as the control API has it; undefined for You. */
  async press(chatId, messageId, data, user) {
    const key = this.#key(chatId, messageId, data);
    if (this.waiting.has(key)) return;
    const done = () => {
      clearTimeout(wait.timer);
      this.waiting.delete(key);
      this.onBusy(chatId, messageId, data, false);
    };
    const wait = { done, query: null };
    wait.timer = setTimeout(() => {
      done();
      say("The bot has not answered this button.", true);
    }, PATIENCE);
    this.waiting.set(key, wait);
    this.onBusy(chatId, messageId, data, true);
    const answer = await api.press(chatId, messageId, data, user).catch(trouble);
    if (!answer) return done();
    wait.query = answer.query_id;
    if (this.early.delete(wait.query)) done();
  }

  /** The event that a query was answered, whoever pressed. */
  answered({ query_id: query, text, alert: loud }) {
    const wait = [...this.waiting.values()].find((one) => one.query === query);
    if (wait) wait.done();
    else if (this.waiting.size) this.early.add(query);
    if (text) (loud ? alert : say)(text);
  }
}
