// data-in-place: a button with a formaction, or a link, whose answer takes the place of the [data-place] around it. One
// listener for the whole page: attributes of htmx on each would say every address twice, and be gone through when the
// page appears; the review of a long paper has thousands of such buttons. Without script they are plain forms and links.
import htmx from "htmx.org";

export function answerInPlace(): void {
  document.addEventListener("click", (event) => {
    // With a key held down a link opens elsewhere, as everywhere.
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-in-place]") : null;
    const place = pressed?.closest<HTMLElement>("[data-place]");
    if (!pressed || !place) return;
    const answered = { source: pressed, target: place, swap: "outerHTML" as const };
    if (pressed instanceof HTMLAnchorElement) void htmx.ajax("get", pressed.href, answered);
    else if (pressed instanceof HTMLButtonElement) void htmx.ajax("post", pressed.formAction, answered);
    else return;
    event.preventDefault();
  });
}
