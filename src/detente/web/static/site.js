// Comforts for whoever has scripts: every form works without them.
"use strict";

const live = () => document.getElementById("live");

// --- forms whose answer replaces a part of the page ------------------------------------------

let asked = 0;

async function ask(address, push) {
  const turn = ++asked;
  const part = live();
  const focused = document.activeElement && document.activeElement.id;
  part.classList.add("busy");
  try {
    let answer = await fetch(address, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return; // a later question was asked meanwhile
    const fresh = page.getElementById("live");
    if (!fresh) { location.assign(address); return; }
    part.replaceWith(document.adoptNode(fresh));
    if (push) history.pushState(null, "", answer.url.split("#")[0]);
    dress(fresh);
    const verdict = fresh.querySelector(".wrong, .lead"); // what a screen reader then says
    document.getElementById("said").textContent = verdict ? verdict.textContent : "";
    const again = focused && document.getElementById(focused);
    if (again) again.focus();
  } catch { location.assign(address); }
  if (part.isConnected) part.classList.remove("busy");
}

function addressOf(form, button) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    if (field && field.dataset && field.dataset.default === value) continue;
    if (name === "as_of" && !value) continue;
    query.append(name, value);
  }
  if (button && button.name) query.append(button.name, button.value);
  return form.action.split(/[?#]/)[0] + "?" + query;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-live]") || !live()) return;
  event.preventDefault();
  ask(addressOf(form, event.submitter), true);
});

let pause;
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches(".slider input")) {
    const output = field.parentElement.querySelector("output");
    output.textContent = Number(field.value).toLocaleString(document.documentElement.lang,
      { maximumFractionDigits: 2 });
    field.parentElement.classList.toggle("moved", field.value !== field.dataset.default);
  }
  const form = field.form;
  if (form && form.matches(".sliders[data-live]")) {
    clearTimeout(pause);
    pause = setTimeout(() => ask(addressOf(form), true), 200);
  }
  if (field.matches("select[data-submit]")) form.requestSubmit();
});

window.addEventListener("popstate", () => { if (live()) location.reload(); });

// --- steps that are dragged to another place -------------------------------------------------

let held = null;
const stepOf = (event) => event.target.closest && event.target.closest("tr[data-step]");

document.addEventListener("dragstart", (event) => {
  const row = stepOf(event);
  if (!row) return;
  held = row;
  row.classList.add("held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.dataset.step);
});
document.addEventListener("dragover", (event) => {
  const row = stepOf(event);
  if (!held || !row) return;
  event.preventDefault();
  for (const other of document.querySelectorAll("tr.over")) other.classList.remove("over");
  if (row !== held) row.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const row = stepOf(event);
  if (!held || !row || row === held) return;
  event.preventDefault();
  const form = row.closest("form[data-reorder]");
  const move = { name: "move", value: held.dataset.step + ":" + row.dataset.step };
  ask(addressOf(form, move), true);
});
document.addEventListener("dragend", () => {
  for (const row of document.querySelectorAll("tr.over, tr.held")) {
    row.classList.remove("over", "held");
  }
  held = null;
});

// --- the editor: numbers beside the lines, and what is wrong while one writes -----------------

function editor(area) {
  const gutter = area.parentElement.querySelector(".gutter");
  const problems = document.getElementById("problems");
  let wrong = new Set([...problems.querySelectorAll("[data-goto]")].map(
    (link) => Number(link.dataset.goto.split(":")[0])));

  let drawn = "";
  const number = () => {
    const count = area.value.split("\n").length;
    gutter.style.height = area.clientHeight + "px";
    gutter.scrollTop = area.scrollTop;
    const now = count + ":" + [...wrong].join();
    if (now === drawn) return; // most keys change neither
    drawn = now;
    const lines = [];
    for (let n = 1; n <= count; n++) {
      const line = document.createElement("span");
      line.textContent = n + "\n";
      if (wrong.has(n)) line.className = "here";
      lines.push(line);
    }
    gutter.replaceChildren(...lines);
    gutter.scrollTop = area.scrollTop;
  };

  const tell = (found) => {
    wrong = new Set(found.map((problem) => problem.line));
    const said = document.createElement("p");
    if (!found.length) {
      said.className = "right";
      said.textContent = problems.dataset.none;
      problems.replaceChildren(said);
    } else {
      const list = document.createElement("ul");
      list.className = "problems";
      for (const problem of found) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = "#text";
        link.dataset.goto = problem.line + ":" + problem.column;
        link.textContent = problems.dataset.line.replace("%", problem.line);
        item.append(link, problem.path ? " " + problem.path + ": " : ": ", problem.message);
        list.append(item);
      }
      problems.replaceChildren(list);
    }
    number();
  };

  let wait, turn = 0;
  area.addEventListener("input", () => {
    number();
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const mine = ++turn;
      const form = new FormData();
      form.append("csrf", area.form.elements.csrf.value);
      form.append("text", area.value);
      try {
        const answer = await fetch(area.dataset.check, { method: "POST", body: form });
        if (answer.ok && mine === turn) tell((await answer.json()).problems);
      } catch { /* the server is away: saving will say so */ }
    }, 350);
  });
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  problems.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    if (!link) return;
    event.preventDefault();
    const [line, column] = link.dataset.goto.split(":").map(Number);
    const before = area.value.split("\n").slice(0, line - 1).join("\n").length;
    const place = before + (line > 1 ? 1 : 0) + column - 1;
    area.focus();
    area.setSelectionRange(place, place);
    area.scrollTop = (line - 6) * area.scrollHeight / area.value.split("\n").length;
  });
  new ResizeObserver(number).observe(area);
  number();
}

// --- a day that is chosen by sliding ------------------------------------------------------------

const DAY = 86400000;

function sliding(range) {
  const form = range.form, field = form.elements.as_of;
  const first = Date.parse(range.dataset.first), last = Date.now();
  range.max = Math.max(1, Math.floor((last - first) / DAY));
  range.value = field.value ? (Date.parse(field.value) - first) / DAY : range.max;
  range.hidden = false;
  range.addEventListener("input", () => {
    const day = new Date(first + Number(range.value) * DAY);
    field.value = range.value === range.max ? "" : day.toISOString().slice(0, 10);
    clearTimeout(pause);
    pause = setTimeout(() => ask(addressOf(form), true), 200);
  });
}

// --- a page to wait on -------------------------------------------------------------------------

function poll(box) {
  const seconds = box.querySelector("[data-seconds]");
  const look = async () => {
    try {
      const job = await (await fetch(box.dataset.poll)).json();
      if (job.state !== "running" && job.state !== "waiting") {
        location.replace(job.state === "stopped" ? location.href : box.dataset.back);
        return;
      }
      if (job.share !== null) box.querySelector("progress").value = job.share;
      seconds.textContent = seconds.dataset.seconds.replace("%", Math.round(job.seconds));
    } catch { /* try again */ }
    setTimeout(look, 500);
  };
  setTimeout(look, 300);
}

function dress(root) {
  for (const area of root.querySelectorAll(".editor textarea")) editor(area);
  for (const range of root.querySelectorAll("input.asof")) sliding(range);
  for (const box of root.querySelectorAll("[data-poll]")) poll(box);
}

dress(document);
