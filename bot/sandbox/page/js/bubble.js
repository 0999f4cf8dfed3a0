// One message as a list item: author, quote, picture or file, text, time, the bot's buttons.

import { sizeOf } from "./attach.js";
import { button, el, icon, link, serviceText, summary } from "./dom.js";
import { rich } from "./text.js";

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const whole = new Intl.DateTimeFormat([], { dateStyle: "full", timeStyle: "medium" });

/** Whether the person at this page wrote it; other members of a group stand on the bot's side. */
export const isMine = (chat, message) =>
  message.from === "user" && (chat.type === "private" || message.author === "You");

/** `acts`: {command(text), press(message, data), isBusy(message, data), reply(message), goTo(id)} */
export function bubble(chat, message, acts, { joined = false } = {}) {
  const item = el("li", message.service ? "service" : "message");
  item.dataset.id = message.id;
  if (message.service) {
    item.textContent = serviceText(message);
    return item;
  }
  const mine = isMine(chat, message);
  item.classList.toggle("mine", mine);
  item.classList.toggle("joined", joined);
  const card = el("div", "bubble");
  if (chat.type !== "private" && !mine && !joined) card.append(author(message));
  if (message.via) card.append(el("p", "via", `via @${message.via}`));
  if (message.reply_to) card.append(quote(chat, message.reply_to, acts));
  if (message.photo) card.append(photo(message));
  if (message.document) card.append(file(message.document));
  card.append(body(message, acts), meta(message));
  item.append(card);
  if (message.buttons.length) item.append(keys(message, acts));
  item.append(answer(message, acts));
  return item;
}

function author(message) {
  const node = el("p", "author", message.author);
  node.dir = "auto";
  return node;
}

function body(message, acts) {
  const node = el("div", "body");
  node.dir = "auto";
  node.append(rich(message.text, message.entities, acts.command));
  return node;
}

function meta(message) {
  const at = new Date(message.date * 1000);
  const node = el("span", "meta");
  const time = el("time", "", clock.format(at));
  time.dateTime = at.toISOString();
  time.title = whole.format(at);
  if (message.pinned) node.append("pinned ");
  if (message.edited) node.append("edited ");
  node.append(time);
  return node;
}

function quote(chat, id, acts) {
  const quoted = chat.messages.find((m) => m.id === id);
  const node = button("quote", undefined, () => acts.goTo(id));
  if (quoted) node.append(el("b", "", quoted.author), el("bdi", "", summary(quoted)));
  else node.append(el("bdi", "", "A message that is gone"));
  return node;
}

function photo(message) {
  const image = el("img", "photo");
  image.src = message.photo;
  image.alt = message.text ? "Picture, described by the text below it" : "Picture without a description";
  const frame = el("a");
  frame.href = message.photo;
  frame.target = "_blank";
  frame.append(image);
  return frame;
}

function file({ name, size, url }) {
  const node = el("a", "file");
  node.href = url;
  node.download = name;
  const about = el("span");
  about.append(el("bdi", "", name), el("small", "", sizeOf(size)));
  node.append(icon("file"), about);
  return node;
}

function keys(message, acts) {
  const node = el("div", "keys");
  for (const row of message.buttons) {
    const line = el("div");
    for (const one of row) line.append(one.url ? away(one) : key(message, one, acts));
    node.append(line);
  }
  return node;
}

function away({ text, url }) {
  const node = link(/^[a-z]+:/i.test(url) ? url : `http://${url}`, "key");
  node.append(el("bdi", "", text), icon("out"));
  return node;
}

function key(message, { text, data }, acts) {
  const node = button("key", undefined, () => acts.press(message, data));
  node.append(el("bdi", "", text));
  node.dataset.data = data ?? "";
  node.disabled = data === undefined; // kinds of buttons that only Telegram itself can follow
  node.setAttribute("aria-busy", String(acts.isBusy(message, data)));
  return node;
}

function answer(message, acts) {
  const node = button("icon answer", undefined, () => acts.reply(message));
  node.append(icon("reply"));
  node.title = "Reply";
  node.setAttribute("aria-label", `Reply to: ${summary(message).slice(0, 60)}`);
  return node;
}
