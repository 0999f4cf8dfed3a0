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
export const send = (chat, text, replyTo) =>
  call("POST", `/api/chats/${chat}/messages`, replyTo ? { text, reply_to: replyTo } : { text });
export const press = (chat, messageId, data) =>
  call("POST", `/api/chats/${chat}/press`, { message_id: messageId, data });
export const inline = (chat, query, offset) => call("POST", `/api/chats/${chat}/inline`, { query, offset });
export const choose = (chat, queryId, resultId) =>
  call("POST", `/api/chats/${chat}/choose`, { query_id: queryId, result_id: resultId });
export const newChat = (type, title) => call("POST", "/api/chats", { type, title });
export const setBot = (chat, status) => call("POST", `/api/chats/${chat}/bot`, { status });
export const setLanguage = (chat, language) => call("POST", `/api/chats/${chat}/language`, { language });
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
