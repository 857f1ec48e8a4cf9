// The frame: dialogs, panels, dropped files and keys. Every page works without it.
const typing = (el) => el.matches("input, textarea, select, [contenteditable]");

function openDialog(event) {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
}

function closePanels(event) {
  for (const panel of document.querySelectorAll("details.account[open]")) {
    if (!panel.contains(event.target)) panel.open = false;
  }
}

function focusPanel(event) {
  const panel = event.target;
  if (!panel.matches?.("details.ask") || !panel.open) return;
  for (const other of document.querySelectorAll("details.ask[open]")) if (other !== panel) other.open = false;
  const close = panel.querySelector("[data-close]");
  if (close) {
    close.hidden = false;
    close.onclick = () => { panel.open = false; };
  }
  panel.querySelector(".ask-panel textarea, .ask-panel input:not([type=hidden]), .ask-panel button")?.focus();
}

// A form that is on its way is not sent twice; the browser's own back button wakes it again.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => wake(form), 8000);
}

function wake(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

function watchDrop(zone) {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector(".drop-name");
  const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    name.textContent = [...input.files].map((f) => `${f.name} (${Math.ceil(f.size / 1024)} KB)`).join(", ");
  });
}

const rows = () => [...document.querySelectorAll(".table tbody tr")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  all[at]?.classList.remove("here");
  next.classList.add("here");
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector("a, button") ?? next).focus({ preventScroll: true });
}

// A table wider than its place scrolls by itself; all others let their heading stick to the top of the page.
function fitTables() {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    wrap.classList.toggle("scrolls", wrap.firstElementChild.offsetWidth > wrap.clientWidth + 1);
  }
}

const follow = (selector) => document.querySelector(selector)?.click();
let before = "";

const KEYS = {
  "/": () => (document.querySelector(".search-box input") ?? document.querySelector("main input"))?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  "[": () => follow(".pager a[rel=prev]"),
  "]": () => follow(".pager a[rel=next]"),
  h: () => { if (before === "g") follow("a.brand"); },
};

function pressKey(event) {
  if (event.key === "Escape") {
    for (const panel of document.querySelectorAll("details.ask[open], details.account[open]")) {
      panel.open = false;
      panel.querySelector("summary").focus();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open], details.ask[open]")) return;
  const act = KEYS[event.key];
  if (act && (event.key !== "h" || before === "g")) { event.preventDefault(); act(); }
  before = event.key;
}

// A box in the heading ticks every row of its table; without JavaScript each row is ticked by itself.
function tickAll(heading) {
  const all = Object.assign(document.createElement("input"), { type: "checkbox", title: heading.dataset.all });
  all.setAttribute("aria-label", heading.dataset.all);
  all.addEventListener("change", () => {
    for (const box of heading.closest("table").querySelectorAll("input[name=pick]")) box.checked = all.checked;
  });
  heading.append(all);
}

fitTables();
document.querySelectorAll("th[data-all]").forEach(tickAll);
window.addEventListener("resize", fitTables);
document.addEventListener("click", openDialog);
document.addEventListener("click", closePanels);
document.addEventListener("toggle", focusPanel, true);
document.addEventListener("submit", sendOnce);
document.addEventListener("keydown", pressKey);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wake));
document.querySelectorAll("[data-drop]").forEach(watchDrop);
document.querySelector(".errors")?.focus();
for (const here of document.querySelectorAll(".step[aria-current], .tabs [aria-current]")) {
  here.closest("nav").scrollTo({ left: here.offsetLeft - 120 });
}
