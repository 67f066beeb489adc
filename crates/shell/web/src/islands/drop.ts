// data-drop: a file dropped there goes into the file input inside; the words inside say its name and size.

const MEBIBYTE = 1024 * 1024;

export function watchDrop(): void {
  document.addEventListener("dragover", (event) => {
    // Without this a file dropped beside the zone would replace the page.
    event.preventDefault();
    const zone = zoneOf(event);
    for (const other of document.querySelectorAll("[data-drop]")) other.classList.toggle("drop-over", other === zone);
    if (event.dataTransfer) event.dataTransfer.dropEffect = zone ? "copy" : "none";
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) clearOver();
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    clearOver();
    const input = zoneOf(event)?.querySelector<HTMLInputElement>("input[type=file]");
    const files = event.dataTransfer?.files;
    if (!input || !files || files.length === 0) return;
    const taken = new DataTransfer();
    for (const file of Array.from(files).slice(0, input.multiple ? files.length : 1)) taken.items.add(file);
    input.files = taken.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    const zone = input.closest("[data-drop]");
    const words = zone?.querySelector("[data-drop-words]");
    if (!zone || !words) return;
    const files = Array.from(input.files ?? []);
    zone.classList.toggle("drop-chosen", files.length > 0);
    if (files.length > 0) words.textContent = `已选择：${files.map((file) => `${file.name}（${size(file.size)}）`).join("、")}`;
  });
}

function zoneOf(event: Event): Element | null {
  return event.target instanceof Element ? event.target.closest("[data-drop]") : null;
}

function clearOver(): void {
  for (const zone of document.querySelectorAll(".drop-over")) zone.classList.remove("drop-over");
}

function size(bytes: number): string {
  return bytes >= MEBIBYTE ? `${(bytes / MEBIBYTE).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
