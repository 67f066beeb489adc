// A tick box with data-remember="name" is found the next time as it was left on this machine (the folded rail).

export function rememberChoices(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("input[data-remember]")) {
    const key = `luoshi.${box.dataset.remember}`;
    try {
      box.checked = localStorage.getItem(key) === "yes";
      box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "yes" : "no"));
    } catch {
      // A browser that keeps nothing still folds; it only forgets.
      return;
    }
  }
}
