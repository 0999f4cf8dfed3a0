// A message's text and its entities as DOM nodes. Offsets count UTF-16 units, as JavaScript's strings do.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

function link(address) {
  const node = document.createElement("a");
  if (/^https?:\/\//i.test(address)) node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

function element(entity, surface, onCommand) {
  if (entity.type in TAGS) return document.createElement(TAGS[entity.type]);
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(/^https?:/i.test(surface) ? surface : `http://${surface}`);
  if (entity.type === "bot_command") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "command";
    button.addEventListener("click", () => onCommand(surface));
    return button;
  }
  const span = document.createElement("span");
  if (entity.type === "spoiler") {
    span.className = "spoiler";
    span.tabIndex = 0;
  }
  return span;
}

/** The text from `from` to `to` with the entities inside it; an outer entity comes before those it holds. */
function part(text, entities, from, to, onCommand) {
  const nodes = document.createDocumentFragment();
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const inside = [];
    index += 1;
    while (index < entities.length && entities[index].offset < end) {
      inside.push(entities[index]);
      index += 1;
    }
    nodes.append(text.slice(at, entity.offset));
    const node = element(entity, text.slice(entity.offset, end), onCommand);
    node.append(part(text, inside, entity.offset, end, onCommand));
    nodes.append(node);
    at = end;
  }
  nodes.append(text.slice(at, to));
  return nodes;
}

export function rich(text, entities, onCommand) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, sorted, 0, text.length, onCommand);
}
