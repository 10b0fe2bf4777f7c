// What every page shares: theme, copying, menus, completion of what is typed, a figure dropped into the page.
const root = document.body.dataset.root;

for (const part of document.querySelectorAll(".needs-js")) part.hidden = false;

export function toast(text) {
  document.querySelector(".toast")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
  box.setAttribute("role", "status");
  document.body.append(box);
  setTimeout(() => box.remove(), 2600);
}

export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    window.prompt("Copy this:", text);
  }
}

const theme = document.getElementById("theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const element = document.documentElement;
  const dark = element.dataset.theme ? element.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  element.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("figway-theme", element.dataset.theme);
  document.dispatchEvent(new Event("themechange"));
});

document.addEventListener("click", async (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const link = event.target.closest("[data-copy-link]");
  if (link) copy(document.querySelector("link[rel=canonical]")?.href ?? location.href, "Link copied");
  const from = event.target.closest("[data-copy-from]");
  if (from) {
    const answer = await fetch(from.dataset.copyFrom);
    if (answer.ok) copy(await answer.text(), "Copied; paste it into PathVisio");
    else toast("Could not be made");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const box = document.querySelector("#main input[type=search]") ?? document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  }
});

// Completion: a combobox after the ARIA pattern; Enter without a choice searches for what was typed.
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = Object.assign(document.createElement("ul"), { className: "suggest", id: `${box.id}-list`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.parentElement.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  let timer, active = -1, asked = "", running;
  const show = (yes) => { list.hidden = !yes; box.setAttribute("aria-expanded", String(yes)); if (!yes) { active = -1; box.removeAttribute("aria-activedescendant"); } };
  const choose = (option) => { box.value = option.dataset.query; show(false); box.form.requestSubmit(); };
  const ask = async () => {
    const typed = box.value.trim();
    if (typed.length < 2) return show(false);
    if (typed === asked) return;
    asked = typed;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${root}api/v1/suggest?q=${encodeURIComponent(typed.slice(0, 200))}&size=8`, { signal: running.signal });
      if (!answer.ok) return show(false);
      const found = (await answer.json()).suggestions;
      list.replaceChildren(...found.map((s, n) => {
        const option = document.createElement("li");
        option.setAttribute("role", "option");
        option.id = `${list.id}-${n}`;
        option.dataset.query = s.query;
        const dot = Object.assign(document.createElement("i"), { className: `dot k-${s.kind}` });
        const name = Object.assign(document.createElement("span"), { textContent: s.matched ? `${s.label} (${s.matched})` : s.label });
        const count = Object.assign(document.createElement("small"), { textContent: `${s.kind.replace("_", " ")}, ${s.figures} ${s.figures === 1 ? "figure" : "figures"}` });
        option.append(dot, name, count);
        option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
        return option;
      }));
      show(found.length > 0 && document.activeElement === box);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); return show(false); }
    if (event.key === "Enter" && active >= 0 && !list.hidden) { event.preventDefault(); return choose(options[active]); }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || list.hidden || !options.length) return;
    event.preventDefault();
    active = (active + (event.key === "ArrowDown" ? 1 : -1) + options.length + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length;
    options.forEach((o, n) => o.setAttribute("aria-selected", String(n === active)));
    box.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  });
}

// On a small screen the facets are folded away until they are wanted.
if (matchMedia("(max-width: 62rem)").matches) for (const fold of document.querySelectorAll(".facet-fold")) fold.open = Boolean(fold.querySelector(":checked"));

// Facets: a change of any of them searches at once, without a click on Apply.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

// A figure dropped into the page.
const form = document.querySelector(".dropform");
if (form) {
  const zone = form.querySelector(".drop"), input = form.querySelector("input[type=file]");
  const send = () => {
    const file = input.files[0];
    if (!file) return;
    const most = Number(form.dataset.most);
    if (file.size > most) { toast(`That file has ${(file.size / 1e6).toFixed(0)} MB; at most ${(most / 1e6).toFixed(0)} MB are read`); input.value = ""; return; }
    form.classList.add("working");
    zone.querySelector("strong").textContent = `Reading ${file.name} …`;
    form.requestSubmit();
  };
  input.addEventListener("change", send);
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; send(); } });
  document.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { input.files = event.clipboardData.files; send(); } });
  addEventListener("pageshow", () => { form.classList.remove("working"); });
}
