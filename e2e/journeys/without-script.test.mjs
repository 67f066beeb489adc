import assert from "node:assert/strict";
import test from "node:test";
import { paste } from "../lib/papers.mjs";
import { GENERAL_OFFICE, openWorld } from "../lib/world.mjs";

test("a paper goes from paste to published without any script", async (t) => {
  const world = await openWorld(t);
  const person = await world.signedIn(GENERAL_OFFICE, { javaScriptEnabled: false });
  const { page } = person;

  const plan = await paste(person);
  assert.equal(await page.locator(".item-card").count(), 3);

  await page.locator(".item-card").first().getByRole("button", { name: "采纳", exact: true }).first().click();
  await page.locator(".item-done").first().waitFor();
  assert.equal(await page.locator(".item-done").count(), 1);

  await page.locator(".item-open").first().getByRole("link", { name: "修改", exact: true }).click();
  await page.getByLabel("数值").first().fill("350");
  await page.getByRole("button", { name: "保存并采纳" }).click();
  await page.locator(".item-done").nth(1).waitFor();
  assert.equal(await page.locator(".item-done").count(), 2);

  await page.getByRole("link", { name: "指派责任" }).first().click();
  await page.locator("tbody input[type=checkbox]").first().check();
  await page.getByLabel("牵头科室").selectOption({ label: "人事科" });
  await page.getByRole("button", { name: "设为牵头" }).click();
  await person.told();
  assert.match(await page.locator('td[data-label="牵头"]').first().textContent(), /人事科/);

  await page.getByRole("link", { name: "去发布" }).click();
  await page.getByLabel("按现状发布", { exact: false }).check();
  await page.getByRole("button", { name: "发布第一版" }).click();
  await page.waitForURL(new RegExp(`/plan/${plan}$`));
  assert.equal(await page.locator(".tree-leaf").count(), 3);
  assert.match(await page.locator(".tree").textContent(), /350/);
  world.assertAllWell();
});
