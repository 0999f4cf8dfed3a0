// Small helpers that every view uses. Text only ever enters the page as text nodes, so no message can bring markup.

export const byId = (id) => document.getElementById(id);

export function el(tag, className = "", text = undefined) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function button(className, text, onClick) {
  const node = el("button", className, text);
  node.type = "button";
  node.addEventListener("click", onClick);
  return node;
}

/** One of the symbols at the top of index.html; the button around it needs a label of its own. */
export function icon(name) {
  const [svg, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A link that opens beside the page. Anything but http and https stays plain text: it could run or start something. */
export function link(address, className = "") {
  if (!/^https?:\/\//i.test(address)) return el("span", `${className} inert`);
  const node = el("a", className);
  node.href = address;
  node.title = address; // so that a text that names another address gives itself away
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

const SERVICE = {
  migrate_to_chat_id: () => "This group became a supergroup",
  migrate_from_chat_id: () => "This group is a supergroup now",
  forum_topic_created: ({ name }) => `The topic “${name}” begins`,
  forum_topic_closed: () => "The topic is closed: only administrators write here",
  forum_topic_reopened: () => "The topic is open again",
};

export const serviceText = (message) =>
  Object.entries(message.service).map(([key, about]) => SERVICE[key]?.(about) ?? key.replaceAll("_", " ")).join(", ");

/** A message in one line, for the list of chats and for quotes. */
export function summary(message) {
  if (message.service) return serviceText(message);
  const line = message.text.slice(0, 300).replaceAll(/\s+/g, " ").trim();
  return line || (message.photo ? "Photo" : (message.document?.name ?? "Message"));
}
