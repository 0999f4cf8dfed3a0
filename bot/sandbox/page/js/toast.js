// What is said in passing (a toast) and what has to be confirmed (an alert).

import { byId } from "./dom.js";

const SHOWN = 4000;
let end;

export function say(text, bad = false) {
  const toast = byId("toast");
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.classList.add("on");
  clearTimeout(end);
  end = setTimeout(() => toast.classList.remove("on"), SHOWN);
}

/** For a failed call: says why, and gives null. */
export function trouble(problem) {
  say(problem.message, true);
  return null;
}

export function alert(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}
