// Adds a copy button to each formatted citation; without scripts the text can be selected as any other.
document.addEventListener("DOMContentLoaded", () => {
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
