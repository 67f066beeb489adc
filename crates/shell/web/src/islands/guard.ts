// form[data-guard]: leaving with something typed and not saved asks first.
// A form that comes back from the server unsaved says so itself: data-guard="changed".

const changed = new Set<HTMLFormElement>();

export function watchGuard(): void {
  collect(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof Element) collect(event.target);
  });
  document.addEventListener("input", (event) => note(event.target));
  document.addEventListener("change", (event) => note(event.target));
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement) changed.delete(event.target);
  });
  document.addEventListener("luoshi:saved", (event) => {
    if (event.target instanceof HTMLFormElement) changed.delete(event.target);
  });
  // What could not be sent is still unsaved.
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => note(event.target));
  }
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) if (!form.isConnected) changed.delete(form);
    if (changed.size === 0) return;
    event.preventDefault();
    event.returnValue = "";
  });
}

function note(target: EventTarget | null): void {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-guard]") : null;
  if (form) changed.add(form);
}

function collect(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-guard="changed"]')) changed.add(form);
}
