// The board of a draft: a person is picked up by mouse or key, every post tells its price, putting down leads to the page
// that asks for the reason. Without this module each card is a link to the person's own page, where the same can be done.
const board = document.querySelector("[data-board]");
const lanes = [...document.querySelectorAll(".lane[data-post]")];
const said = document.getElementById("board-said");
let held = null;
let at = -1;

async function pickUp(card) {
  putBack();
  held = card;
  card.classList.add("taken");
  const answer = await fetch(card.dataset.prices, { headers: { Accept: "application/json" } });
  if (!answer.ok || held !== card) return;
  const { move, posts } = await answer.json();
  card.dataset.move = move;
  for (const lane of lanes) {
    const price = posts[lane.dataset.post];
    const own = lane.contains(card);
    lane.querySelector(".lane-price").textContent = own ? board.dataset.here : price?.text ?? "";
    if (price && !own) lane.classList.add(price.kind);
  }
  said.textContent = board.dataset.taken.replace("%", card.dataset.name);
}

function putBack() {
  held?.classList.remove("taken");
  held = null;
  at = -1;
  for (const lane of lanes) {
    lane.classList.remove("cheap", "dear", "shut", "open", "target");
    lane.querySelector(".lane-price").textContent = "";
  }
}

function putDown(lane) {
  if (!held?.dataset.move || lane.contains(held)) return putBack();
  location.assign(`${held.dataset.move}?post=${lane.dataset.post}`);
}

function step(by) {
  at = (at + by + lanes.length) % lanes.length;
  lanes.forEach((lane, i) => lane.classList.toggle("target", i === at));
  lanes[at].scrollIntoView({ block: "nearest" });
  said.textContent = `${lanes[at].dataset.name} – ${lanes[at].querySelector(".lane-price").textContent}`;
}

function pressed(event) {
  const card = event.target.closest(".person-card[draggable=true]");
  if (!held) {
    if (card && (event.key === "m" || event.key === " ")) {
      event.preventDefault();
      at = lanes.findIndex((lane) => lane.contains(card));
      const from = at;
      pickUp(card).then(() => { at = from; });
    }
    return;
  }
  const acts = {
    ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1),
    Enter: () => at >= 0 && putDown(lanes[at]), Escape: () => { said.textContent = board.dataset.back; putBack(); },
  };
  if (acts[event.key]) {
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }
}

if (board?.dataset.board === "open") {
  board.addEventListener("dragstart", (event) => {
    const card = event.target.closest(".person-card[draggable=true]");
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.name);
    pickUp(card);
  });
  board.addEventListener("dragend", (event) => { if (event.dataTransfer.dropEffect === "none") putBack(); });
  for (const lane of lanes) {
    lane.addEventListener("dragover", (event) => { if (held) { event.preventDefault(); lane.classList.add("target"); } });
    lane.addEventListener("dragleave", () => lane.classList.remove("target"));
    lane.addEventListener("drop", (event) => { event.preventDefault(); putDown(lane); });
  }
  document.addEventListener("keydown", pressed, true);
}
