// [data-count="id of a text"][data-most="2000"]: says how many characters stand in the text, and reddens when there are
// more than it takes. Without script the page says how many there were when it was drawn; the server counts either way.

export function watchCounts(): void {
  document.addEventListener("input", (event) => {
    const text = event.target;
    if (!(text instanceof HTMLTextAreaElement || text instanceof HTMLInputElement) || !text.id) return;
    for (const place of document.querySelectorAll<HTMLElement>("[data-count]")) {
      if (place.dataset.count === text.id) say(place, [...text.value.trim()].length);
    }
  });
}

function say(place: HTMLElement, n: number): void {
  const most = Number(place.dataset.most);
  place.textContent = `已写${n}字，最多${most}字${n > most ? `，请删去${n - most}字` : ""}`;
  place.classList.toggle("light-red", n > most);
}
