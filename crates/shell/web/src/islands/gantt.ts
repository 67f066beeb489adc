// data-gantt (data-from, data-to: first and last day shown): bars with data-step (their step's id, with data-day and
// data-revision) can be dragged. The picture they lie in says where they are moved (data-moves, {step} in place of the
// id) and whether that takes a reason (data-reason); their names are listed before it, in the same order. Letting go opens the form data-gantt-move, filled; the same is done without script in the form of the step.

const DAY = 86_400_000;

export function watchGantt(): void {
  const chart = document.querySelector<HTMLElement>("[data-gantt]");
  const form = document.querySelector<HTMLFormElement>("[data-gantt-move]");
  if (!chart || !form) return;
  const days = (Date.parse(chart.dataset.to ?? "") - Date.parse(chart.dataset.from ?? "")) / DAY + 1;
  let bar: SVGRectElement | null = null;
  let start = 0;
  let moved = 0;

  chart.addEventListener("pointerdown", (event) => {
    const target = event.target instanceof Element ? event.target.closest<SVGRectElement>("[data-step]") : null;
    if (!target || event.button !== 0) return;
    letGo();
    bar = target;
    start = event.clientX;
    moved = 0;
    bar.setPointerCapture(event.pointerId);
    bar.classList.add("gantt-dragged");
    event.preventDefault();
  });
  chart.addEventListener("pointermove", (event) => {
    if (!bar || !bar.hasPointerCapture(event.pointerId)) return;
    const width = bar.ownerSVGElement?.getBoundingClientRect().width ?? 1;
    moved = Math.round(((event.clientX - start) / width) * days);
    bar.setAttribute("transform", `translate(${(moved * width) / days} 0)`);
  });
  chart.addEventListener("pointerup", () => {
    if (!bar) return;
    if (moved === 0) letGo();
    else open(bar, moved);
  });
  chart.addEventListener("pointercancel", letGo);
  form.querySelector("[data-gantt-cancel]")?.addEventListener("click", letGo);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") letGo();
  });

  function open(target: SVGRectElement, by: number): void {
    if (!form) return;
    const day = new Date(Date.parse(target.dataset.day ?? "") + by * DAY).toISOString().slice(0, 10);
    const picture = target.ownerSVGElement;
    form.action = (picture?.dataset.moves ?? "").replace("{step}", target.dataset.step ?? "");
    field("revision").value = target.dataset.revision ?? "";
    field("day").value = day;
    field("reason").required = picture?.dataset.reason !== undefined;
    const name = form.querySelector("[data-gantt-name]");
    if (name) name.textContent = nameOf(target);
    form.hidden = false;
    field("reason").focus();
  }

  function nameOf(target: SVGRectElement): string {
    const picture = target.ownerSVGElement;
    const bars = Array.from(picture?.querySelectorAll(".gantt-step") ?? []);
    const row = picture?.previousElementSibling?.children[bars.indexOf(target)];
    return row?.querySelector("a")?.textContent ?? "";
  }

  function letGo(): void {
    bar?.removeAttribute("transform");
    bar?.classList.remove("gantt-dragged");
    bar = null;
    if (form) form.hidden = true;
  }

  function field(name: string): HTMLInputElement {
    return form?.elements.namedItem(name) as HTMLInputElement;
  }
}
