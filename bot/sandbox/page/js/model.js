// What the page knows: chats with their messages, the bot, the replay. Events change it; views read it.

export class Model {
  constructor(state) {
    this.bot = state.bot;
    this.replay = state.replay;
    this.chats = new Map(state.chats.map((chat) => [chat.id, { unread: 0, ...chat, messages: [...chat.messages] }]));
    this.open = null;
  }

  chat(id) {
    return this.chats.get(id);
  }

  /** Newest talk first. */
  sorted() {
    const last = (chat) => chat.messages.at(-1)?.date ?? 0;
    return [...this.chats.values()].sort((a, b) => last(b) - last(a) || a.title.localeCompare(b.title));
  }

  /** Takes an event in; returns what changed: {chat, message, kind}. */
  apply(event) {
    if (event.type === "replay") this.replay = event.replay;
    if (event.type === "commands") this.bot.commands = event.commands;
    if (event.type === "chat") this.#chat(event.chat, event.replaces);
    const chat = this.chat(event.chat_id ?? event.chat?.id);
    if (event.type === "message" && chat) this.#message(chat, event.message);
    if (event.type === "edit" && chat) this.#edit(chat, event.message);
    if (event.type === "delete" && chat) chat.messages = chat.messages.filter((m) => m.id !== event.message_id);
    return chat;
  }

  /** A chat is new or has changed; a group that became a supergroup has a new id and keeps its messages. */
  #chat(chat, replaces) {
    const known = this.chats.get(chat.id) ?? this.chats.get(replaces);
    this.chats.delete(replaces);
    this.chats.set(chat.id, { unread: 0, ...known, ...chat, messages: known?.messages ?? chat.messages ?? [] });
  }

  #message(chat, message) {
    if (chat.messages.some((m) => m.id === message.id)) return;
    chat.messages.push(message);
    if (message.from === "bot" && chat.id !== this.open) chat.unread += 1;
  }

  #edit(chat, message) {
    const place = chat.messages.findIndex((m) => m.id === message.id);
    if (place >= 0) chat.messages[place] = message;
  }
}
