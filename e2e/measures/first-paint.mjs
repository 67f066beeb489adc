// How soon a page shows something in Chromium: milliseconds from the click on its address to its
// first contentful paint, the median of several visits. `cargo x bench` runs it:
//   node measures/first-paint.mjs http://127.0.0.1:8080 /plan/…/timeline bangongshi
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { FLAGS, Person } from "../lib/world.mjs";

const N_VISITS = 9;

const [origin, path, login] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
});
try {
  const person = await Person.arrive(browser, origin, {});
  await person.signIn(login);
  const times = [];
  for (let visit = 0; visit < N_VISITS; visit += 1) {
    await person.open(path);
    const painted = await person.page.evaluate(
      () =>
        new Promise((resolve) => {
          const told = performance.getEntriesByName("first-contentful-paint")[0];
          if (told) {
            resolve(told.startTime);
            return;
          }
          const observer = new PerformanceObserver((list) => {
            const entry = list.getEntriesByName("first-contentful-paint")[0];
            if (entry) {
              observer.disconnect();
              resolve(entry.startTime);
            }
          });
          observer.observe({ type: "paint", buffered: true });
        }),
    );
    times.push(painted);
  }
  assert.deepEqual(person.complaints, []);
  times.sort((a, b) => a - b);
  console.log(times[Math.floor(times.length / 2)].toFixed(1));
} finally {
  await browser.close();
}
