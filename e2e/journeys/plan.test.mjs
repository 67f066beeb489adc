import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { textByLibreOffice } from "../lib/office.mjs";
import { longPaper, paste, planOf } from "../lib/papers.mjs";
import { GENERAL_OFFICE, OFFICE_HEAD, openWorld } from "../lib/world.mjs";

test("a paper goes in, is reviewed, assigned and published, and comes out as two files", async (t) => {
  const world = await openWorld(t);
  const person = await world.signedIn(GENERAL_OFFICE);
  const { page } = person;

  await t.test("upload", async () => {
    await person.open("/plan");
    await page.getByRole("link", { name: "导入要点" }).click();
    await page.getByLabel("文件", { exact: false }).first().setInputFiles(longPaper());
    await page.getByRole("button", { name: "读入并核对" }).click();
    await page.waitForURL(/\/review$/);
    assert.ok((await page.locator(".item-card").count()) > 5);
    assert.ok((await page.locator("mark.mark-target").count()) > 5);
  });
  const plan = planOf(person);

  await t.test("the two sides light each other up", async () => {
    const row = page.locator(".row-target[data-ref]").first();
    const mark = page.locator(`mark[data-ref="${await row.getAttribute("data-ref")}"]`).first();
    await row.hover();
    await page.waitForFunction((one) => one.classList.contains("lit"), await mark.elementHandle());
    await mark.hover();
    await page.waitForFunction((one) => one.classList.contains("lit"), await row.elementHandle());
  });

  await t.test("accept an item", async () => {
    const card = page.locator(".item-card").first();
    await card.getByRole("button", { name: "采纳", exact: true }).first().click();
    await page.locator(".item-card").first().getByText("✓ 已核").waitFor();
    await page.locator(".review-side").getByText(/^已核 1 \//).waitFor();
  });

  await t.test("correct an item", async () => {
    const row = page.locator(".item-open .row-target").first();
    const card = page.locator(".item-open", { has: page.locator(".row-target") }).first();
    const id = await card.getAttribute("id");
    const ref = await row.getAttribute("data-ref");
    await card.getByRole("link", { name: "修改", exact: true }).click();
    const line = page.locator(`#${id} .edit-target[data-ref="${ref}"]`);
    // The form takes the focus once it is drawn; what is typed before goes to where it is taken.
    await page.waitForFunction(
      (form) => form.contains(document.activeElement),
      await page.locator(`#${id} .item-form`).elementHandle(),
    );
    await line.getByLabel("数值").fill("12345");
    await page.locator(`#${id}`).getByRole("button", { name: "保存并采纳" }).click();
    const corrected = page.locator(`#${id} .row-target[data-ref="${ref}"]`);
    await corrected.getByText("更正").waitFor();
    assert.match((await corrected.textContent()).replaceAll(",", ""), /12345/);
    await page.locator(".review-side").getByText(/^已核 2 \//).waitFor();
  });

  await t.test("assign many at once", async () => {
    await page.getByRole("link", { name: "指派责任" }).first().click();
    await page.waitForURL(/\/assign/);
    await page.getByLabel("全选本页").check();
    await page.getByLabel("牵头科室").selectOption({ label: "办公室" });
    await page.getByRole("button", { name: "设为牵头" }).click();
    await person.told();
    const leads = await page.locator('td[data-label="牵头"]').allTextContents();
    assert.ok(leads.length > 5);
    assert.ok(leads.every((lead) => lead.includes("办公室")), leads.join("|"));
  });

  await t.test("publish", async () => {
    await page.getByRole("link", { name: "去发布" }).click();
    await page.getByLabel("按现状发布", { exact: false }).check();
    await page.getByRole("button", { name: "发布第一版" }).click();
    await page.waitForURL(new RegExp(`/plan/${plan}$`));
    await page.getByText("第1版已发布").waitFor();
  });

  await t.test("another office finds it", async () => {
    const other = await world.signedIn(OFFICE_HEAD);
    const reply = await other.open(`/plan/${plan}`);
    assert.equal(reply.status(), 200);
    assert.ok((await other.page.locator(".tree-leaf").count()) > 5);
    assert.equal((await other.open(`/plan/${plan}/review`)).status(), 404, "but not the workshop");
  });

  const heading = (await page.locator(".tree-leaf a").first().textContent()).trim().slice(0, 6);
  for (const kind of ["xlsx", "docx"]) {
    await t.test(`the .${kind} opens in LibreOffice and holds the items`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "luoshi-download-"));
      try {
        const link = page.getByRole("link", { name: `.${kind}` });
        // The files are behind one word, which stays open once it is.
        if (!(await link.isVisible())) await page.locator("summary", { hasText: "导出和打印" }).click();
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          link.click(),
        ]);
        assert.ok(download.suggestedFilename().endsWith(`.${kind}`));
        const file = path.join(folder, `breakdown.${kind}`);
        await download.saveAs(file);
        const text = await textByLibreOffice(file);
        assert.ok(text.includes(heading), `${heading} is not in ${text.slice(0, 500)}`);
        assert.ok(text.replaceAll(",", "").includes("12345"), "the corrected figure is not in it");
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
  world.assertAllWell();
});

test("what two people change at once is not lost", async (t) => {
  const world = await openWorld(t);
  const first = await world.signedIn(GENERAL_OFFICE);
  const second = await world.signedIn(GENERAL_OFFICE);
  const plan = await paste(first);
  const edit = await first.page
    .locator(".item-card")
    .first()
    .getByRole("link", { name: "修改", exact: true })
    .evaluate((link) => link.pathname + link.search);
  await first.open(edit);
  await second.open(edit);
  const save = (person, title) =>
    person.page
      .getByLabel("标题", { exact: false })
      .first()
      .fill(title)
      .then(() => person.page.getByRole("button", { name: "只保存" }).click());
  await save(first, "先保存的标题");
  await first.page.waitForURL(new RegExp(`/plan/${plan}/review`));
  await save(second, "后保存的标题");
  await second.page.locator(".message-refused").waitFor();
  assert.equal(
    await second.page.getByLabel("标题", { exact: false }).first().inputValue(),
    "后保存的标题",
  );
  world.assertAllWell();
});
