// Who writes and presses in a group: You, who own it, or others that may or may not have rights there.

import { byId, el } from "./dom.js";

const ROBIN = { id: 2_000_001, first_name: "Robin", status: "member" };
const ADA = { id: 2_000_002, first_name: "Ada", status: "administrator" };

/** Who can be chosen: a label, who writes, and who presses, for an anonymous hand has a name of its own there. */
function choices(model) {
  const others = [...model.chats.values()].filter((chat) => chat.type === "private" && chat !== model.private);
  const channels = [...model.chats.values()].filter((chat) => chat.type === "channel");
  const member = ({ id, title }) => ({ id, first_name: title, status: "member" });
  return [
    { value: "", label: "You, the owner" },
    { value: "member", label: "Robin, a member", writes: ROBIN, presses: ROBIN },
    { value: "administrator", label: "Ada, an administrator", writes: ADA, presses: ADA },
    { value: "anonymous", label: "Ada, as the group itself", writes: { anonymous: true }, presses: ADA },
    ...others.map((chat) => ({ value: `${chat.id}`, label: `${chat.title}, a member`, writes: member(chat), presses: member(chat) })),
    ...channels.map((chat) => ({ value: `${chat.id}`, label: `Robin, as ${chat.title}`, writes: { channel: chat.id }, presses: ROBIN })),
  ];
}

export class Speakers {
  constructor(model) {
    this.model = model;
    this.chosen = new Map(); // by the id of the group
    this.select = byId("speaker");
    this.select.addEventListener("change", () => this.chosen.set(this.chat.id, this.select.value));
  }

  /** Shows who writes in a chat; elsewhere than in groups there is no choice. */
  show(chat) {
    this.chat = chat;
    byId("speaking").hidden = chat.type !== "group" && chat.type !== "supergroup";
    const options = choices(this.model).map(({ value, label }) => {
      const option = el("option", "", label);
      option.value = value;
      return option;
    });
    this.select.replaceChildren(...options);
    this.select.value = this.#of(chat).value;
  }

  #of(chat) {
    const value = this.chosen.get(chat.id) ?? "";
    const all = choices(this.model);
    return all.find((one) => one.value === value) ?? all[0];
  }

  /** As the control API has a user; undefined for You. */
  writer(chat) {
    return this.#of(chat).writes;
  }

  presser(chat) {
    return this.#of(chat).presses;
  }
}
