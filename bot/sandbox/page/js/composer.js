// Writing a message: the text field, the command menu with its keys, and the message that is replied to.

export class Composer {
  /** `send(text, replyTo)` posts it; `commands()` gives the bot's menu. */
  constructor(send, commands) {
    this.send = send;
    this.commands = commands;
    this.form = document.getElementById("composer");
    this.text = document.getElementById("text");
    this.list = document.getElementById("commands");
    this.menu = document.getElementById("menu");
    this.banner = document.getElementById("replying");
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.menu.addEventListener("click", () => this.#show(this.list.hidden ? "" : null));
    document.getElementById("replying-stop").addEventListener("click", () => this.reply(null));
    document.addEventListener("click", (event) => this.form.contains(event.target) || this.#show(null));
  }

  reply(message) {
    this.replyTo = message?.id;
    this.banner.hidden = !message;
    if (!message) return;
    document.getElementById("replying-text").textContent = message.text.split("\n")[0];
    this.text.focus();
  }

  async #submit(event) {
    event?.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const replyTo = this.replyTo;
    this.#show(null);
    if (!(await this.send(text, replyTo))) return;
    this.text.value = "";
    this.reply(null);
    this.#grow();
  }

  #typed() {
    this.#grow();
    const word = /^\/(\S*)$/.exec(this.text.value);
    this.#show(word ? word[1] : null);
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  #key(event) {
    const open = !this.list.hidden;
    if (event.key === "Escape") this.#show(null);
    else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) this.#move(event);
    else if (open && event.key === "Tab") this.#take(event);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      if (open && this.chosen >= 0) this.#take(event);
      this.#submit(event);
    }
  }

  #move(event) {
    event.preventDefault();
    const items = [...this.list.children];
    const step = event.key === "ArrowDown" ? 1 : -1;
    this.chosen = (this.chosen + step + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", place === this.chosen));
    items[this.chosen]?.scrollIntoView({ block: "nearest" });
  }

  #take(event) {
    const name = this.list.children[Math.max(this.chosen, 0)]?.dataset.command;
    if (!name) return;
    event.preventDefault();
    this.text.value = `/${name}`;
    this.#show(null);
  }

  /** Shows the commands that begin with `start`; null closes the menu. */
  #show(start) {
    const fitting = start === null ? [] : this.commands().filter((c) => c.command.startsWith(start.toLowerCase()));
    this.chosen = -1;
    this.list.replaceChildren(...fitting.map((command) => this.#item(command)));
    this.list.hidden = fitting.length === 0;
    this.menu.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  #item({ command, description }) {
    const item = document.createElement("li");
    item.role = "option";
    item.dataset.command = command;
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    const about = document.createElement("span");
    about.textContent = description;
    item.append(name, about);
    item.addEventListener("click", () => {
      this.#show(null);
      this.send(`/${command}`, this.replyTo);
      this.reply(null);
    });
    return item;
  }
}
