// An empty hx-post or hx-get means: where the button or link leads by itself. A page of a thousand buttons need not say
// each of its addresses twice.

export function fillEmpty(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event as CustomEvent<{ elt: Element; path: string }>;
    const own = (empty: string, leads: string) =>
      detail.elt.getAttribute(empty) === "" ? detail.elt.getAttribute(leads) : null;
    detail.path = own("hx-post", "formaction") ?? own("hx-get", "href") ?? detail.path;
  });
}
