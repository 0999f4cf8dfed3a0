// Makes a chart that reads as a still one to hover, to walk through by keys, and to zoom in time.
//
// What moves has its day with it (data-t, in days from the first; data-line of "day,height"); the rest stays.

const NEAR = 26; // units of the drawing from a pointer to a dot that it means
const LEAST = 60; // days that are shown at the least
const MONTHS = [1, 3, 6, 12, 24, 36, 60, 120];
const SPACE = 64; // units between two marks of the axis
const NAME = "http://www.w3.org/2000/svg";

class Chart {
  constructor(svg, tip) {
    this.svg = svg;
    this.tip = tip;
    const { days, left, right, bottom, first } = svg.dataset;
    this.days = Number(days);
    this.left = Number(left);
    this.right = Number(right);
    this.bottom = Number(bottom);
    this.first = new Date(`${first}T00:00:00Z`);
    this.dots = [...svg.querySelectorAll(".dot")];
    this.from = 0;
    this.to = this.days;
    this.still = svg.querySelector(".times").innerHTML;
    this.current = null;
    svg.tabIndex = 0;
    // The words of the dot come in our own box.
    for (const title of svg.querySelectorAll(".dot > title")) {
      title.parentNode.dataset.words = title.textContent;
      title.remove();
    }
    svg.addEventListener("pointermove", (event) => this.hover(event));
    svg.addEventListener("pointerdown", (event) => this.hover(event)); // a finger does not hover
    svg.addEventListener("pointerleave", () => this.show(null));
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("blur", () => this.show(null));
    svg.addEventListener("focus", () => this.walk(0));
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("dblclick", () => this.zoom(0, this.days));
    this.listenToDrags();
  }

  x(day) {
    return this.left + ((day - this.from) / (this.to - this.from)) * (this.right - this.left);
  }

  day(x) {
    return this.from + ((x - this.left) / (this.right - this.left)) * (this.to - this.from);
  }

  /** Where a pointer is, in units of the drawing. */
  place(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.svg.viewBox.baseVal.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  }

  get seen() {
    return this.dots.filter((dot) => dot.checkVisibility());
  }

  // --- What is said of a dot

  hover(event) {
    const { x, y } = this.place(event);
    let best = null;
    let least = NEAR;
    for (const dot of this.seen) {
      const far = Math.hypot(this.x(Number(dot.dataset.t)) - x, Number(dot.dataset.y) - y);
      if (far < least) [best, least] = [dot, far];
    }
    this.show(best);
  }

