// A box that finds names as one types: rows below it to touch, or arrows and Enter. Without it the server asks which one was meant.
const WAIT = 180;

function meet(box) {
  const input = box.querySelector("input[role=combobox]");
  const list = box.querySelector("[role=listbox]");
  let timer = 0;
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (row) => {
    input.value = row.dataset.value;
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
    clearTimeout(timer);
  };
  const draw = (found, n) => {
    const row = document.createElement("li");
    const above = Object.assign(document.createElement("span"), { className: "help", textContent: found.above });
    row.append(Object.assign(document.createElement("b"), { textContent: found.name }), " ", above);
    Object.assign(row, { id: `${list.id}_${n}`, role: "option" });
    row.setAttribute("aria-selected", "false");
    row.dataset.value = `${found.above} ${found.name}`.trim();
    row.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the cursor
    row.addEventListener("click", () => take(row));
    return row;
  };
  const ask = async () => {
    const words = input.value.trim();
    if (!words) return close();
    const answer = await fetch(`${box.dataset.find}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok || words !== input.value.trim() || document.activeElement !== input) return null;
    const { places } = await answer.json();
    list.replaceChildren(...places.map(draw));
    list.hidden = !places.length;
    at = -1;
    return input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const step = (by) => {
    const rows = [...list.children];
    at = (at + by + rows.length) % rows.length;
    rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    rows[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[at].id);
  };

  input.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && at >= 0) take(list.children[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

document.querySelectorAll("[data-find]").forEach(meet);
