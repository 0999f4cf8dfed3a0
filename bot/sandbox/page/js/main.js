// The page's own composition root: the model, the views, and what joins them. The address's #ID is the open chat.

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

const send = async (text, replyTo) => (await api.send(model.open, text, replyTo).catch(trouble)) !== null;
/** The bot's private chat with You, by a link with a parameter: there it is started, as the messenger does. */
async function startBot(parameter) {
  const mine = model.private;
  if (!mine) return;
  go(mine.id);
  await api.send(mine.id, `/start ${parameter}`).catch(trouble);
}
const composer = new Composer(send, () => model.bot, startBot);
const presses = new Presses((chat, id, data, busy) => chat === model.open && messages.busy(id, data, busy));
const messages = new Messages({
  command: (text) => send(text),
  press: (message, data) => presses.press(model.open, message.id, data),
  isBusy: (message, data) => presses.isBusy(model.open, message.id, data),
  reply: (message) => composer.reply(message),
});
const chats = new Chats((id) => go(id));

const isOut = (chat) => chat.bot === "kicked" || chat.bot === "left";

function showList() {
  const open = model.chat(model.open);
  if (open && !document.hidden) markRead(open);
  document.title = `${model.unread ? `(${model.unread}) ` : ""}burdenwatch sandbox`;
  chats.show(model);
}

function showHeader(chat) {
  byId("talk-title").textContent = chat.title;
  avatar(byId("talk-avatar"), chat);
  showDoing(chat);
  const words = chat.type === "private" ? ["Block", "Unblock"] : ["Remove bot", "Add bot"];
  byId("block").textContent = words[Number(isOut(chat))];
  byId("block").title = isOut(chat) ? "Let the bot in again" : "Shut the bot out, as a user can";
  byId("language").hidden = chat.type !== "private";
  byId("language").value = chat.language ?? "en";
  // Nobody can write to a bot that they have blocked; in a group people talk on without it.
  const blocked = chat.type === "private" && isOut(chat);
  document.querySelector("#composer .row").hidden = blocked;
  byId("unblock").hidden = !blocked;
}

/** The line below the title: what kind of chat it is, or for five seconds what the bot is doing. */
function showDoing(chat, action) {
  const line = byId("talk-sub");
  clearTimeout(showDoing.end);
  const out = chat.type === "private" ? "you blocked it" : "it is not here";
  const still = isOut(chat) ? `@${model.bot.username}: ${out}` : `${kindOf(chat)} with @${model.bot.username}`;
  line.textContent = action ? `${model.bot.name} ${DOING[action] ?? "is at work …"}` : still;
  line.classList.toggle("doing", Boolean(action));
  if (action) showDoing.end = setTimeout(() => showDoing(chat), 5000);
}

const go = (id) => {
  if (location.hash === `#${id}`) open(id);
  else location.hash = String(id);
};

function open(id) {
  const chat = model.chat(id);
  model.open = chat ? id : null;
  document.body.dataset.view = chat ? "talk" : "list";
  document.body.classList.toggle("closed", !chat);
  composer.turnTo(model.open);
  if (chat) {
    showHeader(chat);
    messages.show(chat);
  }
  showList();
  // A finger that opens a chat wants to read it, not to see half of it behind a keyboard.
  if (chat && !finger.matches) byId(byId("unblock").hidden ? "text" : "unblock").focus();
}

/** Reads everything anew: events were missed, or a chat has become another. */
async function reread(openId) {
  const state = await api.state().catch(trouble);
  if (!state) return;
  model.load(state);
  showReplay(model.replay);
  open(openId);
}

function take(event) {
  if (event.type === "reset") return reread(model.open);
  if (event.replaces) return reread(event.replaces === model.open ? event.chat.id : model.open);
  const chat = model.apply(event);
  if (chat && chat.id === model.open) takeHere(event, chat);
  if (event.type === "inline") return composer.cards.answered(event);
  if (event.type === "answer") presses.answered(event);
  if (event.type === "commands") composer.showMenu();
  if (event.type === "replay") showReplay(model.replay);
  else showList();
}

function takeHere(event, chat) {
  if (event.type === "message") {
    messages.add(event.message);
    if (event.message.from === "bot") showDoing(chat);
  }
  if (event.type === "edit") messages.edit(event.message);
  if (event.type === "delete") messages.remove(event.message_id);
  if (event.type === "action") showDoing(chat, event.action);
  if (event.type === "chat") showHeader(chat);
}

function setBot() {
  const chat = model.chat(model.open);
  api.setBot(chat.id, isOut(chat) ? "member" : "kicked").catch(trouble);
}

byId("block").addEventListener("click", setBot);
byId("language").addEventListener("change", async (event) => {
  const made = await api.setLanguage(model.open, event.target.value).catch(trouble);
  if (!made) showHeader(model.chat(model.open));
});
byId("unblock").addEventListener("click", setBot);
byId("back").addEventListener("click", () => {
  const left = model.open;
  location.hash = "";
  addEventListener("hashchange", () => requestAnimationFrame(() => chats.focus(left)), { once: true });
});
addEventListener("hashchange", () => open(Number(location.hash.slice(1))));
document.addEventListener("visibilitychange", showList);
wireDialog((made) => {
  model.apply({ type: "chat", chat: made });
  go(made.id);
});
wireReplay(model);

showReplay(model.replay);
const wanted = model.chat(Number(location.hash.slice(1)));
const start = wanted ?? (narrow.matches && model.chats.size > 1 ? null : model.sorted()[0]);
if (start) history.replaceState(null, "", `#${start.id}`); // so that the browser's back key comes back to it
open(start?.id ?? null);

api.events(first.event, take, (up) => (byId("offline").hidden = up));
