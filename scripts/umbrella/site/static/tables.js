/* Makes tables easy to read: as wide as the window allows, sorted by any column, long ones folded, cards on a phone.
   Without it every row of the page stands open in a box that scrolls sideways. */
(() => {
  "use strict";
  const phone = matchMedia("(max-width: 640px)");
  const [MANY, FEW] = phone.matches ? [12, 8] : [40, 15], SORTED = 6, LINKS = 12;
  const contents = document.querySelector(".bd-sidebar-secondary");
  const collator = new Intl.Collator("en", { numeric: true });
  const tables = [...document.querySelectorAll("table.umb-table")].filter((table) => !table.closest(".umb-explorer"));

  // Where a table's page holds its first rows only, the note that says so names the files with the others.
  const note = (table) => {
    const next = table.parentElement.nextElementSibling;
    return next && next.dataset.parts ? next : null;
  };

  // Put all rows of a table in place; a promise that is kept when they are. Files are scripts, so that a disk will do.
  window.umbrellaRest = (table) => {
    const left = note(table);
    if (!left) return Promise.resolve();
    return (table.rest ||= left.dataset.parts.split(" ").reduce(
      (before, name) =>
        before.then(
          () =>
            new Promise((done, failed) => {
              window.umbrellaRows = (rows) => table.tBodies[0].insertAdjacentHTML("beforeend", rows);
              const script = document.createElement("script");
              Object.assign(script, { src: name, onload: done, onerror: failed });
              document.head.append(script);
            }),
        ),
      Promise.resolve(),
    ).then(() => left.remove()));
  };

  // A box takes the right margin too where its table needs it; the theme then folds its contents list away.
  function widen() {
    for (const table of tables) {
      const box = table.parentElement;
      box.classList.remove("full-width", "umb-broad", "umb-fits");
      box.style.width = "";
      if (!phone.matches && table.scrollWidth > box.clientWidth) {
        const room = document.documentElement.clientWidth - box.getBoundingClientRect().left - 24;
        if (room > box.clientWidth) {
          box.classList.add("umb-broad");
          if (contents) box.classList.add("full-width");
          box.style.width = `${Math.min(room, 1500)}px`;
        }
      }
      // A box that need not scroll is none, so that its headings stay in sight while the page scrolls.
      const fits = table.scrollWidth <= box.clientWidth;
      box.classList.toggle("umb-fits", fits);
      if (fits) box.removeAttribute("tabindex");
      else box.tabIndex = 0;
    }
  }

  function button(text, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  }

  const words = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("[aria-hidden], .umb-empty, .umb-mark, .umb-meaning, .umb-copy, .umb-said").forEach((element) => element.remove());
    return copy.textContent.trim();
  };

  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const press = async () => {
        await complete(table);
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = [...table.tBodies[0].rows].map((row) => [words(row.cells[column]), row]);
        // What is not reported comes last either way.
        keyed.sort(([a], [b]) => (!a || !b ? !a - !b : (down ? -1 : 1) * collator.compare(a, b)));
        table.tBodies[0].append(...keyed.map(([, row]) => row));
        if (table.fold) table.fold();
      };
      const made = button("", press);
      made.append(...head.childNodes);
      head.append(made);
    });
  }

  async function complete(table) {
    if (!note(table)) return;
    await umbrellaRest(table);
    cards(table);
    if (table.fold) table.fold();
  }

  function folded(table) {
    const all = note(table) ? note(table).dataset.rows : table.rows.length - 1, more = document.createElement("p");
    more.className = "umb-rest";
    const open = async () => {
      await complete(table);
      table.fold = null;
      for (const row of table.tBodies[0].rows) row.hidden = false;
      more.remove();
    };
    table.fold = () => [...table.tBodies[0].rows].forEach((row, place) => (row.hidden = place >= FEW));
    more.append(button(`Show all ${all} rows`, open));
    (note(table) || table.parentElement).after(more);
    table.fold();
    const wanted = async () => {
      const named = () => location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      // What is nowhere on the page may be in the files.
      if (location.hash && !named()) await complete(table);
      if (named() && table.contains(named()) && named().closest("tr").hidden) {
        await open();
        named().scrollIntoView({ block: "center" });
      }
    };
    addEventListener("hashchange", wanted);
    addEventListener("beforeprint", open);
    wanted();
  }

  // On a phone a row is a card, in which each cell tells its heading.
  function cards(table) {
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
    for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, column) => (cell.dataset.head = heads[column]));
    table.classList.add("umb-cards");
  }

  // A way past the links of a long table, for those who go from one to the next.
  function skipped(table) {
    const past = document.createElement("span"), way = document.createElement("a");
    past.id = `after-${table.id}`;
    past.tabIndex = -1;
    Object.assign(way, { href: `#${past.id}`, className: "umb-skip", textContent: "Skip this table" });
    let last = table.parentElement;
    while (last.nextElementSibling && (last.nextElementSibling.dataset.parts || last.nextElementSibling.className === "umb-rest"))
      last = last.nextElementSibling;
    last.after(past);
    table.parentElement.before(way);
  }

  for (const table of tables) {
    if (!table.tHead || !table.tBodies[0]) continue;
    const rows = table.tBodies[0].rows.length;
    cards(table);
    if (rows >= SORTED) sortable(table);
    // A page that is one table is read from its top to its end.
    if (note(table) || (rows > MANY && tables.length > 1)) folded(table);
    if (table.id && table.querySelectorAll("a, summary, button").length > LINKS) skipped(table);
  }
  widen();
  addEventListener("resize", widen);
  // Tables in a closed part have no width until it opens.
  document.addEventListener("toggle", widen, true);
})();
