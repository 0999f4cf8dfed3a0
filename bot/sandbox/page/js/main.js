// The page's own composition root: the model, the views, and what joins them. The address's #ID, or
// #ID/TOPIC, is the open room.

import { About } from "./about.js";
import * as api from "./api.js";
import { avatar, Chats, kindOf } from "./chats.js";
import { Composer } from "./composer.js";
import { wireDialog } from "./dialog.js";
import { byId } from "./dom.js";
import { Messages } from "./messages.js";
import { Model } from "./model.js";
import { Presses } from "./presses.js";
import { markRead } from "./read.js";
import { showReplay, wireReplay } from "./replay.js";
import { Speakers } from "./speakers.js";
import { trouble } from "./toast.js";

const narrow = matchMedia("(max-width: 720px)");
const finger = matchMedia("(hover: none)");
const DOING = { typing: "is typing …", upload_photo: "is sending a picture …", upload_document: "is sending a file …" };

const first = await api.state().catch((problem) => {
  byId("offline").hidden = false;
  setTimeout(() => location.reload(), 3000);
  throw problem;
});
const model = new Model(first);

const here = () => model.room(model.open);
const speakers = new Speakers(model);

async function send(message) {
  const room = here();
  return (await api.send(room, { ...message, user: speakers.writer(room.chat) }).catch(trouble)) !== null;
}

/** The bot's private chat with You, by a link with a parameter: there it is started, as the messenger does. */
async function startBot(parameter) {
  const mine = model.private;
  if (!mine) return;
  go(String(mine.id));
  const text = parameter ? `/start ${parameter}` : "/start";
  await api.send(model.room(mine.id), { text }).catch(trouble);
}

const composer = new Composer(send, () => model.bot, () => speakers.presser(here().chat), startBot);
const isOpen = (chatId) => here()?.chat.id === chatId;
const presses = new Presses((chatId, id, data, busy) => isOpen(chatId) && messages.busy(id, data, busy));
const messages = new Messages({
  command: (text) => send({ text }),
  press: (message, data) => presses.press(message.chat_id, message.id, data, speakers.presser(here().chat)),
  isBusy: (message, data) => presses.isBusy(message.chat_id, message.id, data),
  reply: (message) => composer.reply(message),
});
const chats = new Chats((key) => go(key));
const about = new About((chat, thread) => {
  model.apply({ type: "chat", chat }); // whichever comes first, the answer or the event
  go(`${chat.id}/${thread}`);
});

const isOut = (chat) => chat.bot === "kicked" || chat.bot === "left";

function showList() {
  if (here() && !document.hidden) markRead(here());
  document.title = `${model.unread ? `(${model.unread}) ` : ""}burdenwatch sandbox`;
  chats.show(model);
}

function showHeader(room) {
  const { chat } = room;
  byId("talk-title").textContent = room.title;
  avatar(byId("talk-avatar"), room);
  showDoing(room);
  const words = chat.type === "private" ? ["Block", "Unblock"] : ["Remove bot", "Add bot"];
  byId("block").textContent = words[Number(isOut(chat))];
  byId("block").title = isOut(chat) ? "Let the bot in again" : "Shut the bot out, as a user can";
  byId("block").hidden = Boolean(room.topic);
  byId("language-line").hidden = chat.type !== "private";
  byId("language").value = chat.language ?? "en";
  speakers.show(chat);
  about.show(room);
  // Nobody can write to a bot that they have blocked; in a group people talk on without it.
  const blocked = chat.type === "private" && isOut(chat);
  document.querySelector("#composer .row").hidden = blocked;
  byId("unblock").hidden = !blocked;
}

/** The line below the title: what kind of chat it is, or for five seconds what the bot is doing. */
function showDoing(room, action) {
  const line = byId("talk-sub");
  clearTimeout(showDoing.end);
  const out = room.chat.type === "private" ? "you blocked it" : "it is not here";
  const name = `@${model.bot.username}`;
  const still = isOut(room.chat) ? `${name}: ${out}` : kindOf(room) + (room.topic ? "" : ` with ${name}`);
  line.textContent = action ? `${model.bot.name} ${DOING[action] ?? "is at work …"}` : still;
  line.classList.toggle("doing", Boolean(action));
  if (action) showDoing.end = setTimeout(() => showDoing(room), 5000);
}

