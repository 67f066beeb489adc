// An unfolded menu or question folds again on a click elsewhere and on Escape.

const FOLDING = "details.menu[open], details.confirm[open], details.rail-more[open]";

export function closeMenus(): void {
  document.addEventListener("click", (event) => {
    const clicked = event.target instanceof Node ? event.target : null;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(FOLDING)) {
      if (!menu.contains(clicked)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(FOLDING)) {
      menu.open = false;
      menu.querySelector<HTMLElement>("summary")?.focus();
    }
  });
}
