// form[data-autosave="address"]: saves itself a moment after the last change, as the button for drafts does. The reply
// is the words for [data-saved] and the new revision; a 409 says that somebody else was first, and saving stops; a 422
// says what is not taken, and saving goes on with the next change.
// Without script the button does the same.

const QUIET_MS = 1500;

const waiting = new Map<HTMLFormElement, number>();
const busy = new Set<HTMLFormElement>();

export function watchAutosave(): void {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-autosave]") : null;
      if (form) later(form);
    });
  }
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement) window.clearTimeout(waiting.get(event.target));
  });
}

function later(form: HTMLFormElement): void {
  window.clearTimeout(waiting.get(form));
  waiting.set(form, window.setTimeout(() => void save(form), QUIET_MS));
}

async function save(form: HTMLFormElement): Promise<void> {
  const address = form.dataset.autosave;
  if (!address) return;
  if (busy.has(form)) return later(form);
  busy.add(form);
  try {
    const typed = new URLSearchParams();
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string") typed.append(name, value);
    });
    const reply = await fetch(address, { method: "POST", body: typed, headers: { "hx-request": "true" } });
    if (!reply.ok && reply.status !== 409 && reply.status !== 422) return say(form, "没有自动保存，填写的内容还在页面上，请点“保存草稿”。");
    const piece = document.createElement("template");
    piece.innerHTML = await reply.text();
    const saved = piece.content.querySelector<HTMLElement>("[data-saved]");
    const revision = form.querySelector<HTMLInputElement>("input[name=revision]");
    if (!saved || !revision) return say(form, "没有自动保存，填写的内容还在页面上，请点“保存草稿”。");
    revision.value = saved.dataset.revision ?? revision.value;
    form.querySelector("[data-saved]")?.replaceWith(saved);
    if (reply.status === 409) delete form.dataset.autosave;
    else if (reply.ok) form.dispatchEvent(new CustomEvent("luoshi:saved", { bubbles: true }));
  } catch {
    say(form, "连不上服务器，没有自动保存。填写的内容还在页面上。");
  } finally {
    busy.delete(form);
  }
}

function say(form: HTMLFormElement, words: string): void {
  const place = form.querySelector("[data-saved]");
  // What the page carries back of its last saving stays.
  if (place) place.replaceChildren(words, ...place.querySelectorAll("input"));
}
