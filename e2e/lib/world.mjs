// People with browsers. Whatever they open is watched: no request leaves the program, no page lacks
// the content policy, nothing is refused by it, no script fails.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { startDemo } from "./server.mjs";

/** Log-ins of the demo county; the password stands in the documentation. */
export const PASSWORD = "Luoshi-2026";
export const GENERAL_OFFICE = "bangongshi";
export const ADMINISTRATOR = "admin";
export const SECURITY = "anquan";
export const AUDITOR = "shenji";
export const LEADER = "juzhang";
export const OFFICE_HEAD = "renshi";
export const OFFICE_CLERK = "renshiyuan";
export const SCHOOL = "yizhong";

/** How long a page may take to do what was asked; generous, because the machine may be busy. */
const PATIENCE_MS = 30_000;

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a program and a browser; both end with the test. `start` and `settings` as for the demo;
 * `neighbours` are origins people may be sent to, whose pages are not ours to judge.
 */
export async function openWorld(test, { start = startDemo, settings, neighbours = [] } = {}) {
  const demo = await start(settings);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const people = [];
  test.after(async () => {
    await browser.close();
    await demo.stop();
  });
  return {
    origin: demo.origin,
    printed: demo.printed,
    /** Somebody with a browser of their own; `options` as for a Playwright context. */
    async somebody(options = {}) {
      const person = await Person.arrive(browser, demo.origin, options, neighbours);
      people.push(person);
      return person;
    },
    /** Somebody signed in. */
    async signedIn(login, options = {}) {
      const person = await this.somebody(options);
      await person.signIn(login);
      return person;
    },
    /** Nothing was wrong with anything anybody opened. */
    assertAllWell() {
      for (const person of people) {
        assert.deepEqual(person.complaints, []);
      }
    },
  };
}

function originOf(address) {
  return URL.canParse(address) ? new URL(address).origin : "";
}

export class Person {
  static async arrive(browser, origin, options, neighbours = []) {
    const context = await browser.newContext({
      baseURL: origin,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Person(context, await context.newPage(), origin, neighbours);
  }

  constructor(context, page, origin, neighbours) {
    this.context = context;
    this.page = page;
    this.origin = origin;
    this.complaints = [];
    context.on("request", (request) => {
      const url = new URL(request.url());
      const from = request.isNavigationRequest() ? url.origin : originOf(request.frame().url());
      if (neighbours.includes(from)) {
        return;
      }
      if (url.origin !== origin && url.protocol !== "data:") {
        this.complaints.push(`request outside: ${request.url()}`);
      }
    });
    context.on("response", (response) => {
      const isOurs = originOf(response.url()) === origin;
      if (isOurs && response.request().resourceType() === "document") {
        this.#checkPolicy(response);
      }
    });
    page.on("pageerror", (error) => this.complaints.push(`script failed: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text())) {
        this.complaints.push(`refused by the policy: ${message.text()}`);
      }
    });
  }

  #checkPolicy(response) {
    const headers = response.headers();
    const isPage = (headers["content-type"] ?? "").startsWith("text/html");
    const policy = headers["content-security-policy"] ?? "";
    if (isPage && (!policy.includes("default-src 'none'") || policy.includes("unsafe-"))) {
      this.complaints.push(`no strict policy: ${response.url()}: ${policy}`);
    }
  }

  /** Opens a path; gives the reply. */
  open(path) {
    return this.page.goto(path);
  }

  async signIn(login, password = PASSWORD) {
    await this.open("/sign-in");
    await this.page.getByLabel("账号").fill(login);
    await this.page.getByLabel("密码").fill(password);
    await this.page.getByRole("button", { name: "登录" }).click();
    await this.page.waitForURL((url) => url.pathname !== "/sign-in");
  }

  /** What the page says about the last act; waits for the page that says it. */
  async told() {
    return (await this.page.locator(".message").first().textContent()).trim();
  }

  /** The page does not scroll sideways. */
  async assertFits() {
    const [needed, given] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    assert.ok(needed <= given, `${this.page.url()} is ${needed} px wide on a screen of ${given}`);
  }
}
