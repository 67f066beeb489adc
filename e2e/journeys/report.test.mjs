import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { textByLibreOffice } from "../lib/office.mjs";
import { paste, publishAsItStands } from "../lib/papers.mjs";
import { GENERAL_OFFICE, LEADER, OFFICE_CLERK, OFFICE_HEAD, openWorld } from "../lib/world.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const PAPER = `清禾县教育局2026年补充工作要点

一、抓好教师队伍建设
1．充实教师队伍。6月底前招聘教师56名。（责任单位：人事科）
`;

const TASK = "充实教师队伍";

test("a clerk reports by phone, one number is returned and corrected, the month is filed and put together", async (t) => {
  const world = await openWorld(t);
  const office = await world.signedIn(GENERAL_OFFICE);
  const plan = await paste(office, PAPER);
  await office.open(`/plan/${plan}/assign`);
  await office.page.getByRole("button", { name: "采用全部建议", exact: false }).first().click();
  await publishAsItStands(office, plan);

  await t.test("the office sets up the months of the year on one page", async () => {
    await office.open(`/report/plans/${plan}/set-up`);
    await office.page.getByLabel("月报送").check();
    await office.page.getByRole("button", { name: "设置所选周期" }).click();
    await office.page.waitForURL(new RegExp(`/report/plans/${plan}$`));
    // The demo county is in the middle of June: what was due before is asked of nobody.
    assert.match(await office.told(), /已设置7期.*5期已过期限，不要求补报/);
  });

  const clerk = await world.signedIn(OFFICE_CLERK, PHONE);
  const report = async (person) => {
    await person.page.getByRole("link", { name: TASK, exact: false }).first().click();
    await person.page.waitForURL(/\/report\/reports\//);
  };

  await t.test("the clerk reports on a phone; what is typed saves itself", async () => {
    await clerk.open("/report?tab=fill");
    await report(clerk);
    await clerk.assertFits();
    await clerk.page.getByLabel("教师", { exact: true }).fill("12");
    await clerk.page.getByLabel("进展").fill("招聘公告已发布，资格审查完成。");
    await clerk.page.getByText("已自动保存").waitFor();
    await clerk.page.getByRole("button", { name: "报送", exact: true }).click();
    await clerk.page.waitForURL(/\/report$/);
    assert.match(await clerk.told(), /已报送2026年6月/);
  });

  const head = await world.signedIn(OFFICE_HEAD);
  await t.test("the head returns one number", async () => {
    await head.open("/report?tab=review");
    await report(head);
    const number = head.page.locator(".fact", { hasText: "教师" }).first();
    await number.getByText("提意见").click();
    await number.getByRole("textbox").fill("与台账不符，应为 21 名");
    await head.page.getByRole("button", { name: "退回人事科修改" }).click();
    await head.page.getByText("已退回").first().waitFor();
  });

  await t.test("the clerk corrects that number and nothing else", async () => {
    await clerk.open("/report?tab=fill");
    await report(clerk);
    await clerk.page.getByText("只有教师可以修改", { exact: false }).waitFor();
    assert.equal(await clerk.page.locator("form[data-autosave]").getByRole("textbox").count(), 1);
    await clerk.page.getByLabel("教师", { exact: true }).fill("21");
    await clerk.page.getByRole("button", { name: "报送", exact: true }).click();
    await clerk.page.waitForURL(/\/report$/);
  });

  await t.test("head, leader and office consent", async () => {
    const leader = await world.signedIn(LEADER);
    for (const person of [head, leader, office]) {
      await person.open("/report?tab=review");
      await report(person);
      await person.page.getByText("21名").first().waitFor();
      await person.page.getByRole("button", { name: "同意", exact: true }).click();
      await person.page.waitForURL(/\/report\?tab=review$/);
    }
  });

  await t.test("the office locks the month and downloads what it comes to", async () => {
    await office.open(`/report/plans/${plan}/rounds/2026-06`);
    await office.page.locator("summary", { hasText: "锁定本期" }).click();
    await office.page.getByRole("button", { name: "锁定本期" }).click();
    await office.page.getByText("只收办理过延期的报送", { exact: false }).waitFor();
    await office.page.getByRole("link", { name: "查看汇总" }).click();
    await office.page.getByText("21名").first().waitFor();
    const folder = await mkdtemp(path.join(tmpdir(), "luoshi-report-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    for (const [link, name, words] of [
      ["下载 Word 文件", /2026年6月工作汇总（按科室）\.docx$/, /充实教师队伍.*教师21名/],
      ["下载 Excel 文件", /2026年6月工作汇总（按科室）\.xlsx$/, /充实教师队伍.*教师：?21名/],
    ]) {
      const arriving = office.page.waitForEvent("download");
      await office.page.getByRole("link", { name: link }).click();
      const file = path.join(folder, (await arriving).suggestedFilename());
      await (await arriving).saveAs(file);
      assert.match(file, name);
      const text = await textByLibreOffice(file);
      assert.match(text.replaceAll("\n", " "), words);
      assert.match(text, /招聘公告已发布，资格审查完成。/);
    }
  });
  world.assertAllWell();
});
