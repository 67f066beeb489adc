// data-bulk: rows chosen by tick boxes (data-bulk-one), all of them by one (data-bulk-all), and a bar
// (data-bulk-bar, inside it data-bulk-count) that appears when something is chosen. Shift chooses a range.

export function watchBulk(): void {
  for (const place of document.querySelectorAll("[data-bulk]")) count(place);
  document.addEventListener("htmx:load", (event) => {
    const loaded = event.target instanceof Element ? event.target : document.body;
    for (const place of loaded.querySelectorAll("[data-bulk]")) count(place);
    const outer = loaded.closest("[data-bulk]");
    if (outer) count(outer);
  });

  let last: HTMLInputElement | null = null;
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
    const place = box.closest("[data-bulk]");
    if (!place) return;
    const rows = boxes(place);
    if (box.matches("[data-bulk-all]")) {
      for (const row of rows) row.checked = box.checked;
    } else if (box.matches("[data-bulk-one]")) {
      const from = last ? rows.indexOf(last) : -1;
      const to = rows.indexOf(box);
      if (event.shiftKey && from >= 0) {
        for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) row.checked = box.checked;
      }
      last = box;
    } else {
      return;
    }
    count(place);
  });
}

function boxes(place: Element): HTMLInputElement[] {
  return Array.from(place.querySelectorAll<HTMLInputElement>("[data-bulk-one]"));
}

function count(place: Element): void {
  const rows = boxes(place);
  const chosen = rows.filter((row) => row.checked).length;
  for (const row of rows) row.closest("tr")?.classList.toggle("row-chosen", row.checked);
  const all = place.querySelector<HTMLInputElement>("[data-bulk-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
  for (const number of place.querySelectorAll("[data-bulk-count]")) number.textContent = String(chosen);
  place.querySelector("[data-bulk-bar]")?.classList.toggle("bulk-idle", chosen === 0);
}
