// The command menu above the text field: filtered by what is typed, driven by keys or by pointer.

import { byId, el } from "./dom.js";

export class Commands {
  /** `commands()` gives the bot's menu; `onTake(name)` is told of a click. */
  constructor(commands, onTake) {
    this.commands = commands;
    this.onTake = onTake;
    this.list = byId("commands");
    this.menu = byId("menu");
    this.text = byId("text");
    this.chosen = -1;
  }

  get open() {
    return !this.list.hidden;
  }

  /** The command that a key would take. */
  get name() {
    return this.list.children[this.chosen]?.dataset.command ?? null;
  }

  /** Shows the commands that begin with `start`; `choose` marks the first of them at once. */
  show(start, choose) {
    const typed = start.toLowerCase();
    const fitting = this.commands().filter((one) => one.command.startsWith(typed));
    this.list.replaceChildren(...fitting.map((one) => this.#item(one)));
    this.#setOpen(fitting.length > 0);
    this.choose(choose ? 0 : -1);
  }

  close() {
    this.list.replaceChildren();
    this.#setOpen(false);
    this.choose(-1);
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

  #setOpen(open) {
    this.list.hidden = !open;
    this.menu.setAttribute("aria-expanded", String(open));
  }

  #item({ command, description }) {
    const item = el("li");
    item.id = `command-${command}`;
    item.role = "option";
    item.dataset.command = command;
    item.append(el("b", "", `/${command}`), el("span", "", description));
    item.addEventListener("click", () => this.onTake(command));
    return item;
  }
}
