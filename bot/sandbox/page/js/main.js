// The page's own composition root: the model, the views, and what joins them.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { Messages } from "./messages.js";
import { Model } from "./model.js";
import { avatar, kindOf, showChats, showReplay, wireReplay } from "./sidebar.js";

const toast = document.getElementById("toast");

function say(text, bad = false) {
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(say.end);
  say.end = setTimeout(() => (toast.hidden = true), 4000);
}

const trouble = (problem) => {
  say(problem.message, true);
  return null;
};

const first = await api.state();
const model = new Model(first);

const send = async (text, replyTo) => (await api.send(model.open, text, replyTo).catch(trouble)) !== null;
const composer = new Composer(send, () => model.bot.commands);
const messages = new Messages({
  command: (text) => send(text),
  press: (message, data) => api.press(model.open, message.id, data).catch(trouble),
  reply: (message) => composer.reply(message),
});

function showHeader(chat) {
  document.getElementById("talk-title").textContent = chat.title;
  document.getElementById("talk-sub").textContent = `${kindOf(chat)} with @${model.bot.username}`;
  avatar(document.getElementById("talk-avatar"), chat);
  const block = document.getElementById("block");
  const out = chat.bot === "kicked";
  const verbs = chat.type === "private" ? ["Block", "Unblock"] : ["Remove bot", "Add bot"];
  block.textContent = verbs[Number(out)];
  block.title = out ? "Let the bot in again" : "Shut the bot out, as a user can";
}

function open(id) {
  const chat = model.chat(id);
  model.open = id;
  chat.unread = 0;
  composer.reply(null);
  showHeader(chat);
  messages.show(chat);
  showChats(model, choose);
}

function choose(id) {
  open(id);
  document.body.dataset.view = "talk";
  location.hash = String(id);
}

function take(event) {
  // Events were missed, as after a restart of the program: begin afresh.
  if (event.type === "reset") location.reload();
  if (event.replaces === model.open) model.open = event.chat.id;
  const chat = model.apply(event);
  const here = chat && chat.id === model.open;
  if (event.type === "message" && here) messages.add(event.message);
  if (event.type === "edit" && here) messages.edit(event.message);
  if (event.type === "delete" && here) messages.remove(event.message_id);
  if (event.type === "action" && here) messages.typing();
  if (event.type === "chat" && here) showHeader(chat);
  if (event.type === "answer" && event.text) say(event.text);
  if (event.type === "replay") showReplay(model.replay);
  else showChats(model, choose);
}

document.getElementById("back").addEventListener("click", () => (document.body.dataset.view = "list"));
document.getElementById("block").addEventListener("click", () => {
  const out = model.chat(model.open).bot === "kicked";
  api.setBot(model.open, out ? "member" : "kicked").catch(trouble);
});

const dialog = document.getElementById("dialog");
document.getElementById("new-chat").addEventListener("click", () => dialog.showModal());
document.getElementById("dialog-cancel").addEventListener("click", () => dialog.close());
document.getElementById("dialog-form").addEventListener("submit", async () => {
  const title = document.getElementById("dialog-title");
  const made = await api.newChat(document.getElementById("dialog-type").value, title.value.trim()).catch(trouble);
  title.value = "";
  if (made) {
    model.apply({ type: "chat", chat: made });
    choose(made.id);
  }
});

showReplay(model.replay);
wireReplay(model, trouble);
const wanted = Number(location.hash.slice(1));
const start = model.chat(wanted) ?? model.sorted()[0];
if (start) open(start.id);
if (start && (model.chats.size === 1 || wanted)) document.body.dataset.view = "talk";

let linked = true;
api.events(first.event, take, (up) => {
  if (up !== linked) say(up ? "Connected again." : "The sandbox does not answer; is the program running?", !up);
  linked = up;
});