  show(dot) {
    this.current?.classList.remove("near");
    this.current = dot;
    this.tip.hidden = !dot;
    if (!dot) return;
    dot.classList.add("near");
    this.tip.textContent = dot.dataset.words;
    const box = this.svg.getBoundingClientRect();
    const frame = this.tip.offsetParent.getBoundingClientRect();
    const scale = box.width / this.svg.viewBox.baseVal.width;
    const x = box.left - frame.left + this.x(Number(dot.dataset.t)) * scale;
    const y = box.top - frame.top + Number(dot.dataset.y) * scale;
    const left = Math.min(Math.max(8, x - this.tip.offsetWidth / 2), frame.width - this.tip.offsetWidth - 8);
    const above = y - this.tip.offsetHeight - 12;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${above > 4 ? above : y + 14}px`;
  }

  walk(step) {
    const seen = this.seen;
    if (!seen.length) return;
    const at = seen.indexOf(this.current);
    const next = at < 0 ? seen.length - 1 : Math.min(Math.max(at + step, 0), seen.length - 1);
    this.show(seen[next]);
    this.spoken.textContent = seen[next].dataset.words;
  }

  key(event) {
    const width = this.to - this.from;
    const does = {
      ArrowRight: () => this.walk(1),
      ArrowLeft: () => this.walk(-1),
      Home: () => this.walk(-Infinity),
      End: () => this.walk(Infinity),
      Enter: () => this.current?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })),
      "+": () => this.about(width / 2),
      "-": () => this.about(width * 2),
      Escape: () => this.zoom(0, this.days),
    }[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  }

  // --- Time

  zoom(from, to) {
    const width = Math.min(Math.max(to - from, LEAST), this.days);
    this.from = Math.min(Math.max(from, 0), this.days - width);
    this.to = this.from + width;
    this.show(null);
    this.draw();
    this.onZoom?.();
  }

  /** As many days around what is looked at, or around the middle. */
  about(width) {
    const middle = this.current ? Number(this.current.dataset.t) : (this.from + this.to) / 2;
    this.zoom(middle - width / 2, middle + width / 2);
  }

  move(share) {
    const width = this.to - this.from;
    this.zoom(this.from + width * share, this.to + width * share);
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // the page's own scrolling
    event.preventDefault();
    const at = this.day(this.place(event).x);
    const by = Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200)));
    this.zoom(at - (at - this.from) * by, at + (this.to - at) * by);
  }

  listenToDrags() {
    let began = null;
    let range = null;
    const end = (event) => {
      if (began === null) return;
      const [a, b] = [began, this.place(event).x].sort((one, other) => one - other);
      began = null;
      range?.remove();
      if (range && b - a > 12 && event.type === "pointerup") this.zoom(this.day(a), this.day(b));
      range = null;
    };
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button === 0) began = this.place(event).x;
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (began === null) return;
      const { x } = this.place(event);
      if (!range && Math.abs(x - began) > 8) {
        range = document.createElementNS(NAME, "rect");
        range.setAttribute("class", "range");
        this.svg.append(range);
        this.svg.setPointerCapture(event.pointerId);
      }
      if (!range) return;
      range.setAttribute("x", Math.min(began, x));
      range.setAttribute("width", Math.abs(x - began));
      range.setAttribute("height", this.bottom);
    });
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", end);
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
  }

  draw() {
    for (const node of this.svg.querySelectorAll("[data-t]")) {
      const t = Number(node.dataset.t);
      const isIn = t >= this.from - 0.5 && t <= this.to + 0.5;
      node.toggleAttribute("hidden", !isIn);
      node.style.display = isIn ? "" : "none";
      node.setAttribute("transform", `translate(${this.x(t).toFixed(1)} ${node.dataset.y})`);
    }
    for (const line of this.svg.querySelectorAll("[data-line]")) this.drawLine(line);
    this.drawTimes();
  }

  /** A line of steps, cut where the time that is shown begins and ends. */
  drawLine(line) {
    const points = line.dataset.line.split(" ").map((pair) => pair.split(",").map(Number));
    const kept = [];
    points.forEach(([t, y], n) => {
      const before = points[n - 1];
      if (t >= this.from && before && before[0] < this.from) kept.push([this.from, before[1]]);
      if (t > this.to && before && before[0] <= this.to) kept.push([this.to, before[1]]);
      if (t >= this.from && t <= this.to) kept.push([t, y]);
    });
    line.setAttribute("points", kept.map(([t, y]) => `${this.x(t).toFixed(1)},${y}`).join(" "));
  }

  drawTimes() {
    const times = this.svg.querySelector(".times");
    if (this.from === 0 && this.to === this.days) {
      times.innerHTML = this.still; // as it came
      return;
    }
    const months = (this.to - this.from) / 30.44;
    const room = (this.right - this.left) / SPACE;
    const step = MONTHS.find((one) => months / one <= room) ?? MONTHS.at(-1);
    const name = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", timeZone: "UTC" });
    const begins = new Date(this.first.getTime() + this.from * 864e5);
    times.replaceChildren();
    for (let month = begins.getUTCFullYear() * 12 + begins.getUTCMonth(); ; month += 1) {
      const day = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
      const t = (day - this.first) / 864e5;
      if (t > this.to) break;
      if (t < this.from || month % step) continue;
      const text = document.createElementNS(NAME, "text");
      text.setAttribute("class", "middle");
      text.setAttribute("x", this.x(t).toFixed(1));
      text.setAttribute("y", this.bottom + 18);
      text.textContent = month % 12 ? `${name.format(day)} ${day.getUTCFullYear()}` : String(day.getUTCFullYear());
      times.append(text);
    }
  }
}

for (const picture of document.querySelectorAll("[data-chart]")) {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  const spoken = document.createElement("p");
  spoken.className = "spoken";
  spoken.setAttribute("role", "status");
  const charts = [...picture.querySelectorAll("svg.chart")].map((svg) => new Chart(svg, tip));
  const help = document.createElement("p");
  help.className = "spoken";
  help.id = "chart-help";
  help.textContent = picture.dataset.help;
  const tools = document.createElement("div");
  tools.className = "tools";
  const width = (chart) => chart.to - chart.from;
  const made = [
    ["closer", (chart) => chart.about(width(chart) / 2)],
    ["farther", (chart) => chart.about(width(chart) * 2)],
    ["earlier", (chart) => chart.move(-0.5)],
    ["later", (chart) => chart.move(0.5)],
    ["whole", (chart) => chart.zoom(0, chart.days)],
  ].map(([name, does]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = picture.dataset[name];
    button.addEventListener("click", () => charts.forEach(does));
    tools.append(button);
    return [name, button];
  });
  const buttons = Object.fromEntries(made);
  const settle = () => {
    const chart = charts.find(({ svg }) => svg.checkVisibility()) ?? charts[0];
    const isWhole = width(chart) >= chart.days;
    buttons.whole.disabled = buttons.farther.disabled = isWhole;
    buttons.earlier.disabled = chart.from <= 0;
    buttons.later.disabled = chart.to >= chart.days;
    buttons.closer.disabled = width(chart) <= LEAST;
  };
  for (const chart of charts) {
    chart.spoken = spoken;
    chart.onZoom = settle;
    chart.svg.setAttribute("aria-describedby", help.id);
  }
  settle();
  picture.prepend(tools);
  picture.append(tip, spoken, help);
}
