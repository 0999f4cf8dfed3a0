// A message's text and its entities as DOM nodes. Offsets count UTF-16 units, as JavaScript's strings do.

import { button, el, link } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote"]);
const COLOURED = new Set(["mention", "text_mention", "hashtag", "cashtag", "email", "phone_number"]);

/** Shows what it hides at a press or by key, and hides no longer. */
function veiled(tag, className, label) {
  const node = el(tag, className);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", label);
  node.addEventListener("click", show, { once: true });
  node.addEventListener("keydown", show);
  return node;
}

function element(entity, surface, onCommand) {
  if (entity.type in TAGS) {
    const node = el(TAGS[entity.type]);
    if (entity.type === "pre") node.tabIndex = 0; // it may run out sideways, and keys have to reach what does
    return node;
  }
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(/^[a-z]+:/i.test(surface) ? surface : `http://${surface}`);
  if (entity.type === "bot_command") return button("command", undefined, () => onCommand(surface));
  if (entity.type === "spoiler") return veiled("span", "spoiler", "Hidden text: show it");
  if (entity.type === "expandable_blockquote") {
    const long = surface.length > 160 || surface.split("\n").length > 3;
    return long ? veiled("blockquote", "folded", `${surface.slice(0, 160)} … show all`) : el("blockquote");
  }
  return el("span", COLOURED.has(entity.type) ? "tag" : "");
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
    // A quote or a block of code is a line of its own already; the line break after it would be an empty one.
    at = BLOCKS.has(node.localName) && text[end] === "\n" ? end + 1 : end;
  }
  nodes.append(text.slice(at, to));
  return nodes;
}

export function rich(text, entities, onCommand) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, sorted, 0, text.length, onCommand);
}
