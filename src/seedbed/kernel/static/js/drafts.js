// What is typed into forms marked data-draft="key" is kept in this browser, encrypted, until the server took it.
// One key per account, made here and never readable by a script; both are wiped at log-out and when another
// account logs in. Passwords, files and fields marked data-no-draft are never kept.
const account = document.documentElement.dataset.account;
const forms = [...document.querySelectorAll("form[data-draft]")];
const WAIT = 500;

function store() {
  return new Promise((done, fail) => {
    const open = indexedDB.open("seedbed-drafts", 1);
    open.onupgradeneeded = () => {
      open.result.createObjectStore("keys");
      open.result.createObjectStore("drafts");
    };
    open.onsuccess = () => done(open.result);
    open.onerror = () => fail(open.error);
  });
}

async function within(name, mode, act) {
  const db = await store();
  try {
    return await new Promise((done, fail) => {
      const request = act(db.transaction(name, mode).objectStore(name));
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  } finally {
    db.close();
  }
}

const wipe = () => new Promise((done) => {
  const gone = indexedDB.deleteDatabase("seedbed-drafts");
  gone.onsuccess = gone.onerror = gone.onblocked = () => done();
});

async function ownKey() {
  const known = await within("keys", "readonly", (s) => s.get(account));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within("keys", "readwrite", (s) => s.put(made, account));
  return made;
}

async function forgetOthers() {
  const owners = await within("keys", "readonly", (s) => s.getAllKeys());
  if (owners.some((owner) => owner !== account)) await wipe();
}

const place = (form) => `${account}/${form.dataset.draft}`;

async function keep(form, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(content));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await ownKey(), text);
  await within("drafts", "readwrite", (s) => s.put({ iv, data }, place(form)));
}

async function kept(form) {
  const found = await within("drafts", "readonly", (s) => s.get(place(form)));
  if (!found) return null;
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, await ownKey(), found.data);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

const drop = (form) => within("drafts", "readwrite", (s) => s.delete(place(form)));

const fields = (form) => [...form.elements].filter((el) =>
  el.name && !el.matches("[type=hidden], [type=password], [type=file], button, fieldset, [data-no-draft]"));

function read(form) {
  return fields(form).map((el) => {
    if (el.matches("[type=checkbox], [type=radio]")) return [el.name, el.value, el.checked];
    if (el.multiple) return [el.name, [...el.selectedOptions].map((o) => o.value), null];
    return [el.name, el.value, null];
  });
}

function write(form, values) {
  const used = new Set();
  for (const [name, value, checked] of values) {
    const el = fields(form).find((f) => f.name === name && !used.has(f) && (checked === null || f.value === value));
    if (!el) continue;
    used.add(el);
    if (checked !== null) el.checked = checked;
    else if (el.multiple) for (const option of el.options) option.selected = value.includes(option.value);
    else el.value = value;
    el.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const onceOf = (form) => form.querySelector("input[name=_once]");

function taken() {
  return document.cookie.split("; ").find((c) => c.startsWith("taken="))?.slice(6) ?? "";
}

async function meet(form) {
  const offer = form.querySelector(".draft-offer");
  const line = form.querySelector(".draft-state");
  const draft = await kept(form);
  if (draft && ((draft.once && draft.once === taken()) || same(draft.values, read(form)))) await drop(form);
  else if (draft && form.dataset.refused === undefined) show(form, offer, draft);
  let timer = 0;
  const save = async (words) => {
    await keep(form, { at: Date.now(), values: read(form), once: "" });
    line.textContent = words;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (form.dataset.again) freshKey(form);
    timer = setTimeout(() => save(line.dataset.saved), WAIT);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      save(line.dataset.offline);
      return;
    }
    keep(form, { at: Date.now(), values: read(form), once: onceOf(form)?.value ?? "" });
  });
}

// The same content goes out again under the same form key, so that a lost answer never doubles an act;
// changed content is a new form and gets a new key.
function show(form, offer, draft) {
  offer.hidden = false;
  offer.querySelector("time").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
  offer.querySelector("[data-draft-take]").addEventListener("click", () => {
    write(form, draft.values);
    if (draft.once && onceOf(form)) {
      onceOf(form).dataset.fresh = onceOf(form).value;
      onceOf(form).value = draft.once;
      form.dataset.again = "1";
    }
    offer.hidden = true;
    fields(form)[0]?.focus();
  });
  offer.querySelector("[data-draft-drop]").addEventListener("click", async () => {
    await drop(form);
    offer.hidden = true;
  });
}

function freshKey(form) {
  const once = onceOf(form);
  once.value = once.dataset.fresh;
  delete form.dataset.again;
}

// The log-out waits for the wipe: whoever sits down next finds nothing.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-wipe-drafts]") || event.target.dataset.wiped) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  wipe().finally(() => {
    event.target.dataset.wiped = "1";
    event.target.requestSubmit();
  });
}, true);

if (account && globalThis.crypto?.subtle && globalThis.indexedDB) {
  await forgetOthers();
  await Promise.all(forms.map(meet));
}
