/* Lets readers ask the cells of a heatmap and the outlines of a map what they say: on hover, on focus, by touch.
   Tab enters a drawing once, arrow keys go to the next cell, Home and End to the first and the last, Enter follows.
   Without it the drawings are links for the pointer, and the table beneath each has the same ones. */
(() => {
  "use strict";
  const tip = document.createElement("div");
  tip.className = "umb-tip";
  tip.hidden = true;
  let shown = null, closing = 0;

  const middle = (link) => {
    const box = link.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };

  function show(link) {
    clearTimeout(closing);
    shown = link;
    tip.textContent = link.getAttribute("aria-label");
    tip.hidden = false;
    const at = link.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    const below = at.bottom + 6 + own.height < innerHeight || at.top < own.height + 6;
    tip.style.left = `${scrollX + Math.max(8, Math.min(at.left, wide - own.width - 8))}px`;
    tip.style.top = `${scrollY + (below ? at.bottom + 6 : at.top - own.height - 6)}px`;
  }

  function hide() {
    tip.hidden = true;
    shown = null;
  }

  // The pointer may move onto the words: they go a moment later.
  const leave = () => (closing = setTimeout(hide, 200));
  tip.addEventListener("pointerenter", () => clearTimeout(closing));
  tip.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // The nearest link in a direction; what lies aside counts double, so that a row is followed to its end.
  function next(links, from, [right, down]) {
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    for (const link of links) {
      const [there, under] = middle(link), along = (there - x) * right + (under - y) * down;
      const way = along + 3 * Math.abs((there - x) * down + (under - y) * right);
      if (link !== from && along > 1 && way < least) [best, least] = [link, way];
    }
    return best;
  }

  function enter(drawing, links) {
    const current = (link) => links.forEach((other) => other.setAttribute("tabindex", other === link ? "0" : "-1"));
    drawing.removeAttribute("aria-hidden");
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", "Parts of the figure. Arrow keys go from one to the next, Enter opens what stands behind it.");
    drawing.querySelectorAll("text").forEach((text) => text.setAttribute("aria-hidden", "true"));
    for (const link of links) {
      const title = link.querySelector("title");
      link.setAttribute("aria-label", title.textContent);
      title.remove();
      let touched = false;
      link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && show(link));
      link.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && leave());
      link.addEventListener("focus", () => {
        current(link);
        show(link);
      });
      link.addEventListener("blur", hide);
      // A finger cannot hover: the first touch tells, the second follows.
      link.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch" && shown !== link));
      link.addEventListener("click", (event) => {
        if (!touched) return;
        event.preventDefault();
        show(link);
      });
    }
    drawing.addEventListener("keydown", (event) => {
      const from = event.target.closest("a");
      const to = event.key === "Home" ? links[0] : event.key === "End" ? links.at(-1) : STEPS[event.key] && next(links, from, STEPS[event.key]);
      if (event.key !== "Home" && event.key !== "End" && !STEPS[event.key]) return;
      event.preventDefault();
      if (to) to.focus();
    });
    current(links[0]);
  }

  // A picture of a figure's file at 300 dots per inch, drawn by the browser; pages opened from a disk may not do so.
  const CHUNK = [0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76];

  async function picture(address) {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas"), scale = 300 / 96;
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
    // After the header, what says how large a dot is.
    return new Blob([png.slice(0, 33), new Uint8Array(CHUNK), png.slice(33)], { type: "image/png" });
  }

  for (const links of document.querySelectorAll(".umb-download")) {
    const file = links.querySelector("a[download$=''][href$='.svg']");
    if (location.protocol === "file:" || !file || links.querySelector("a[href$='.png']")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Figure as PNG";
    button.addEventListener("click", async () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await picture(file.href));
      link.download = file.getAttribute("href").split("/").at(-1).replace(".svg", ".png");
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
    file.after(button);
  }

  for (const drawing of document.querySelectorAll(".umb-svg svg")) {
    const links = [...drawing.querySelectorAll("a")].filter((link) => link.querySelector("title"));
    if (links.length) enter(drawing, links);
  }
  document.body.append(tip);
})();
