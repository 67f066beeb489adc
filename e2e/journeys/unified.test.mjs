import assert from "node:assert/strict";
import test from "node:test";
import { settings, startProvider } from "../lib/provider.mjs";
import { GENERAL_OFFICE, openWorld } from "../lib/world.mjs";

async function openWorldWithProvider(t) {
  const provider = await startProvider();
  const world = await openWorld(t, {
    settings: (origin) => settings(provider, origin),
    neighbours: [provider.issuer],
  });
  provider.knows(world.origin);
  t.after(() => provider.stop());
  return { provider, world };
}

const goThere = (person) => person.page.getByRole("link", { name: "用统一身份认证登录" }).click();

/** Says at the provider who they are, and goes back. */
async function sayWho(person, name) {
  await person.page.getByPlaceholder("Enter any login").fill(name);
  await person.page.getByPlaceholder("and password").fill("whatever");
  await person.page.getByRole("button", { name: "Sign-in" }).click();
  await person.page.getByRole("button", { name: "Continue" }).click();
}

test("somebody comes in through the provider and gets to where they were going", async (t) => {
  const { world } = await openWorldWithProvider(t);
  const person = await world.somebody({ viewport: { width: 390, height: 800 } });
  await person.open("/plan");
  await person.assertFits();
  await goThere(person);
  await sayWho(person, GENERAL_OFFICE);
  await person.page.waitForURL((url) => url.origin === world.origin && url.pathname === "/plan");
  const cookies = await person.context.cookies(world.origin);
  assert.ok(!cookies.some((cookie) => cookie.name.includes("errand")), "nothing is left behind");
  world.assertAllWell();
});

test("somebody without an account here is told so and stays outside", async (t) => {
  const { world } = await openWorldWithProvider(t);
  const person = await world.somebody();
  await person.open("/sign-in");
  await goThere(person);
  await sayWho(person, "nobody-here");
  await person.page.waitForURL(`${world.origin}/sign-in`);
  assert.match(await person.told(), /已确认是“nobody-here”，但本系统没有对应的账号/);
  await person.open("/plan");
  assert.equal(new URL(person.page.url()).pathname, "/sign-in");
  world.assertAllWell();
});

test("an answer of somebody else's errand is refused", async (t) => {
  const { world } = await openWorldWithProvider(t);
  const other = await world.somebody();
  let answer = "";
  other.page.on("request", (request) => {
    answer = request.url().includes("/sign-in/unified/back?") ? request.url() : answer;
  });
  await other.open("/sign-in");
  await goThere(other);
  // So that the code is not used up, their own browser forgets the errand.
  await other.context.clearCookies({ name: "luoshi_errand" });
  await sayWho(other, GENERAL_OFFICE);
  await other.page.waitForURL(`${world.origin}/sign-in`);
  assert.match(await other.told(), /不是从这个浏览器开始的/);
  assert.match(answer, /code=.+state=|state=.+code=/);

  const person = await world.somebody();
  await person.open("/sign-in");
  await goThere(person);
  await person.page.getByPlaceholder("Enter any login").waitFor();
  await person.open(answer);
  assert.equal(new URL(person.page.url()).pathname, "/sign-in");
  assert.match(await person.told(), /不是从这个浏览器开始的/);
  await person.open("/plan");
  assert.equal(new URL(person.page.url()).pathname, "/sign-in");
  world.assertAllWell();
});

test("when the provider is down, that is said and the password here still works", async (t) => {
  const { provider, world } = await openWorldWithProvider(t);
  await provider.stop();
  const person = await world.somebody();
  await person.open("/sign-in");
  await goThere(person);
  await person.page.waitForURL(`${world.origin}/sign-in`);
  assert.match(await person.told(), /统一身份认证没有正常应答/);
  await person.signIn(GENERAL_OFFICE);
  world.assertAllWell();
});
