// The control API of the sandbox: the only module that talks to the server.

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options).catch(() => {
    throw new Error("The sandbox does not answer. Is the program running?");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

export const state = () => call("GET", "/api/state");
/** What a user does in a room: `thread` is its topic, or null. What is undefined is not sent. */
const inRoom = ({ chat, thread }, what, body) =>
  call("POST", `/api/chats/${chat.id}/${what}`, { ...body, topic: thread ?? undefined });
export const send = (room, message) => inRoom(room, "messages", message);
export const press = (chat, messageId, data, user) =>
  call("POST", `/api/chats/${chat}/press`, { message_id: messageId, data, user });
export const inline = (room, query, offset, user) =>
  call("POST", `/api/chats/${room.chat.id}/inline`, { query, offset, user });
export const choose = (room, queryId, resultId) => inRoom(room, "choose", { query_id: queryId, result_id: resultId });
export const newChat = (type, title) => call("POST", "/api/chats", { type, title });
export const setBot = (chat, status) => call("POST", `/api/chats/${chat}/bot`, { status });
export const setLanguage = (chat, language) => call("POST", `/api/chats/${chat}/language`, { language });
export const migrate = (chat) => call("POST", `/api/chats/${chat}/migrate`, {});
export const newTopic = (chat, name) => call("POST", `/api/chats/${chat}/topics`, { name });
export const changeTopic = (chat, topic, change) => call("POST", `/api/chats/${chat}/topics`, { topic, ...change });
export const replay = (change) => call("POST", "/api/replay", change);

const RETRY = 2000;

/** Server-Sent Events from the event after `from` on. The browser reconnects by itself and says where it was. */
export function events(from, onEvent, onLink) {
  const source = new EventSource(`/api/events?after=${from}`);
  let last = from;
  source.onopen = () => onLink(true);
  source.onmessage = (event) => {
    last = event.lastEventId || last;
    onEvent(JSON.parse(event.data));
  };
  source.onerror = () => {
    onLink(false);
    // An answer other than 200 ends an EventSource for good.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => events(last, onEvent, onLink), RETRY);
  };
}