const go = (key) => {
  if (location.hash === `#${key}`) open(key);
  else location.hash = key;
};

function open(key) {
  const room = model.room(key) ?? null;
  model.open = room && room.key;
  document.body.dataset.view = room ? "talk" : "list";
  document.body.classList.toggle("closed", !room);
  composer.turnTo(room);
  if (room) {
    showHeader(room);
    messages.show(room);
  }
  showList();
  // A finger that opens a chat wants to read it, not to see half of it behind a keyboard.
  if (room && !finger.matches) byId(byId("unblock").hidden ? "text" : "unblock").focus();
}

/** Reads everything anew: events were missed, or a chat has become another. */
async function reread(openKey) {
  const state = await api.state().catch(trouble);
  if (!state) return;
  model.load(state);
  showReplay(model.replay);
  open(openKey);
}

function take(event) {
  if (event.type === "reset") return reread(model.open);
  if (event.replaces) return reread(isOpen(event.replaces) ? String(event.chat.id) : model.open);
  const chat = model.apply(event);
  if (chat && chat.id === Number(model.open?.split("/")[0])) takeHere(event, chat);
  if (event.type === "inline") return composer.cards.answered(event);
  if (event.type === "answer") presses.answered(event);
  if (event.type === "commands") composer.showMenu();
  if (event.type === "replay") showReplay(model.replay);
  else showList();
}

function takeHere(event, chat) {
  const room = here();
  if (event.type === "chat") return changed(room, chat);
  if (!room) return;
  if (event.type === "message" && room.has(event.message)) {
    messages.add(event.message);
    if (event.message.from === "bot") showDoing(room);
  }
  if (event.type === "edit") messages.edit(event.message);
  if (event.type === "delete") messages.remove(event.message_id);
  if (event.type === "action") showDoing(room, event.action);
}

/** A chat has changed, and its rooms with it: the open one may be gone, or a group has its first topic. */
function changed(room, chat) {
  if (!room) history.replaceState(null, "", `#${chat.id}`);
  if (!room || Boolean(chat.topics?.length) !== Boolean(messages.room.chat.topics?.length)) {
    return open(room ? room.key : String(chat.id));
  }
  composer.turnTo(room);
  messages.turnTo(room);
  showHeader(room);
}

function setBot() {
  const { chat } = here();
  api.setBot(chat.id, isOut(chat) ? "member" : "kicked").catch(trouble);
}

byId("block").addEventListener("click", setBot);
byId("language").addEventListener("change", async (event) => {
  const made = await api.setLanguage(here().chat.id, event.target.value).catch(trouble);
  if (!made) showHeader(here());
});
byId("unblock").addEventListener("click", setBot);
byId("back").addEventListener("click", () => {
  const left = model.open;
  location.hash = "";
  addEventListener("hashchange", () => requestAnimationFrame(() => chats.focus(left)), { once: true });
});
/** Links to the bot on Telegram open it here, where alone it is. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const [, name] = /^https:\/\/t\.me\/(\w+)(\?|$)/i.exec(link?.href ?? "") ?? [];
  if (name?.toLowerCase() !== model.bot.username.toLowerCase()) return;
  event.preventDefault();
  startBot(new URL(link.href).searchParams.get("start"));
});
addEventListener("hashchange", () => open(location.hash.slice(1)));
document.addEventListener("visibilitychange", showList);
wireDialog((made) => {
  model.apply({ type: "chat", chat: made });
  go(String(made.id));
});
wireReplay(model);

showReplay(model.replay);
const wanted = model.room(location.hash.slice(1));
const start = wanted ?? (narrow.matches && model.chats.size > 1 ? null : model.sorted()[0]);
if (start) history.replaceState(null, "", `#${start.key}`); // so that the browser's back key comes back to it
open(start?.key ?? null);

const away = byId("offline").textContent;
api.events(first.event, take, (up) => {
  byId("offline").textContent = model.replay?.anew ? "The replay begins anew. The sandbox is back in a moment …" : away;
  byId("offline").hidden = up;
});
