// Correcting with keys: A right, X wrong, E rename, N next unsure, U undo.
import { choose } from "./figure.js";

const form = document.getElementById("act"), subject = document.getElementById("subject");
const unsure = JSON.parse(document.getElementById("unsure").textContent);
const needs = [...form.querySelectorAll("[data-needs]")];
for (const button of needs) button.disabled = true;

document.addEventListener("figway:chosen", ({ detail }) => {
  const arrow = detail.relation !== undefined && Number(detail.relation) >= 0;
  form.elements.relation.value = arrow ? detail.relation : "";
  form.elements.mention.value = arrow ? "" : (detail.ids[0] ?? "");
  const row = document.querySelector("tr.chosen [data-pick]");
  const mark = document.querySelector(".mark.chosen title")?.textContent.split("\n")[0];
  subject.textContent = (arrow ? row?.textContent.replace(/\s+/g, " ") : mark ?? row?.textContent) ?? "";
  for (const button of needs) {
    button.disabled = arrow ? button.value === "rename" : !form.elements.mention.value.startsWith("m");
    if (button.value.startsWith("accept")) button.value = arrow ? "accept-relation" : "accept";
    if (button.value.startsWith("reject")) button.value = arrow ? "reject-relation" : "reject";
  }
});
const pick = (id) => { const mark = document.querySelector(`.mark[data-m="${CSS.escape(id)}"]`); if (mark) choose(mark, { zoom: true }); };
function next(from) {
  const at = unsure.indexOf(from);
  if (unsure.length) pick(unsure[(at + 1) % unsure.length]);
}
document.getElementById("next").addEventListener("click", () => next(form.elements.mention.value));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "e") { event.preventDefault(); document.getElementById("newname").focus(); return; }
  const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !button.disabled) { event.preventDefault(); button.click(); }
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "newname") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[value=rename]"));
});
const after = new URLSearchParams(location.search).get("after");
if (after) { const wait = setInterval(() => { if (document.querySelector("#stage[data-ready]") || !document.getElementById("stage").dataset.image) { clearInterval(wait); next(after); } }, 60); }
