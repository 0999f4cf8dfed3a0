// Lets in whoever opened the page as a Mini App, or comes back from Telegram's login.

import { initData, isFramed, loginResult } from "./telegram.js";

const line = document.getElementById("entering");
const asked = new URLSearchParams(location.search);
const data = initData();
const login = loginResult();

async function enter() {
  line.textContent = line.dataset.underWay;
  const headers = { Authorization: `tma ${data}`, ...(isFramed ? { "X-Framed": "1" } : {}) };
  const answer = await fetch("/dashboard/enter", { headers, credentials: "same-origin" });
  if (!answer.ok) {
    line.textContent = line.dataset.failed;
    return;
  }
  asked.set("entered", "1");
  location.replace(`${location.pathname}?${asked}`);
}

// Once let in and still here, the browser keeps no cookie: to try again would go on for ever.
if (!asked.has("entered")) {
  if (data) enter().catch(() => { line.textContent = line.dataset.failed; });
  else if (login) location.replace(`/dashboard/enter?${login}`);
}
