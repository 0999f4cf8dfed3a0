// What the page knows: chats with their messages, the bot, the replay. Events change it; views read it. What is opened
// and read is a room: a chat, or in a group with topics General and each of the topics.

import { unreadOf } from "./read.js";

/** A chat, or one topic of it. */
export class Room {
  constructor(chat, topic = null) {
    this.chat = chat;
    this.topic = topic;
    this.key = topic ? `${chat.id}/${topic.id}` : String(chat.id);
    this.unread = unreadOf(this);
  }

  get title() {
    return this.topic ? this.topic.name : this.chat.title;
  }

  get thread() {
    return this.topic?.id ?? null;
  }

  has(message) {
    return !this.chat.topics?.length || (message.thread ?? null) === this.thread;
  }

  get messages() {
    return this.chat.messages.filter((message) => this.has(message));
  }
}

export class Model {
  constructor(state) {
    this.open = null;
    this.load(state);
  }

  /** Takes the whole state in, at first and whenever single events will not do. */
  load(state) {
    this.bot = state.bot;
    this.replay = state.replay;
    this.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
    this.rooms = new Map();
    for (const chat of state.chats) this.#divide(chat);
  }

  chat(id) {
    return this.chats.get(id);
  }

  room(key) {
    return this.rooms.get(String(key));
  }

  roomsOf(chat) {
    return [null, ...(chat.topics ?? [])].map((topic) => this.room(topic ? `${chat.id}/${topic.id}` : chat.id));
  }

  /** Newest talk first; topics follow their group in the order in which they were made. */
  sorted() {
    const last = (chat) => chat.messages.at(-1)?.date ?? 0;
    const chats = [...this.chats.values()].sort((a, b) => last(b) - last(a) || a.title.localeCompare(b.title));
    return chats.flatMap((chat) => this.roomsOf(chat));
  }

  /** The first private chat, which is that of whoever sits at the page. */
  get private() {
    return [...this.chats.values()].find((chat) => chat.type === "private");
  }

  get unread() {
    return [...this.rooms.values()].reduce((sum, room) => sum + room.unread, 0);
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
    const now = { ...known, ...chat, messages: known?.messages ?? chat.messages ?? [] };
    this.chats.set(chat.id, now);
    this.#divide(now);
  }

  /** Makes the rooms of a chat anew; those that were there keep what is unread. */
  #divide(chat) {
    for (const [key, room] of this.rooms) if (room.chat.id === chat.id) this.rooms.delete(key);
    for (const topic of [null, ...(chat.topics ?? [])]) {
      const room = new Room(chat, topic);
      this.rooms.set(room.key, room);
    }
  }

  #message(chat, message) {
    if (chat.messages.some((m) => m.id === message.id)) return;
    chat.messages.push(message);
    if (message.from !== "bot") return;
    for (const room of this.roomsOf(chat)) if (room.has(message)) room.unread += 1;
  }

  #edit(chat, message) {
    const place = chat.messages.findIndex((m) => m.id === message.id);
    if (place >= 0) chat.messages[place] = message;
  }
}
