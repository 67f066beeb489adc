import assert from "node:assert/strict";
import test from "node:test";
import { ADMINISTRATOR, GENERAL_OFFICE, SCHOOL, openWorld } from "../lib/world.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test("one box finds things by one or two characters, on a desk and on a phone, for whoever may see them", async (t) => {
  const world = await openWorld(t);

  await t.test("on a desk the key / goes to the box, and what was asked for is marked", async () => {
    const office = await world.signedIn(GENERAL_OFFICE);
    await office.page.keyboard.press("/");
    await office.page.keyboard.type("校车");
    await office.page.keyboard.press("Enter");
    await office.page.waitForURL((url) => url.pathname === "/search");
    assert.equal(await office.page.getByLabel("要找的词").inputValue(), "校车");
    assert.equal(await office.page.locator("mark").first().textContent(), "校车");
  });

  const person = await world.signedIn(SCHOOL, PHONE);
  await t.test("on a phone the box is behind its sign, and no answer is wider than the screen", async () => {
    await person.page.getByRole("link", { name: "搜索" }).click();
    await person.page.waitForURL((url) => url.pathname === "/search");
    await person.assertFits();
    for (const words of ["校", "教师", "2026年 教师 培训", "=1+1'\"<b>", "长".repeat(100), "a".repeat(100)]) {
      await person.page.getByLabel("要找的词").fill(words);
      await person.page.getByRole("button", { name: "搜索" }).click();
      await person.page.waitForURL((url) => url.searchParams.get("q") === words);
      await person.assertFits();
    }
    await person.page.getByText("没有找到").waitFor();
    // A kind, its next page, and back.
    await person.open("/search?q=校");
    await person.page.getByRole("link", { name: /^查看全部.*数据项$/ }).click();
    await person.assertFits();
    await person.page.locator("main a[href*='page=2']").first().click();
    await person.assertFits();
    assert.ok((await person.page.locator(".hits > li").count()) > 0);
  });

  await t.test("a school finds nothing of another, an administrator nothing of the work", async () => {
    // Its own rows name the other school, which takes part in an exchange of teachers.
    await person.open("/search?q=清禾二中");
    const found = await person.page.locator(".hits > li").allTextContents();
    assert.ok(found.length > 0 && found.every((hit) => hit.includes("清禾一中")), found.join());
    const admin = await world.signedIn(ADMINISTRATOR, PHONE);
    await admin.open("/search?q=教师");
    const kinds = await admin.page.locator(".hit-group h2").allTextContents();
    assert.ok(kinds.every((kind) => /^(单位|人员) /.test(kind.trim())), kinds.join());
    await admin.assertFits();
  });
  world.assertAllWell();
});
