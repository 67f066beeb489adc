import assert from "node:assert/strict";
import test from "node:test";
import { paste, publishAsItStands } from "../lib/papers.mjs";
import { ADMINISTRATOR, AUDITOR, GENERAL_OFFICE, LEADER, SCHOOL, SECURITY, openWorld } from "../lib/world.mjs";

/** Screens: a desk and a phone. */
const SCREENS = {
  desk: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

/** Pages of one kind that are opened: an old plan and a new one may lead to different pages. */
const FEW = 3;

/** Links that hand out a file instead of a page. */
const FILES = /\/(export|original|template|errors|copy|inline|evidence|file)([./]|$)|\/files\/[^/]+$|\.ics$/;

for (const [screen, options] of Object.entries(SCREENS)) {
  test(`every page one can click to asks nobody outside and fits a ${screen}`, async (t) => {
    const world = await openWorld(t);
    const office = await world.signedIn(GENERAL_OFFICE, options);
    await publishAsItStands(office, await paste(office));
    await paste(office); // and one that is still being reviewed

    const visited = new Set();
    for (const login of [GENERAL_OFFICE, ADMINISTRATOR, SECURITY, AUDITOR, LEADER, SCHOOL]) {
      const person = await world.signedIn(login, options);
      for (const path of await visitEverything(person)) {
        visited.add(path);
      }
    }
    t.diagnostic(`${visited.size} pages: ${[...visited].sort().join(" ")}`);
    for (const needed of ["/plan", "/plan/import", "/plan/…/review", "/plan/…/assign", "/plan/…", "/plan/…/compare"]) {
      assert.ok(visited.has(needed), `${needed} was not found by clicking`);
    }
    world.assertAllWell();
  });
}

/** Opens whatever links lead to, a few pages of each kind; gives the kinds. */
async function visitEverything(person) {
  const opened = new Set();
  const seen = new Map();
  const ahead = ["/"];
  while (ahead.length > 0) {
    const path = ahead.shift();
    const times = seen.get(kind(path)) ?? 0;
    if (opened.has(path) || times >= FEW) {
      continue;
    }
    opened.add(path);
    seen.set(kind(path), times + 1);
    const reply = await person.open(path);
    assert.equal(reply.status(), 200, `${path} as offered by a link`);
    await person.assertFits();
    const links = await person.page
      .locator("a[href]")
      .evaluateAll((all) => all.map((a) => a.href));
    for (const link of links) {
      const url = new URL(link);
      assert.equal(url.origin, person.origin, `a link outside on ${path}`);
      if (!FILES.test(url.pathname)) {
        ahead.push(url.pathname + url.search);
      }
    }
  }
  return seen.keys();
}

/** What stands in a path for the one thing that is shown: ids, row numbers, codes of items and registers. */
const THINGS = [
  [/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…"],
  [/\/\d+(?=\/|$)/g, "/…"],
  [/^(\/facts\/items|\/calendar\/rules)\/(?!new$)[^/]+/, "$1/…"],
  [/^\/ledger\/(?!new$|templates$)[^/]+/, "/ledger/…"],
  [/\/(rollups|rounds|rules|templates)\/(?!new$)[^/]+/, "/$1/…"],
];

/** Pages that differ only in what they show are one kind; so are ways of filtering one. */
function kind(path) {
  const url = new URL(path, "http://here");
  const place = THINGS.reduce((path, [thing, mark]) => path.replace(thing, mark), url.pathname);
  const names = [...url.searchParams.keys()].filter((name) => name === "view" || name === "add");
  return names.length > 0 ? `${place}?${names.join("&")}` : place;
}
