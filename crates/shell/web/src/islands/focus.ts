// data-focus: takes the focus when it appears (the summary of a form's errors).

export function focusSummary(root: ParentNode): void {
  take(root);
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof Element) take(event.target);
  });
}

function take(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}
