// A list above the text field of which keys or a pointer take one.

import { byId } from "./dom.js";

export class Picks {
  constructor(list) {
    this.list = byId(list);
    this.text = byId("text");
    this.chosen = -1;
  }

  get open() {
    return !this.list.hidden;
  }

  /** The item that a key would take. */
  get item() {
    return this.list.children[this.chosen] ?? null;
  }

  close() {
    if (this.open) this.fill([], false);
  }

  /** `choose` marks the first of the items at once. */
  fill(items, choose) {
    this.list.replaceChildren(...items);
    this.list.hidden = items.length === 0;
    this.choose(choose ? 0 : -1);
  }

  move(step) {
    const count = this.list.children.length;
    this.choose(this.chosen < 0 && step < 0 ? count - 1 : (this.chosen + step + count) % count);
  }

  choose(place) {
    this.chosen = place;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    const item = this.list.children[place];
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.text.setAttribute("aria-activedescendant", item.id);
    else this.text.removeAttribute("aria-activedescendant");
  }
}
