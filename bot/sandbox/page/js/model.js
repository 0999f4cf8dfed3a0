// What the page knows: chats with their messages, the bot, the replay. Events change it; views read it.

import { unreadOf } from "./read.js";

export class Model {
  constructor(state) {
    this.open = null;
    this.load(state);
  }

  /** Takes the whole state in, at first and whenever single events will not do. */
  load(state) {
    this.bot = state.bot;
    this.replay = state.replay;
    this.chats = new Map(state.chats.map((chat) => [chat.id, { ...chat, unread: unreadOf(chat) }]));
  }

  chat(id) {
    return this.chats.get(id);
  }

  /** Newest talk first. */
  sorted() {
    const last = (chat) => chat.messages.at(-1)?.date ?? 0;
    return [...this.chats.values()].sort((a, b) => last(b) - last(a) || a.title.localeCompare(b.title));
  }

  /** The first private chat, which is that of whoever sits at the page. */
  get private() {
    return [...this.chats.values()].find((chat) => chat.type === "private");
  }

  get unread() {
    return [...this.chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  }

  /** Takes an event in and returns the chat that it is about. */
  apply(event) {
    if (event.type === "replay") this.replay = event.replay;
    if (event.type === "commands") this.bot.commands = event.commands;
    if (event.type === "chat") this.#chat(event.chat);
    const chat = this.chat(event.chat_id ?? event.chat?.id);
    if (event.type === "message" && chat) this.#message(chat, event.message);
    if (event.type === "edit" && chat) this.#edit(chat, event.message);
    if (event.type === "delete" && chat) chat.messages = chat.messages.filter((m) => m.id !== event.message_id);
    return chat;
  }

  /** A chat is new or has changed; the event brings no messages. */
  #chat(chat) {
    const known = this.chats.get(chat.id);
    this.chats.set(chat.id, { unread: 0, ...known, ...chat, messages: known?.messages ?? chat.messages ?? [] });
  }

  #message(chat, message) {
    if (chat.messages.some((m) => m.id === message.id)) return;
    chat.messages.push(message);
    if (message.from === "bot") chat.unread += 1;
  }

  #edit(chat, message) {
    const place = chat.messages.findIndex((m) => m.id === message.id);
    if (place >= 0) chat.messages[place] = message;
  }
}
