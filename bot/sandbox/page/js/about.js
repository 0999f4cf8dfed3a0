// The dialog on one room: its ids, what its administrators can do, its topics.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { trouble } from "./toast.js";

export class About {
  /** `onTopic(chat, thread)` opens a topic that was made; `chat` as it is with it. */
  constructor(onTopic) {
    this.dialog = byId("about");
    byId("more").addEventListener("click", () => this.#open());
    byId("about-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    byId("bot-status").addEventListener("change", (event) => this.#act(api.setBot(this.room.chat.id, event.target.value)));
    byId("migrate").addEventListener("click", () => this.#act(api.migrate(this.room.chat.id), true));
    byId("topic-close").addEventListener("click", () => this.#change({ closed: !this.room.topic.closed }));
    byId("topic-delete").addEventListener("click", () => this.#change({ deleted: true }));
    byId("topic-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const made = await api.newTopic(this.room.chat.id, byId("topic-name").value).catch(trouble);
      if (!made) return;
      this.dialog.close();
      onTopic(made.chat, made.topic);
    });
  }

  async #act(call, close = false) {
    if (close) this.dialog.close();
    if (!(await call.catch(trouble))) this.show(this.room);
  }

  #change(change) {
    this.#act(api.changeTopic(this.room.chat.id, this.room.topic.id, change), true);
  }

  #open() {
    byId("topic-name").value = "";
    this.dialog.showModal();
  }

  show(room) {
    this.room = room;
    const { chat, topic } = room;
    byId("about-name").textContent = room.title;
    const ids = chat.type === "private" ? `User and chat ${chat.id}` : `Chat ${chat.id}`;
    byId("about-ids").textContent = topic ? `${ids}, topic ${topic.id}` : ids;
    byId("bot-status-line").hidden = Boolean(topic) || (chat.type !== "group" && chat.type !== "supergroup");
    byId("bot-status").value = chat.bot;
    byId("migrate").hidden = chat.type !== "group";
    byId("topic-form").hidden = chat.type !== "supergroup" || Boolean(topic);
    byId("topic-buttons").hidden = !topic;
    byId("topic-close").textContent = topic?.closed ? "Open the topic again" : "Close the topic";
  }
}
