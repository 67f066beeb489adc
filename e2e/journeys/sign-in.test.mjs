import assert from "node:assert/strict";
import test from "node:test";
import { GENERAL_OFFICE, PASSWORD, openWorld } from "../lib/world.mjs";

test("the demo prints its address and a log-in, and one signs in and out with it", async (t) => {
  const world = await openWorld(t);
  assert.ok(world.printed().includes(world.origin), world.printed());
  assert.ok(world.printed().includes(GENERAL_OFFICE) && world.printed().includes(PASSWORD));

  const person = await world.somebody();
  await person.open("/plan");
  assert.equal(new URL(person.page.url()).pathname, "/sign-in", "asked who they are");
  await person.page.getByLabel("账号").fill(GENERAL_OFFICE);
  await person.page.getByLabel("密码").fill(PASSWORD);
  await person.page.getByRole("button", { name: "登录" }).click();
  await person.page.waitForURL((url) => url.pathname === "/plan"); // where they were going

  await person.page.locator(".top-person summary").click();
  await person.page.getByRole("button", { name: "退出登录" }).click();
  await person.page.waitForURL((url) => url.pathname !== "/plan");
  await person.open("/plan");
  assert.equal(new URL(person.page.url()).pathname, "/sign-in");
  world.assertAllWell();
});

test("a wrong password is answered on the form, with what was typed", async (t) => {
  const world = await openWorld(t);
  const person = await world.somebody();
  await person.open("/sign-in");
  await person.page.getByLabel("账号").fill(GENERAL_OFFICE);
  await person.page.getByLabel("密码").fill("something else");
  const [reply] = await Promise.all([
    person.page.waitForResponse((response) => response.request().method() === "POST"),
    person.page.getByRole("button", { name: "登录" }).click(),
  ]);
  assert.equal(reply.status(), 422);
  await person.page.locator("[role=alert]").first().waitFor();
  assert.match(await person.page.title(), /^有误：/);
  assert.equal(await person.page.getByLabel("账号").inputValue(), GENERAL_OFFICE);
  assert.equal(await person.page.getByLabel("密码").inputValue(), "");
  world.assertAllWell();
});
