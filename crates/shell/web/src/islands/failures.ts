// A piece of a page that could not be fetched or saved: says so where messages stand. 409 and 422 are drawn in
// place by htmx (see htmx-config in head.html), so they never come here.

export function announceFailures(): void {
  document.addEventListener("htmx:responseError", (event) => {
    const status = statusOf(event);
    if (status === 403) say("没有保存：没有这项权限，或者页面已过期。请刷新页面后再试，刷新前先复制已填内容。");
    else if (status === 404) say("没有找到：这条内容可能已被删除或合并。请刷新页面。");
    else if (status === 413) say("没有保存：内容太大。");
    else say("没有保存：服务器出错了。填写的内容还在页面上，请稍后再试。");
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => say("没有保存：连不上服务器。填写的内容还在页面上，请检查网络后再试。"));
  }
  document.addEventListener("htmx:beforeRequest", () => document.querySelector("#message .message-failure")?.remove());
}

function statusOf(event: Event): number {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null;
  const reply = detail as { xhr?: XMLHttpRequest } | null;
  return reply?.xhr?.status ?? 0;
}

function say(words: string): void {
  const place = document.getElementById("message");
  if (!place) return;
  const message = document.createElement("p");
  message.className = "message message-refused message-failure";
  message.textContent = words;
  place.replaceChildren(message);
  message.scrollIntoView({ block: "nearest" });
}
