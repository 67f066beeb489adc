// Two panes of the same things: what has the same data-ref lights up together, and a click goes to the other side.

export class Linked {
  /** Called with the item a click in the paper belongs to. */
  onPart: (part: string) => void = () => {};
  /** What is lit up, so that the same thing is not looked for again. */
  private lit = "";
  /** Found once, until a reply is drawn in place. */
  private names: Map<string, HTMLElement[]> | null = null;

  constructor(
    private readonly review: HTMLElement,
    private readonly original: HTMLElement,
    private readonly ledger: HTMLElement,
  ) {
    for (const [pane, other] of [[original, ledger], [ledger, original]] as const) {
      pane.addEventListener("pointerover", (event) => this.light(event.target));
      pane.addEventListener("pointerleave", () => this.light(null));
      pane.addEventListener("focusin", (event) => this.light(event.target));
      pane.addEventListener("click", (event) => this.follow(event, other));
    }
    document.addEventListener("htmx:afterSettle", () => {
      this.names = null;
      this.lit = "";
    });
    for (const link of this.switchLinks()) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.turnTo(link.hash.slice(1));
      });
    }
  }

  /** Brings the words of an item into sight and marks them as the ones being looked at. */
  showPart(part: string, calmly = true): void {
    const spans = this.named(`part ${part}`).filter((one) => one.classList.contains("src-item"));
    for (const span of Array.from(this.original.getElementsByClassName("now"))) span.classList.remove("now");
    for (const span of spans) span.classList.add("now");
    const first = spans[0];
    if (first && this.sideBySide()) scrollWithin(this.original, first, calmly);
  }

  /** Brings a place of the page into sight within its pane; used for addresses with a # as well. */
  goTo(place: HTMLElement, calmly = true): void {
    const pane = this.original.contains(place) ? this.original : this.ledger;
    this.show(pane.id);
    scrollWithin(pane, place, calmly);
    this.light(place);
  }

  /** On a phone: the other one, at the place of the item being looked at. */
  private turnTo(pane: string): void {
    this.show(pane);
    const place = this.review.querySelector(`#${CSS.escape(pane)} .now, #${CSS.escape(pane)} [data-item][aria-current]`);
    place?.scrollIntoView({ block: "center" });
  }

  /** On a phone: which of the two is shown. */
  private show(pane: string): void {
    this.review.dataset.pane = pane;
    for (const link of this.switchLinks()) {
      if (link.hash === `#${pane}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  private switchLinks(): HTMLAnchorElement[] {
    return Array.from(document.querySelectorAll<HTMLAnchorElement>(".review-switch a"));
  }

  private sideBySide(): boolean {
    return this.original.offsetParent !== null && this.ledger.offsetParent !== null
      && this.original.offsetTop === this.ledger.offsetTop;
  }

  private light(target: EventTarget | null): void {
    const element = target instanceof Element ? target : null;
    const ref = element?.closest<HTMLElement>("[data-ref]")?.dataset.ref ?? "";
    const part = element?.closest<HTMLElement>("[data-part]")?.dataset.part ?? "";
    // The pointer crosses many elements of one thing; a paper may have thousands of them.
    const lit = `${ref} ${part}`;
    if (lit === this.lit) return;
    this.lit = lit;
    for (const one of Array.from(this.review.getElementsByClassName("lit"))) one.classList.remove("lit");
    if (ref) this.lightAll(`ref ${ref}`);
    if (part) this.lightAll(`part ${part}`);
  }

  private lightAll(name: string): void {
    for (const one of this.named(name)) one.classList.add("lit");
  }

  /** Everything that stands for one thing (`ref …`) or one item (`part …`), on both sides. */
  private named(name: string): HTMLElement[] {
    if (!this.names) {
      this.names = new Map();
      for (const one of this.review.querySelectorAll<HTMLElement>("[data-ref], [data-part]")) {
        const { ref, part } = one.dataset;
        if (ref) enter(this.names, `ref ${ref}`, one);
        if (part) enter(this.names, `part ${part}`, one);
      }
    }
    return this.names.get(name) ?? [];
  }

  private follow(event: MouseEvent, other: HTMLElement): void {
    const target = event.target;
    if (!(target instanceof Element)) return;
    // A click that ends a selection of words is no jump, and buttons and fields do their own.
    if (window.getSelection()?.isCollapsed === false) return;
    const control = target.closest("a, button, input, select, textarea, label, summary, form");
    if (control && !control.classList.contains("to-source")) return;

    const part = target.closest<HTMLElement>("[data-part]")?.dataset.part;
    const ref = target.closest<HTMLElement>("[data-ref]")?.dataset.ref;
    const partner = ref ? this.named(`ref ${ref}`).find((one) => other.contains(one)) : undefined;
    if (partner) event.preventDefault();
    if (part) this.onPart(part);
    if (partner) this.goTo(partner);
  }
}

/** Scrolls a pane so that a place stands a third from its top; leaves everything around it alone. `calmly`: in sight of the reader. */
export function scrollWithin(pane: HTMLElement, place: HTMLElement, calmly = true): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior: ScrollBehavior = calmly && !still ? "smooth" : "auto";
  if (pane.scrollHeight <= pane.clientHeight + 1) {
    place.scrollIntoView({ block: "center", behavior });
    return;
  }
  const paneBox = pane.getBoundingClientRect();
  const box = place.getBoundingClientRect();
  if (box.top >= paneBox.top + 8 && box.bottom <= paneBox.bottom - 8) return;
  const top = pane.scrollTop + box.top - paneBox.top - (box.height > paneBox.height / 2 ? 8 : paneBox.height / 3);
  pane.scrollTo({ top, behavior });
}

function enter(names: Map<string, HTMLElement[]>, name: string, element: HTMLElement): void {
  const known = names.get(name);
  if (known) known.push(element);
  else names.set(name, [element]);
}
