// The page of a figure: zoom, what a mark and its row have in common, reasons, the network.
const page = document.getElementById("figure");
const stage = document.getElementById("stage");
const drawing = stage.querySelector("svg");
const width = Number(stage.dataset.width), height = Number(stage.dataset.height);
const rows = [...document.querySelectorAll("tr[data-m]")];

// --- the picture: OpenSeadragon below, the marks as one overlay above it
const icons = {
  plus: "M12 5v14M5 12h14", minus: "M5 12h14", fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  full: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
};
let viewer;
function fit() { // as high as the picture needs at this width, within what the window allows
  const most = Math.min(innerHeight * (page.dataset.curate === undefined ? 0.74 : 0.58), 760), least = Math.min(260, most);
  stage.style.height = `${Math.max(least, Math.min(most, (stage.clientWidth * height) / width + 8))}px`;
}
fit();
addEventListener("resize", fit);
function open() {
  if (!stage.dataset.image || !window.OpenSeadragon) return;
  const canvas = Object.assign(document.createElement("div"), { className: "osd" });
  stage.append(canvas);
  viewer = new OpenSeadragon({
    element: canvas, showNavigationControl: false, animationTime: 0.4, maxZoomPixelRatio: 6, visibilityRatio: 0.6,
    minZoomImageRatio: 0.7, drawer: "canvas", gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { clickToZoom: false }, tileSources: { type: "image", url: stage.dataset.image, buildPyramid: false },
  });
  viewer.addOnceHandler("open", () => {
    drawing.querySelector("image")?.remove();
    drawing.setAttribute("preserveAspectRatio", "none");
    const overlay = document.createElement("div");
    overlay.append(drawing);
    viewer.addOverlay({ element: overlay, location: new OpenSeadragon.Rect(0, 0, 1, height / width) });
    drawing.setAttribute("width", "100%");
    drawing.setAttribute("height", "100%");
    stage.dataset.ready = "true";
  });
  viewer.addOnceHandler("open-failed", () => canvas.remove());
  viewer.addHandler("canvas-click", (event) => {
    const hit = event.quick && event.originalTarget?.closest?.("[data-m], [data-r]");
    if (hit) choose(hit);
  });
  viewer.canvas.setAttribute("role", "application");
  viewer.canvas.setAttribute("aria-label", "Figure: arrow keys move it, plus and minus zoom, 0 shows all of it");
  const tools = Object.assign(document.createElement("div"), { className: "zoom" });
  for (const [icon, name, act] of [
    ["plus", "Zoom in", () => viewer.viewport.zoomBy(1.5)], ["minus", "Zoom out", () => viewer.viewport.zoomBy(1 / 1.5)],
    ["fit", "Show all", () => viewer.viewport.goHome()],
    ["full", "Full screen", () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen())],
  ]) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: name });
    button.setAttribute("aria-label", name);
    button.innerHTML = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="${icons[icon]}"/></svg>`;
    button.addEventListener("click", () => { act(); viewer.viewport.applyConstraints(); });
    tools.append(button);
  }
  stage.append(tools);
}
drawing.addEventListener("click", (event) => { if (!viewer) { const hit = event.target.closest("[data-m], [data-r]"); if (hit) choose(hit); } });

// --- a mark and its rows
const marksOf = (ids) => ids.flatMap((id) => [...drawing.querySelectorAll(`[data-m="${CSS.escape(id)}"]`)]);
const idsOf = (element) => (element.dataset.m ?? "").split(" ").filter(Boolean);
function fellows(element) {
  const ids = idsOf(element), relation = element.dataset.r;
  if (relation !== undefined) {
    const arrow = drawing.querySelectorAll(`[data-r="${relation}"]`);
    const row = rows.filter((r) => r.dataset.r === relation);
    const ends = row.flatMap(idsOf);
    return [...(Number(relation) >= 0 ? arrow : []), ...(Number(relation) >= 0 ? row : []), ...marksOf(ends), element];
  }
  return [...marksOf(ids), ...rows.filter((r) => r.dataset.r === undefined && idsOf(r).some((id) => ids.includes(id))), element];
}
function light(element) {
  for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
  if (element) for (const part of fellows(element)) part.classList.add("lit");
}
for (const area of [drawing, ...rows]) {
  area.addEventListener("pointerover", (event) => light(event.target.closest("[data-m], [data-r]")));
  area.addEventListener("pointerleave", () => light(null));
  area.addEventListener("focusin", (event) => light(event.target.closest("[data-m], [data-r]")));
  area.addEventListener("focusout", () => light(null));
}

export let chosen = null;
export function choose(element, { zoom = false, why = true } = {}) {
  for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
  const parts = fellows(element);
  for (const part of parts) part.classList.add("chosen");
  chosen = { ids: idsOf(element), relation: element.dataset.r };
  const row = parts.find((p) => p.matches("tr"));
  if (row && !element.matches("tr")) {
    const tab = row.closest(".tab");
    if (tab.hidden && !document.getElementById("why").hidden) { /* stay with the reasons */ } else { showTab(tab.id); row.scrollIntoView({ block: "nearest" }); }
  }
  if (why && chosen.ids.length && chosen.relation === undefined) reasons(chosen.ids[0]);
  if (zoom && viewer) focusOn(parts.filter((p) => p.matches("svg *")));
  document.dispatchEvent(new CustomEvent("figway:chosen", { detail: chosen }));
}
function focusOn(parts) {
  const boxes = parts.map((p) => p.getBBox());
  if (!boxes.length) return;
  const x0 = Math.min(...boxes.map((b) => b.x)), y0 = Math.min(...boxes.map((b) => b.y));
  const x1 = Math.max(...boxes.map((b) => b.x + b.width)), y1 = Math.max(...boxes.map((b) => b.y + b.height));
  const target = new OpenSeadragon.Rect(x0 / width, y0 / width, (x1 - x0) / width, (y1 - y0) / width);
  if (!viewer.viewport.getBounds(true).containsPoint(target.getCenter())) viewer.viewport.panTo(target.getCenter());
}
document.addEventListener("click", (event) => {
  const why = event.target.closest("[data-why]");
  if (why) { event.preventDefault(); choose(why.closest("tr"), { zoom: true, why: false }); reasons(why.dataset.why); showTab("why"); return; }
  const pick = event.target.closest("[data-pick]");
  if (pick) choose(pick.closest("tr"), { zoom: true });
});

// --- tabs, after the ARIA pattern
const tabs = [...document.querySelectorAll("[role=tab]")];
export function showTab(id, { focus = false } = {}) {
  for (const tab of tabs) {
    const own = tab.getAttribute("aria-controls") === id;
    tab.setAttribute("aria-selected", String(own));
    tab.tabIndex = own ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !own;
    if (own && focus) tab.focus();
  }
  if (id === "network") network();
}
tabs.forEach((tab, n) => {
  tab.addEventListener("click", () => showTab(tab.getAttribute("aria-controls")));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = step ? tabs[(n + step + tabs.length) % tabs.length] : { Home: tabs[0], End: tabs.at(-1) }[event.key];
    if (to) { event.preventDefault(); showTab(to.getAttribute("aria-controls"), { focus: true }); }
  });
});
const articles = [...document.querySelectorAll(".reason")];
function reasons(id) {
  for (const article of articles) article.hidden = article.id !== `why-${id}`;
  document.getElementById("why-hint").hidden = true;
}
for (const article of articles) article.hidden = true;

const organism = document.getElementById("organism");
organism?.addEventListener("change", () => {
  for (const row of document.querySelectorAll("#genes tr[data-organism]")) row.hidden = organism.value !== "" && row.dataset.organism !== organism.value;
});

// --- the network
let cy;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
function styles() {
  const ink = colour("ink"), paper = colour("card");
  return [
    { selector: "node", style: { label: "data(label)", "font-family": "Source Sans, sans-serif", "font-size": 13, color: ink, "text-valign": "center", "text-halign": "center",
      shape: "round-rectangle", width: "data(wide)", height: 26, "background-color": paper, "border-width": 2, "border-color": "data(colour)" } },
    { selector: "edge", style: { width: 2, "curve-style": "bezier", "target-arrow-shape": "data(tip)", "line-color": "data(colour)", "target-arrow-color": "data(colour)", "arrow-scale": 1.1 } },
    { selector: ".lit", style: { "border-width": 4, width: 4 } }, { selector: "node.lit", style: { width: "data(wide)", "background-color": colour("accent-soft") } },
  ];
}
function network() {
  if (cy || !window.cytoscape) { cy?.resize(); return; }
  const box = document.getElementById("netbox");
  const data = JSON.parse(document.getElementById("netdata").textContent);
  const wide = (label) => Math.max(34, label.length * 7.4 + 16);
  const tips = { "+": "triangle", "-": "tee", "?": "none" }, signs = { "+": "plus", "-": "minus", "?": "unsigned" };
  const scale = 900 / Math.max(width, 1);
  cy = cytoscape({
    container: box, minZoom: 0.15, maxZoom: 4, style: styles(), layout: { name: "preset", padding: 24 },
    elements: [
      ...data.nodes.map((n) => ({ data: { id: n.id, label: n.label.length > 30 ? `${n.label.slice(0, 29)}…` : n.label, colour: colour(n.kind), wide: wide(n.label.slice(0, 30)), mentions: n.mentions }, position: { x: n.x * scale, y: n.y * scale } })),
      ...data.edges.map((e, n) => ({ data: { id: `e${n}`, source: e.source, target: e.target, tip: tips[e.sign], colour: colour(signs[e.sign]), relation: e.relation } })),
    ],
  });
  cy.on("mouseover", "node", (event) => { const m = event.target.data("mentions"); for (const mark of marksOf(m)) mark.classList.add("lit"); event.target.addClass("lit"); });
  cy.on("mouseover", "edge", (event) => { drawing.querySelector(`[data-r="${event.target.data("relation")}"]`)?.classList.add("lit"); });
  cy.on("mouseout", (event) => { light(null); event.target.removeClass?.("lit"); });
  const run = (options) => cy.layout({ animate: false, padding: 24, ...options }).run();
  document.getElementById("spread").addEventListener("click", () => run({ name: "cose", nodeDimensionsIncludeLabels: true, idealEdgeLength: () => 90, randomize: true }));
  document.getElementById("as-figure").addEventListener("click", () => run({ name: "preset", positions: Object.fromEntries(data.nodes.map((n) => [n.id, { x: n.x * scale, y: n.y * scale }])) }));
  document.addEventListener("themechange", () => cy.style(styles()));
  box.dataset.ready = "true";
}

showTab(document.getElementById(location.hash.slice(1))?.matches?.(".tab") ? location.hash.slice(1) : "genes");
if (location.hash.startsWith("#why-m")) { reasons(location.hash.slice(5)); showTab("why"); }
open();
void page;
