// The keyboard of the review page. Never in the way of typing.
import { Cards } from "./cards";

export function takeKeys(cards: Cards): void {
  const list = document.querySelector<HTMLDialogElement>("dialog[data-review-keys]");
  for (const button of document.querySelectorAll("[data-review-help]")) {
    button.addEventListener("click", () => list?.showModal());
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (list?.open) {
      if (event.key === "?") list.close();
      return;
    }
    if (isTyping(event.target) && event.key !== "Escape") return;
    if (act(event.key, cards, list)) event.preventDefault();
  });
}

function act(key: string, cards: Cards, list: HTMLDialogElement | null): boolean {
  if (key === "j" || key === "k") {
    cards.step(key === "j" ? 1 : -1);
    return true;
  }
  if (key === "?") {
    list?.showModal();
    return list !== null;
  }
  // Only what the page offers now: a key without its form or link does nothing.
  const offered = cards.keyed(key);
  if (!offered) return false;
  if (offered instanceof HTMLFormElement) offered.requestSubmit();
  else offered.click();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
