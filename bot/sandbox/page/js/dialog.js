// The dialog for a new chat: a group, a channel, another person.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { trouble } from "./toast.js";

const EXAMPLES = { group: "Alliance desk", supergroup: "Alliance desk", channel: "Burden news", private: "Reader two" };

/** `onMade(chat)` gets the new chat. */
export function wireDialog(onMade) {
  const dialog = byId("dialog");
  const title = byId("dialog-title");
  const type = byId("dialog-type");
  byId("new-chat").addEventListener("click", () => dialog.showModal());
  byId("dialog-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  type.addEventListener("change", () => (title.placeholder = EXAMPLES[type.value]));
  byId("dialog-form").addEventListener("submit", async () => {
    const made = await api.newChat(type.value, title.value).catch(trouble);
    if (!made) return;
    title.value = "";
    onMade(made);
  });
}
