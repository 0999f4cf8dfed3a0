// The replay of past reports: how far it is, and the controls of its clock.

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { trouble } from "./toast.js";

const PACES = [0.5, 1, 2, 4, 8, 15, 60];
const day = new Intl.DateTimeFormat([], { dateStyle: "medium", timeZone: "UTC" });

function sentence(replay) {
  if (replay.anew) return "It begins anew …";
  if (replay.over && replay.days) return "All of it has been told.";
  if (replay.over) return "All of it has been told. To begin anew, stop the program and run: burdenwatch run --fresh";
  if (!replay.begun) return "It waits for a reader: send /subscribe, and past reports come in as news would.";
  return `Report ${replay.sent} of ${replay.total}${replay.paused ? ", paused." : "."}`;
}

function showPace(select, seconds) {
  const paces = [...new Set([...PACES, seconds])].sort((a, b) => a - b);
  const options = paces.map((pace) => {
    const option = el("option", "", `${pace} s`);
    option.value = pace;
    return option;
  });
  if (select.options.length !== options.length) select.replaceChildren(...options);
  select.value = String(seconds);
}

export function showReplay(replay) {
  byId("replay").hidden = !replay;
  if (!replay) return;
  byId("replay-date").textContent = replay.date ? day.format(new Date(`${replay.date}T00:00Z`)) : "";
  byId("replay-progress").value = replay.total ? replay.sent / replay.total : 1;
  byId("replay-text").textContent = sentence(replay);
  byId("replay-pause").textContent = replay.paused ? "Go on" : "Pause";
  byId("replay-pause").disabled = !replay.begun || replay.over || replay.anew;
  byId("replay-pace").disabled = replay.over || replay.anew;
  byId("replay-anew").hidden = !replay.days;
  byId("replay-anew").disabled = replay.anew;
  showPace(byId("replay-pace"), replay.seconds);
}

/** The dialog that asks at which day to begin anew. */
function wireAnew(model) {
  const dialog = byId("anew");
  const day = byId("anew-day");
  const problem = byId("anew-problem");
  byId("replay-anew").addEventListener("click", () => {
    [day.min, day.max] = model.replay.days;
    day.value = model.replay.from;
    problem.hidden = true;
    dialog.showModal();
  });
  byId("anew-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  byId("anew-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const tell = (fault) => {
      problem.textContent = fault.message;
      problem.hidden = false;
    };
    api.replay({ from: day.value }).then(() => dialog.close(), tell);
  });
}

export function wireReplay(model) {
  wireAnew(model);
  const change = (body) => api.replay(body).catch(trouble).then(() => showReplay(model.replay));
  byId("replay-pause").addEventListener("click", () => change({ paused: !model.replay.paused }));
  byId("replay-pace").addEventListener("change", (event) => change({ seconds: Number(event.target.value) }));
}
