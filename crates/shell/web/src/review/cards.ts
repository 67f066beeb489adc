// The item cards: one of them is current, and what is done in place leads on to the next one.
import { Linked, scrollWithin } from "./linked";

export class Cards {
  private current = "";
  /** Where the current card stood, should it be gone after a change. */
  private index = 0;
  /** Whether the next answer for the current card leads on. */
  private leadsOn = false;

  constructor(
    private readonly ledger: HTMLElement,
    private readonly linked: Linked,
  ) {
    ledger.addEventListener("focusin", (event) => this.chooseAround(event.target));
    ledger.addEventListener("click", (event) => {
      this.chooseAround(event.target);
      const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]") : null;
      this.leadsOn = pressed?.dataset.key === "a";
    });
    // A reply drawn in place may have replaced the current card, or the whole ledger.
    document.addEventListener("htmx:afterSettle", () => this.takeUp());
    for (const failure of ["htmx:responseError", "htmx:sendError"]) {
      document.addEventListener(failure, () => {
        this.leadsOn = false;
      });
    }
  }

  /** Begins where the address points, or else with the first open card, leaving the scroll at the top. */
  start(): void {
    const place = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const card = place?.closest<HTMLElement>("[data-item]");
    if (card) this.choose(card, true, false);
    else if (place?.closest("[data-review]")) this.linked.goTo(place, false);
    else {
      const open = this.all().find((one) => one.classList.contains("item-open"));
      if (open) this.mark(open);
    }
  }

  choosePart(part: string): void {
    const card = this.all().find((one) => one.dataset.part === part);
    if (card) this.choose(card, false);
  }

  /** The card `steps` further on. */
  step(steps: number): void {
    const cards = this.all();
    const at = cards.findIndex((one) => one.id === this.current);
    const to = at < 0 ? 0 : Math.min(Math.max(at + steps, 0), cards.length - 1);
    const card = cards[to];
    if (card) this.choose(card, true);
  }

  /** What a key stands for: in the current card first, then outside the cards. */
  keyed(key: string): HTMLElement | null {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const inCard = this.card()?.querySelector<HTMLElement>(wanted);
    if (inCard) return inCard;
    const elsewhere = Array.from(document.querySelectorAll<HTMLElement>(wanted));
    return elsewhere.find((one) => !one.closest("[data-item]")) ?? null;
  }

  private all(): HTMLElement[] {
    return Array.from(this.ledger.querySelectorAll<HTMLElement>("[data-item]"));
  }

  private card(): HTMLElement | null {
    const card = document.getElementById(this.current);
    return card && this.ledger.contains(card) ? card : null;
  }

  private chooseAround(target: EventTarget | null): void {
    const card = target instanceof Element ? target.closest<HTMLElement>("[data-item]") : null;
    if (card && card.id !== this.current) {
      this.mark(card);
      if (card.dataset.part) this.linked.showPart(card.dataset.part);
    }
  }

  private choose(card: HTMLElement, focus: boolean, calmly = true): void {
    this.mark(card);
    if (focus) card.focus({ preventScroll: true });
    scrollWithin(this.ledger, card, calmly);
    if (card.dataset.part) this.linked.showPart(card.dataset.part, calmly);
  }

  private mark(card: HTMLElement): void {
    for (const other of this.ledger.querySelectorAll("[data-item][aria-current]")) {
      if (other !== card) other.removeAttribute("aria-current");
    }
    card.setAttribute("aria-current", "true");
    this.current = card.id;
    this.index = this.all().indexOf(card);
  }

  private takeUp(): void {
    const cards = this.all();
    const card = this.card() ?? cards[Math.min(this.index, cards.length - 1)];
    if (!card) return;
    if (this.leadsOn && card.classList.contains("item-done")) {
      this.leadsOn = false;
      const later = cards.slice(cards.indexOf(card) + 1);
      const next = later.find((one) => one.classList.contains("item-open"));
      this.choose(next ?? card, true);
      return;
    }
    this.leadsOn = false;
    if (card.hasAttribute("aria-current") && card.id === this.current) return;
    this.mark(card);
    const field = card.querySelector<HTMLElement>("[data-focus], .item-form .control");
    if (field) field.focus({ preventScroll: true });
    else card.focus({ preventScroll: true });
    scrollWithin(this.ledger, card);
  }
}
