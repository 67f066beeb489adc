import assert from "node:assert/strict";
import test from "node:test";
import { paste } from "../lib/papers.mjs";
import { GENERAL_OFFICE, SCHOOL, openWorld } from "../lib/world.mjs";

test("nothing handed in is a wrong form: 422, and the page says so first", async (t) => {
  const world = await openWorld(t);
  const person = await world.signedIn(GENERAL_OFFICE);
  await person.open("/plan/import");
  const [reply] = await Promise.all([
    person.page.waitForResponse((response) => response.request().method() === "POST"),
    person.page.getByRole("button", { name: "读入并核对" }).click(),
  ]);
  assert.equal(reply.status(), 422);
  await person.page.getByText("请选择一个文件").first().waitFor();
  assert.match(await person.page.title(), /^有误：/);
  world.assertAllWell();
});

test("a paper without work is answered in words, and what was pasted is still there", async (t) => {
  const world = await openWorld(t);
  const person = await world.signedIn(GENERAL_OFFICE);
  const news = "县教育局召开座谈会\n昨天，县教育局召开座谈会，三十名教师参加。\n";
  await person.open("/plan/import");
  await person.page.getByLabel("或者粘贴文本").fill(news);
  await person.page.getByRole("button", { name: "读入并核对" }).click();
  await person.page.locator(".field-error").first().waitFor();
  const kept = await person.page.getByLabel("或者粘贴文本").inputValue();
  assert.equal(kept.replaceAll("\r\n", "\n"), news);
  world.assertAllWell();
});

test("a page there is not, and a page that is none of one's business, look the same: 404", async (t) => {
  const world = await openWorld(t);
  const office = await world.signedIn(GENERAL_OFFICE);
  const plan = await paste(office);
  const school = await world.signedIn(SCHOOL);
  for (const path of ["/nothing/here", `/plan/${plan}/review`, `/plan/${plan}`]) {
    const reply = await school.open(path);
    assert.equal(reply.status(), 404, path);
    await school.page.getByRole("heading", { name: "没有找到这个页面" }).waitFor();
  }
  world.assertAllWell();
});
