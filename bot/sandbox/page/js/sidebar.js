// The list of chats, and below it the replay with its controls.

import * as api from "./api.js";

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const KINDS = { private: "private chat", group: "group", supergroup: "supergroup", channel: "channel" };
const PACES = [8, 4, 2, 1];

export const kindOf = (chat) => KINDS[chat.type] ?? chat.type;

export function avatar(node, chat) {
  node.className = `avatar tone-${Math.abs(chat.id) % 5}`;
  node.textContent = [...chat.title][0]?.toUpperCase() ?? "?";
}

function line(className, text) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

function row(chat, open, onOpen) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chat";
  button.dataset.chat = chat.id;
  button.setAttribute("aria-current", String(chat.id === open));
  const last = chat.messages.at(-1);
  const time = document.createElement("time");
  time.textContent = last ? clock.format(new Date(last.date * 1000)) : "";
  const picture = document.createElement("span");
  avatar(picture, chat);
  picture.setAttribute("aria-hidden", "true");
  button.append(picture, line("name", chat.title), time, line("last", last?.text.split("\n")[0] ?? kindOf(chat)));
  if (chat.unread) {
    const badge = line("badge", chat.unread);
    badge.setAttribute("aria-label", `${chat.unread} unread`);
    button.append(badge);
  }
  button.addEventListener("click", () => onOpen(chat.id));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

export function showChats(model, onOpen) {
  document.getElementById("chats").replaceChildren(...model.sorted().map((chat) => row(chat, model.open, onOpen)));
}

function sentence(replay) {
  if (replay.over) return "All of it has been told. To begin anew, stop the program and run: burdenwatch run --fresh";
  if (!replay.begun) return "It waits for a reader: send /subscribe, and past reports come in as news would.";
  if (replay.paused) return `Paused at report ${replay.sent} of ${replay.total}.`;
  return `Report ${replay.sent} of ${replay.total}; the next one within ${replay.seconds} s.`;
}

export function showReplay(replay) {
  const box = document.getElementById("replay");
  box.hidden = !replay;
  if (!replay) return;
  document.getElementById("replay-date").textContent = replay.date ?? "";
  document.getElementById("replay-progress").value = replay.total ? replay.sent / replay.total : 0;
  document.getElementById("replay-text").textContent = sentence(replay);
  const pause = document.getElementById("replay-pause");
  pause.textContent = replay.paused ? "Go on" : "Pause";
  pause.disabled = !replay.begun || replay.over;
  const pace = document.getElementById("replay-pace");
  pace.textContent = replay.seconds <= PACES.at(-1) ? "Slower" : "Faster";
  pace.disabled = replay.over;
}

export function wireReplay(model, onTrouble) {
  const change = (body) => api.replay(body).catch(onTrouble);
  document.getElementById("replay-pause").addEventListener("click", () => change({ paused: !model.replay.paused }));
  document.getElementById("replay-pace").addEventListener("click", () => {
    const faster = PACES.find((seconds) => seconds < model.replay.seconds);
    change({ seconds: faster ?? PACES[0] });
  });
}
