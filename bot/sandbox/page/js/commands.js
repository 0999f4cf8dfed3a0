// The command menu above the text field: filtered by what is typed, driven by keys or by pointer.

import { byId, el } from "./dom.js";
import { Picks } from "./picks.js";

export class Commands extends Picks {
  /** `commands()` gives the bot's menu; `onTake(name)` is told of a click. */
  constructor(commands, onTake) {
    super("commands");
    this.commands = commands;
    this.onTake = onTake;
    this.menu = byId("menu");
  }

  /** The command that a key would take. */
  get name() {
    return this.item?.dataset.command ?? null;
  }

  /** Shows the commands that begin with `start`; `choose` marks the first of them at once. */
  show(start, choose) {
    const typed = start.toLowerCase();
    const fitting = this.commands().filter((one) => one.command.startsWith(typed));
    this.fill(fitting.map((one) => this.#item(one)), choose);
  }

  fill(items, choose) {
    super.fill(items, choose);
    this.menu.setAttribute("aria-expanded", String(this.open));
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
