/* Filters, sorts and downloads the rows of the evidence explorer. The state of the form is the query of the address. */
function umbrellaExplorer() {
  "use strict";
  const form = document.getElementById("explorer-form");
  const table = document.getElementById("tab-explorer");
  const body = table.tBodies[0];
  const output = document.getElementById("explorer-count");
  const selects = [...form.querySelectorAll("select")];
  const collator = new Intl.Collator("en", { numeric: true });
  const chips = document.getElementById("explorer-chips");
  const near = document.getElementById("explorer-near");
  const wordsOf = umbrellaWords(JSON.parse(document.getElementById("explorer-wording").textContent));
  const labels = new Map(selects.flatMap((select) => [...select.options].map((option) => [option, option.text])));

  // What a row says: values by facet (a region with all it is part of) and its words.
  const rows = [...body.rows].map((element, place) => {
    const facets = {};
    for (const { name } of selects) facets[name] = (element.dataset[name] || "").split("|").filter(Boolean);
    const text = [element.textContent, element.dataset.also || "", facets.region.join(" ")].join(" ");
    return { element, place, facets, words: ` ${wordsOf(text).join(" ")} `, fits: true, seen: true };
  });

  // Laying out thousands of rows takes seconds, so that many are shown at first; a button shows the rest.
  const FEW = 100;
  let limit = FEW;
  const rest = document.getElementById("explorer-rest");

  let sorted = ""; // column, with "-" before it when descending
  let unknown = []; // facets and values that the address asks for and no row has

  function wanted() {
    const chosen = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
    return { chosen: [...chosen, ...unknown], words: wordsOf(form.elements.q.value), exact: form.elements.exact.checked };
  }

  // Whole words; of a longer one its beginning is enough.
  const says = (row, word) => row.words.includes(word.length > 3 ? ` ${word}` : ` ${word} `);

  // Names of the facets a row fails; more than one failure need not be told apart.
  function failures(row, { chosen, exact }) {
    const failed = [];
    for (const [name, value] of chosen) {
      const values = row.facets[name] || [];
      const fits = name === "region" && exact ? values[0] === value : values.includes(value);
      if (!fits && failed.push(name) > 1) break;
    }
    return failed;
  }

  function apply() {
    const filter = wanted();
    const counts = new Map(selects.map((select) => [select.name, new Map()]));
    let fitting = 0;
    for (const row of rows) {
      const worded = filter.words.every((word) => says(row, word));
      const failed = worded ? failures(row, filter) : [];
      row.fits = worded && !failed.length;
      fitting += row.fits;
      // A choice counts the rows it would leave, the other choices staying as they are.
      if (worded && failed.length < 2)
        for (const name of (failed.length ? failed : [...counts.keys()]).filter((each) => counts.has(each))) {
          const own = name === "region" && filter.exact ? row.facets[name].slice(0, 1) : row.facets[name];
          const found = counts.get(name);
          for (const value of own) found.set(value, (found.get(value) || 0) + 1);
        }
    }
    for (const select of selects)
      for (const option of select.options) {
        if (!option.value) continue;
        const n = counts.get(select.name).get(option.value) || 0;
        const text = `${labels.get(option)} (${n})`;
        if (option.text !== text) option.text = text;
        option.disabled = !n && !option.selected;
      }
    output.value = `${fitting} of ${rows.length} rows`;
    tell(filter, fitting);
    show();
  }

  // What is asked for, each with a way to drop it; and what is near when nothing fits.
  function tell(filter, fitting) {
    const named = (name, value) => {
      const select = selects.find((each) => each.name === name);
      const option = select && [...select.options].find((each) => each.value === value);
      return `${select ? select.labels[0].textContent : name}: ${option ? labels.get(option).trim() : `${value} (not in this book)`}`;
    };
    const asked = [
      ...filter.words.map((word) => [`“${word}”`, { ...filter, words: filter.words.filter((each) => each !== word) }]),
      ...filter.chosen.map((own) => [named(...own), { ...filter, chosen: filter.chosen.filter((each) => each !== own) }]),
    ];
    const drop = (name) => () => (form.elements[name] ? (form.elements[name].value = "") : null);
    const shown = [
      ...(filter.words.length ? [[`Words: ${form.elements.q.value}`, drop("q")]] : []),
      ...filter.chosen.map((own) => [named(...own), unknown.includes(own) ? () => (unknown = unknown.filter((each) => each !== own)) : drop(own[0])]),
      ...(filter.exact ? [["without parts of the region", () => (form.elements.exact.checked = false)]] : []),
    ];
    chips.replaceChildren(...shown.map(([text, remove]) => chip(text, remove)));
    chips.hidden = !shown.length;
    const fewer = asked.map(([text, rest]) => [text, rows.filter((row) => rest.words.every((word) => says(row, word)) && !failures(row, rest).length).length]);
    const found = asked.length > 1 ? fewer.filter(([, count]) => count).map(([text, count]) => `${count} without ${text}`) : [];
    near.hidden = fitting > 0;
    near.textContent = `No row has all of this.${found.length ? ` Rows: ${found.join("; ")}.` : ""}`;
  }

  function chip(text, drop) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", `Without ${text}`);
    button.addEventListener("click", () => {
      drop();
      changed();
      form.elements.q.focus();
    });
    return button;
  }

  // Show the first of the rows that fit, in their order.
  function show() {
    let fitting = 0;
    for (const row of rows) {
      const seen = row.fits && ++fitting <= limit;
      if (seen !== row.seen) row.element.hidden = !(row.seen = seen);
    }
    rest.parentElement.hidden = fitting <= limit;
    rest.textContent = `Show all ${fitting} rows`;
  }

  function address() {
    const query = new URLSearchParams();
    for (const [name, value] of [...new FormData(form), ...unknown]) if (value) query.set(name, value);
    if (sorted) query.set("sort", sorted);
    return query.toString();
  }

  function remember() {
    const query = address();
    const named = rows.find((row) => `#${row.element.id}` === location.hash);
    const hash = named && !named.fits ? "" : location.hash;
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + hash);
  }

  function fill(query) {
    for (const element of form.elements) {
      if (!element.name) continue;
      if (element.type === "checkbox") element.checked = query.get(element.name) === element.value;
      else element.value = query.get(element.name) || "";
      if (element.tagName === "SELECT" && element.selectedIndex < 0) element.value = "";
    }
    unknown = [...query].filter(([name, value]) => value && name !== "sort" && form.elements[name]?.value !== value);
  }

  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.dataset.name || head.textContent.trim().toLowerCase().replace(/\s+/g, "_"));

  function sort(by) {
    const column = names.indexOf(by.replace(/^-/, ""));
    sorted = column < 0 ? "" : by;
    heads.forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", by[0] === "-" ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const sign = by[0] === "-" ? -1 : 1;
    const key = new Map(rows.map((row) => [row, column < 0 ? "" : text(row.element.cells[column])]));
    const same = new Map([...new Set(key.values())].sort(collator.compare).map((value, rank) => [value, rank]));
    rows.sort((one, other) => {
      const [a, b] = [key.get(one), key.get(other)];
      if (!a !== !b) return a ? -1 : 1; // what is not reported comes last either way
      return sign * (same.get(a) - same.get(b)) || one.place - other.place;
    });
    const ordered = document.createDocumentFragment();
    for (const row of rows) ordered.append(row.element);
    body.append(ordered);
    show();
  }

  // The words of a cell without signs for the eye and without "not reported".
  function text(cell) {
    if (!cell.firstElementChild) return cell.textContent;
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("[aria-hidden], .umb-empty, .umb-mark").forEach((element) => element.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  function csv() {
    const quoted = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    const lines = [[...names, "review_id"]];
    for (const row of rows)
      if (row.fits) lines.push([...[...row.element.cells].map(text), row.element.dataset.review]);
    return lines.map((line) => line.map(quoted).join(",") + "\r\n").join("");
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = "evidence.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // An address that names a row shows it, whatever the filters say.
  function reveal() {
    const row = rows.find((each) => `#${each.element.id}` === location.hash);
    if (!row) return;
    if (!row.fits) {
      fill(new URLSearchParams());
      apply();
      remember();
    }
    if (!row.seen) showAll();
    row.element.scrollIntoView({ block: "center" });
  }

  for (const [place, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      sort(sorted === names[place] ? `-${names[place]}` : names[place]);
      remember();
    });
    head.append(button);
  }
  function showAll() {
    limit = Infinity;
    show();
  }

  const changed = () => {
    limit = FEW;
    apply();
    remember();
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    unknown = [];
    setTimeout(changed);
  });
  document.getElementById("explorer-download").addEventListener("click", download);
  rest.addEventListener("click", showAll);
  addEventListener("beforeprint", showAll);
  addEventListener("hashchange", reveal);

  const query = new URLSearchParams(location.search);
  fill(query);
  if (query.get("sort")) sort(query.get("sort"));
  apply();
  // Who comes by a link sees the rows at once.
  if (location.search && !location.hash) form.scrollIntoView();
  reveal();
}
// Of a long table the page holds the first rows; the others come from files.
if (!document.querySelector(".umb-explorer [data-parts]")) umbrellaExplorer();
else addEventListener("DOMContentLoaded", () => umbrellaRest(document.getElementById("tab-explorer")).then(umbrellaExplorer));
