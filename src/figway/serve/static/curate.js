// Correcting: A right, X wrong, E rename, B add a label, C add an arrow, 1-4 what an arrow does, N next unsure, U undo.
import { choose } from "./figure.js";

const form = document.getElementById("act"), subject = document.getElementById("subject");
const naming = document.getElementById("naming"), signs = document.getElementById("signs");
const stage = document.getElementById("stage"), drawing = stage.querySelector("svg");
const drawLabel = document.getElementById("draw-label"), drawArrow = document.getElementById("draw-arrow");
const rename = document.getElementById("rename"), newname = document.getElementById("newname");
const unsure = JSON.parse(document.getElementById("unsure").textContent);
const needs = [...form.querySelectorAll("[data-needs]")];
const field = form.elements;
const isLabel = (id) => id.startsWith("m");
const nameOf = (id) => drawing.querySelector(`.mark[data-m="${CSS.escape(id)}"] title`)?.textContent.split("\n")[0] ?? id;
const say = (text, soft = false) => subject.replaceChildren(Object.assign(document.createElement("span"), { textContent: text, className: soft ? "soft" : "" }));
let pad = null, ends = null; // a box that is being drawn; the ends of an arrow that is being added

function offer(what) { // show what can be done with a label, a printed line, an arrow, a new box, a new arrow
  naming.hidden = what === "arrow" || what === "new-arrow";
  signs.hidden = !naming.hidden;
  signs.querySelector("[data-sign=swap]").hidden = what === "new-arrow";
  for (const button of needs) button.disabled = button === rename ? !["label", "line", "box"].includes(what) : !["label", "arrow"].includes(what);
  for (const button of signs.children) button.disabled = what === "new-arrow" && !(ends?.source && ends?.target);
  rename.querySelector("span").textContent = what === "line" || what === "box" ? "Name it" : "Rename";
  for (const [button, label, arrow] of [[needs[0], "accept", "accept-relation"], [needs[1], "reject", "reject-relation"]]) button.value = what === "arrow" ? arrow : label;
}
offer("");

document.addEventListener("figway:chosen", ({ detail }) => {
  const id = detail.ids[0] ?? "", arrow = detail.relation !== undefined && Number(detail.relation) >= 0;
  if (ends) { if (!arrow && id) end(id); return; }
  stop();
  field.relation.value = arrow ? detail.relation : "";
  field.mention.value = arrow ? "" : id;
  const row = document.querySelector("tr.chosen [data-pick]");
  say(arrow ? (row?.textContent.replace(/\s+/g, " ").trim() ?? "This arrow") : nameOf(id));
  offer(arrow ? "arrow" : isLabel(id) ? "label" : "line");
});

// --- a label that was missed: a box is drawn on the figure, by pointer or by keys, then named
function point(event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  return [at.x, at.y];
}
function startBox() {
  stop();
  pad = Object.assign(document.createElement("div"), { className: "drawpad", tabIndex: 0 });
  pad.setAttribute("role", "application");
  pad.setAttribute("aria-label", "Draw a box: drag, or move it by arrow keys, size it by Shift and arrow keys, then Enter");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), rect = document.createElementNS(svg.namespaceURI, "rect");
  svg.append(rect);
  pad.append(svg);
  stage.append(pad);
  const area = stage.getBoundingClientRect();
  let from = null, box = { x: area.width / 2 - 45, y: area.height / 2 - 14, w: 90, h: 28 };
  const show = () => { for (const [name, value] of [["x", box.x], ["y", box.y], ["width", box.w], ["height", box.h]]) rect.setAttribute(name, value); };
  const take = () => {
    const place = pad.getBoundingClientRect();
    const a = point({ clientX: place.left + box.x, clientY: place.top + box.y }), b = point({ clientX: place.left + box.x + box.w, clientY: place.top + box.y + box.h });
    field.box.value = [...a, ...b].map((v) => v.toFixed(1)).join(",");
    say("A new label: say what it is");
    offer("box");
    newname.focus();
  };
  pad.addEventListener("pointerdown", (event) => {
    const place = pad.getBoundingClientRect();
    from = [event.clientX - place.left, event.clientY - place.top];
    pad.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!from) return;
    const place = pad.getBoundingClientRect(), x = event.clientX - place.left, y = event.clientY - place.top;
    box = { x: Math.min(x, from[0]), y: Math.min(y, from[1]), w: Math.abs(x - from[0]), h: Math.abs(y - from[1]) };
    show();
  });
  pad.addEventListener("pointerup", () => { if (from) { from = null; if (box.w > 3 && box.h > 3) take(); } });
  pad.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[event.key];
    if (step) { event.preventDefault(); if (event.shiftKey) { box.w = Math.max(6, box.w + step[0]); box.h = Math.max(6, box.h + step[1]); } else { box.x += step[0]; box.y += step[1]; } show(); }
    if (event.key === "Enter") { event.preventDefault(); take(); }
  });
  show();
  drawLabel.setAttribute("aria-pressed", "true");
  say("Drag a box round the label on the figure (Esc leaves it)");
  pad.focus();
}

// --- an arrow that was missed: from, to, what it does
function startArrow() {
  stop();
  ends = { source: "", target: "" };
  drawArrow.setAttribute("aria-pressed", "true");
  say("Choose the label that the arrow leaves");
  offer("new-arrow");
}
function end(id) {
  if (!ends.source) { ends.source = id; say(`From ${nameOf(id)} to … choose the label that it points at`); return; }
  if (id === ends.source) return;
  ends.target = id;
  say(`${nameOf(ends.source)} to ${nameOf(id)}: what does it do?`);
  offer("new-arrow");
}
function stop() {
  pad?.remove();
  pad = ends = null;
  field.box.value = "";
  for (const button of [drawLabel, drawArrow]) button.setAttribute("aria-pressed", "false");
  offer("");
}
drawLabel.addEventListener("click", () => (pad ? stop() : startBox()));
drawArrow.addEventListener("click", () => (ends ? stop() : startArrow()));
signs.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sign]");
  if (!button) return;
  field.text.value = button.dataset.sign;
  if (ends) { field.source.value = ends.source; field.target.value = ends.target; }
  form.requestSubmit(document.getElementById(ends ? "add-relation" : "change-relation"));
});
const nameIt = () => form.requestSubmit(field.box.value ? document.getElementById("add") : rename);
rename.addEventListener("click", (event) => { if (field.box.value) { event.preventDefault(); nameIt(); } });

// --- keys, and the next that is unsure
const pick = (id) => { const mark = drawing.querySelector(`.mark[data-m="${CSS.escape(id)}"]`); if (mark) choose(mark, { zoom: true }); };
function next(from) {
  const at = unsure.indexOf(from);
  if (unsure.length) pick(unsure[(at + 1) % unsure.length]);
}
document.getElementById("next").addEventListener("click", () => next(field.mention.value));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (pad || ends)) { event.preventDefault(); say("Choose a label or an arrow, on the figure or in a table.", true); stop(); return; }
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "e" && !naming.hidden) { event.preventDefault(); newname.focus(); return; }
  const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !button.disabled && button.offsetParent) { event.preventDefault(); button.click(); }
});
newname.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (!rename.disabled) nameIt();
});
const after = new URLSearchParams(location.search).get("after");
if (after) { const wait = setInterval(() => { if (document.querySelector("#stage[data-ready]") || !stage.dataset.image) { clearInterval(wait); next(after); } }, 60); }
document.getElementById("curate").dataset.ready = "true";
