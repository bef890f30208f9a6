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

// Adds a copy button to each formatted citation; without scripts the text can be selected as any other.
// The day of reading goes into each citation that asks for it.
document.addEventListener("DOMContentLoaded", () => {
  const now = new Date();
  const day = `${now.getFullYear()} ${now.toLocaleString("en", { month: "short" })} ${now.getDate()}`;
  for (const text of document.querySelectorAll(".umb-citation"))
    for (const node of text.childNodes)
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace("YYYY Mon DD", day);
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll(".umb-citation")) {
    const name = text.closest("dd").previousElementSibling.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "umb-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${name} citation`);
    const said = document.createElement("span");
    said.className = "umb-said";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        said.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = "Selected; copy it with the keyboard";
      }
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
    text.after(" ", button, " ", said);
  }
});
