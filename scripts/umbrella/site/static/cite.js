// Says of a day that a search is due whether it has passed today, also on pages of kept editions; paper bears the day alone.
document.addEventListener("DOMContentLoaded", () => {
  const today = new Date().toLocaleDateString("sv");
  if (matchMedia("print").matches) return;
  for (const due of document.querySelectorAll("time.umb-due")) {
    if (due.dateTime >= today) continue;
    const said = document.createElement("strong");
    said.className = "umb-overdue";
    said.textContent = " (overdue)";
    due.append(said);
  }
});

// Adds copy buttons to formatted citations, figures, tables and the row that was chosen; without scripts the text can be
// selected as any other. The day of reading goes into each citation that asks for it.
document.addEventListener("DOMContentLoaded", () => {
  const now = new Date();
  const day = `${now.getFullYear()} ${now.toLocaleString("en", { month: "short" })} ${now.getDate()}`;
  const citations = document.querySelectorAll(".umb-citation");
  for (const text of citations)
    for (const node of text.childNodes)
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace("YYYY Mon DD", day);
  if (!navigator.clipboard) return;

  // A button that copies a text, and what it says of that; the text is selected where copying is not allowed.
  function copier(words, name, text, shown) {
    const button = document.createElement("button"), said = document.createElement("span"), both = document.createElement("span");
    button.type = "button";
    button.className = "umb-copy";
    button.textContent = words;
    button.setAttribute("aria-label", name);
    said.className = "umb-said";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        said.textContent = " Copied";
      } catch {
        if (shown) getSelection().selectAllChildren(shown);
        said.textContent = shown ? " Selected; copy it with the keyboard" : " Could not be copied";
      }
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
    both.append(button, said);
    return both;
  }
  for (const text of citations) {
    const name = text.closest("dd").previousElementSibling.textContent;
    text.after(" ", copier("Copy", `Copy ${name} citation`, () => text.textContent, text));
  }

  // A part of the page is cited as the last edition has it, where it is the same there.
  const of = (where) => [...document.querySelectorAll(`${where} .umb-citation`)].find((text) => !text.closest(".umb-cite-data"));
  const own = of(".umb-cite-own"), kept = of(".umb-cite-edition") ?? own;
  if (!own) return;
  const since = document.querySelector(".umb-since");
  function part(label, id, changed) {
    const whole = (changed ? own : kept).textContent, address = /Available from: (\S+)$/;
    return address.test(whole) ? whole.replace(address, `${label}. Available from: $1#${id}`) : `${whole} ${label}.`;
  }
  function cite(label, id, changed) {
    return copier("Copy citation", `Copy citation of ${label}`, () => part(label, id, changed));
  }
  for (const place of document.querySelectorAll('.umb-figure[id^="fig-"], table[id^="tab-"]')) {
    const label = place.querySelector("figcaption strong, caption strong")?.textContent.replace(/\.$/, "");
    if (!label) continue;
    let line = place.querySelector(":scope > .umb-download");
    if (!line) {
      line = document.createElement("p");
      line.className = "umb-download";
      (place.matches("table") ? place.parentElement : place.querySelector("figure")).after(line);
    }
    line.append(" ", cite(label, place.id, since));
  }
  let beside;
  function choose() {
    beside?.remove();
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const head = row?.matches("tr") && row.querySelector('th[scope="row"]');
    if (!head) return;
    beside = cite(`Row ${row.id}`, row.id, head.querySelector(".umb-mark"));
    head.append(" ", beside);
  }
  addEventListener("hashchange", choose);
  choose();
});
