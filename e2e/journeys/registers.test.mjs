import assert from "node:assert/strict";
import test from "node:test";
import { GENERAL_OFFICE, OFFICE_HEAD, openWorld } from "../lib/world.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const ROW = {
  填报单位: "清禾一中",
  培训项目: "班主任能力提升",
  级别: "市级",
  开始日期: "2026年3月2日",
  学时: "12",
};

test("rows are pasted from a spreadsheet, and a register is given another stage by phone", async (t) => {
  const world = await openWorld(t);
  const keeper = await world.signedIn(OFFICE_HEAD);
  await keeper.context.grantPermissions(["clipboard-read", "clipboard-write"]);

  // What a spreadsheet puts into the clipboard: cells apart by tabs, lines by line ends.
  const paste = async (rows, at) => {
    await keeper.open("/ledger/training/grid?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E4%BA%BA");
    const titles = await keeper.page.locator(".tabulator-col-title").allTextContents();
    const columns = titles.filter((title) => title !== "编号");
    const quoted = (cell) => (/[\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? "")).join("\t"));
    await keeper.page.evaluate((text) => navigator.clipboard.writeText(text), lines.join("\r\n"));
    await keeper.page.locator(".tabulator-row").first().locator(".tabulator-cell").nth(at).click();
    await keeper.page.keyboard.press("Control+V");
    await keeper.page.locator(".tabulator-cell", { hasText: rows[0].姓名 }).waitFor();
    // Only pasted and never typed: leaving asks all the same.
    const asks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    assert.ok(await keeper.page.evaluate(asks));
    await keeper.page.getByRole("button", { name: "全部保存" }).click();
  };

  await t.test("what is wrong of what was pasted is said, and nothing of it is saved", async () => {
    await paste([
      { ...ROW, 姓名: "测试甲", 工号: "Z9001" },
      { ...ROW, 姓名: "测试乙", 工号: "Z9002", 级别: "乡级" },
    ], 1);
    const problems = keeper.page.locator(".error-summary");
    await problems.waitFor();
    assert.match(await problems.textContent(), /第2行级别：.*不在选项中/);
    await keeper.open("/ledger/training?q=%E6%B5%8B%E8%AF%95%E7%94%B2");
    assert.equal(await keeper.page.getByRole("link", { name: "测试甲" }).count(), 0);
  });

  // Whoever clicks the number of a line means the line; more lines than there are empty ones make new ones.
  await t.test("what is right is saved with one press, however many lines", async () => {
    const many = Array.from({ length: 230 }, (_, at) => ({
      ...ROW,
      姓名: `测试${at}`,
      工号: `Z${String(1000 + at)}`,
      备注: at === 0 ? '第一行\n第"二"行' : "",
    }));
    await paste(many, 0);
    await keeper.page.locator(".message, .error-summary").first().waitFor();
    assert.match(await keeper.page.locator("main").innerText(), /已保存：新增230条，修改0条/);
    await keeper.open("/ledger/training?q=Z1229");
    assert.match(await keeper.page.locator("main").innerText(), /测试229/);
  });

  await t.test("the general office adds a stage on a phone", async () => {
    const office = await world.signedIn(GENERAL_OFFICE, PHONE);
    await office.open("/ledger/training/definition/edit");
    await office.assertFits();
    const stages = office.page.locator("details", { hasText: "转入下一阶段前要填的字段" });
    for (const [place, name] of [[0, "登记"], [1, "办结"]]) {
      const stage = stages.nth(place);
      await stage.locator("summary").click();
      await stage.getByLabel("名称", { exact: true }).fill(name);
      await stage.getByLabel("次序").fill(String(place + 1));
    }
    await stages.first().getByLabel("限几天").fill("5");
    await office.assertFits();
    await office.page.getByRole("button", { name: "预览改动" }).click();
    await office.page.getByText("开始分阶段办理：登记→办结", { exact: false }).waitFor();
    await office.assertFits();
    await office.page.getByRole("button", { name: "启用这一版" }).click();
    assert.match(await office.told(), /已启用新的一版/);
    await office.page.getByText("5日内，由归口科室办理", { exact: false }).waitFor();
    await office.assertFits();
  });
  world.assertAllWell();
});
