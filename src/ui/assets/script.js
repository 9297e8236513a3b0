"use strict";
// Everything works without this script; with it, what is shown stays up to date and nothing is sent twice.

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
// A page that is shown again from the browser's memory may send its forms again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What stands between `data-live` and its end is read again when something has happened.
for (const part of document.querySelectorAll("[data-live]")) {
  let waiting = null;
  const refresh = async () => {
    waiting = null;
    if (document.hidden) return;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-live]");
    if (now && !part.contains(document.activeElement)) part.replaceChildren(...now.childNodes);
  };
  const later = () => (waiting ??= setTimeout(refresh, 1000));
  const stream = new EventSource(part.dataset.live);
  for (const kind of (part.dataset.kinds ?? "").split(" ")) if (kind) stream.addEventListener(kind, later);
  stream.addEventListener("message", later);
  document.addEventListener("visibilitychange", () => document.hidden || later());
}

// The choice in a list is applied at once.
for (const select of document.querySelectorAll("form[method=get] select"))
  select.addEventListener("change", () => select.form.requestSubmit());

// A number that can be changed gets a slider beside its field; the field says and sends the value.
for (const field of document.querySelectorAll("input[data-least]")) {
  const slider = document.createElement("input");
  const { least, most, step, start } = field.dataset;
  Object.assign(slider, { type: "range", min: least, max: most, step });
  slider.value = field.value.replace(",", ".").replace("%", "") || start;
  slider.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(field.id)}"]`).textContent);
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { slider.value = field.value.replace(",", ".").replace("%", "") || start; });
  field.after(slider);
}

// Keys: `a` accepts and goes on, `/` searches.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.tagName === "INPUT") target.focus();
  else target.click();
});

// In a sheet of fields, the arrows go to the field above and below.
document.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const cell = step && event.target.tagName === "INPUT" ? event.target.closest(".sheet td") : null;
  if (!cell) return;
  const rows = [...cell.closest("tbody").rows];
  const next = rows[rows.indexOf(cell.parentElement) + step]?.cells[cell.cellIndex]?.querySelector("input:not([type=hidden])");
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

// A plan file is checked while it is typed; a mistake's place leads into the text.
for (const source of document.querySelectorAll("textarea[data-check]")) {
  const told = document.getElementById("mistakes");
  let waiting = 0;
  source.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const body = new URLSearchParams({ csrf: source.form.elements.csrf.value, source: source.value });
      const answer = await fetch(source.dataset.check, { method: "POST", body });
      if (!answer.ok || answer.redirected) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      told.replaceChildren(...part.body.childNodes);
    }, 600);
  });
  told.addEventListener("click", (event) => {
    const line = Number(event.target.dataset?.line);
    if (!line) return;
    const start = source.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    source.focus();
    source.setSelectionRange(start, start);
  });
}
