// Search of a site of plain files: Pagefind loads only the pieces of its index that a query needs.
const pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url));
await pagefind.options({ excerptLength: 36 });
await pagefind.filters(); // loads them, so that a search counts them
const box = document.getElementById("main-q"), hits = document.getElementById("hits"), count = document.getElementById("count");
const more = document.getElementById("more"), facets = document.getElementById("facets");
const site = new URL("../", import.meta.url).href;
const asked = new URLSearchParams(location.search);
box.value = asked.get("q") ?? "";
const chosen = () => {
  const found = {};
  for (const [name, value] of new URLSearchParams(location.search)) if (name !== "q") (found[name] ??= []).push(value);
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, { any: values }]));
};
let results = [], shown = 0;

function row(data) {
  const item = document.createElement("li");
  item.className = "hit-row";
  const link = new URL(data.url.replace(/^\//, ""), site).href;
  const picture = document.createElement("div");
  picture.className = "thumb";
  if (data.meta.thumb) picture.append(Object.assign(document.createElement("img"), { src: new URL(data.meta.thumb, site).href, alt: "", loading: "lazy" }));
  const text = document.createElement("div"), title = document.createElement("h3"), ref = document.createElement("p"), snippet = document.createElement("p");
  title.append(Object.assign(document.createElement("a"), { href: link, textContent: data.meta.title }));
  Object.assign(ref, { className: "ref", textContent: data.meta.ref ?? "" });
  snippet.className = "snippet";
  // an excerpt is escaped text with <mark> about the words: taken apart rather than trusted
  for (const part of data.excerpt.split(/(<mark>.*?<\/mark>)/)) {
    const plain = new DOMParser().parseFromString(`<pre>.${part}</pre>`, "text/html").body.textContent.slice(1);
    snippet.append(part.startsWith("<mark>") ? Object.assign(document.createElement("mark"), { textContent: plain }) : plain);
  }
  text.append(title, ref, snippet);
  item.append(picture, text);
  return item;
}
async function show() {
  const part = await Promise.all(results.slice(shown, shown + 20).map((r) => r.data()));
  hits.append(...part.map(row));
  shown += part.length;
  more.hidden = shown >= results.length;
}
async function search() {
  const found = await pagefind.search(box.value.trim() || null, { filters: chosen() });
  results = found.results;
  shown = 0;
  hits.replaceChildren();
  count.textContent = `${results.length} ${results.length === 1 ? "figure" : "figures"}${box.value.trim() ? ` for “${box.value.trim()}”` : ""}`;
  narrow(found.filters);
  await show();
}
function narrow(filters) {
  const now = new URLSearchParams(location.search);
  facets.replaceChildren(...Object.entries(filters).map(([name, values]) => {
    const set = document.createElement("fieldset");
    set.append(Object.assign(document.createElement("legend"), { textContent: name[0].toUpperCase() + name.slice(1) }));
    const best = Object.entries(values).filter(([value, n]) => n > 0 || now.getAll(name).includes(value)).sort((a, b) => b[1] - a[1]).slice(0, 10);
    for (const [value, n] of best) {
      const label = document.createElement("label");
      const tick = Object.assign(document.createElement("input"), { type: "checkbox", name, value, checked: now.getAll(name).includes(value) });
      tick.addEventListener("change", () => {
        const next = new URLSearchParams(location.search);
        if (tick.checked) next.append(name, value); else next.delete(name, value);
        history.pushState(null, "", `?${next}`);
        search();
      });
      label.append(tick, Object.assign(document.createElement("span"), { textContent: value }), Object.assign(document.createElement("small"), { textContent: n }));
      set.append(label);
    }
    return set;
  }));
}
document.getElementById("static-search").addEventListener("submit", (event) => {
  event.preventDefault();
  const next = new URLSearchParams(location.search);
  next.set("q", box.value);
  history.pushState(null, "", `?${next}`);
  search();
});
addEventListener("popstate", () => { box.value = new URLSearchParams(location.search).get("q") ?? ""; search(); });
more.addEventListener("click", show);
search();
