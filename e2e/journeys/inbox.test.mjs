import assert from "node:assert/strict";
import test from "node:test";
import { assertSigned, startRobot } from "../lib/robot.mjs";
import { startServe } from "../lib/server.mjs";
import { ADMINISTRATOR, GENERAL_OFFICE, OFFICE_CLERK, openWorld } from "../lib/world.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** The number beside a word: 「待办 3」. */
async function count(tab) {
  return Number((await tab.textContent()).replace(/\D/g, ""));
}

test("somebody sees what waits for them by phone, sets when they are left in peace, the office sets when it reminds", async (t) => {
  const world = await openWorld(t);
  const clerk = await world.signedIn(OFFICE_CLERK, PHONE);

  await t.test("to-dos and notices are counted where they are listed", async () => {
    await clerk.open("/inbox");
    await clerk.assertFits();
    const tabs = clerk.page.getByRole("navigation", { name: "待办与通知" });
    const nTodos = await count(tabs.getByRole("link", { name: "待办" }));
    const rows = clerk.page.locator("tbody tr");
    assert.ok(nTodos > 0, "the demo has to-dos for a clerk");
    assert.equal(await rows.count(), Math.min(nTodos, 50));
    const nUnread = await count(tabs.getByRole("link", { name: "未读通知" }));
    assert.equal(await count(clerk.page.locator(".top-inbox")), nTodos + nUnread);
    // One leads to where it is done.
    await rows.first().getByRole("link").click();
    await clerk.page.waitForURL((url) => url.pathname !== "/inbox");
    await clerk.assertFits();
  });

  await t.test("notices that were read are counted no more", async () => {
    await clerk.open("/inbox?view=unread");
    const nUnread = await clerk.page.locator("tbody tr").count();
    assert.ok(nUnread > 0, "the demo has notices for a clerk");
    await clerk.assertFits();
    // Nothing needs to be chosen for it.
    await clerk.page.getByRole("button", { name: "全部标为已读" }).click();
    await clerk.page.getByText("没有未读的通知").waitFor();
    assert.match(await clerk.told(), /标为已读/);
  });

  await t.test("quiet hours and a daily digest are kept, and a slip is answered beside its field", async () => {
    await clerk.open("/inbox/settings");
    await clerk.assertFits();
    await clerk.page.getByLabel("邮箱").fill("xu@example.cn");
    await clerk.page.getByLabel("每天汇总一次").check();
    await clerk.page.getByLabel("汇总时间").fill("八点半");
    await clerk.page.getByLabel("免打扰开始").fill("18:30");
    await clerk.page.getByLabel("免打扰结束").fill("07:45");
    await clerk.page.getByRole("button", { name: "保存接收方式" }).click();
    await clerk.page.getByText("08:30 的样子").first().waitFor();
    assert.equal(await clerk.page.getByLabel("免打扰开始").inputValue(), "18:30");
    await clerk.assertFits();
    await clerk.page.getByLabel("汇总时间").fill("08：30");
    await clerk.page.getByRole("button", { name: "保存接收方式" }).click();
    assert.match(await clerk.told(), /已保存接收方式/);
    await clerk.page.reload();
    assert.equal(await clerk.page.getByLabel("汇总时间").inputValue(), "08:30");
    assert.equal(await clerk.page.getByLabel("免打扰结束").inputValue(), "07:45");
    const reply = await clerk.open("/inbox/rules");
    assert.equal(reply.status(), 404, "the rules are the office's");
  });

  await t.test("the office changes when reports are reminded of, and takes it back", async () => {
    const office = await world.signedIn(GENERAL_OFFICE, PHONE);
    await office.open("/inbox/rules");
    await office.assertFits();
    await office.page.getByRole("link", { name: "报送和审核" }).click();
    await office.assertFits();
    const before = office.page.getByLabel("到期前几个工作日提醒");
    await before.fill("5、2");
    await office.page.getByRole("button", { name: "保存规则" }).click();
    const row = office.page.locator("tbody tr", { hasText: "报送和审核" });
    await row.getByText("到期前 5、2 个工作日", { exact: false }).waitFor();
    await row.getByText("本局设定", { exact: false }).waitFor();
    await office.page.getByRole("link", { name: "报送和审核" }).click();
    await office.page.getByRole("button", { name: "恢复默认值" }).click();
    await row.getByText("到期前 3、1 个工作日", { exact: false }).waitFor();
  });

  await t.test("the demo says that it sends nothing", async () => {
    const admin = await world.signedIn(ADMINISTRATOR, PHONE);
    await admin.open("/inbox/outward");
    await admin.page.getByText("这是演示，什么都不会发到外面").waitFor();
    await admin.assertFits();
  });
  world.assertAllWell();
});

test("on a bureau's own instance a robot of a group gets a signed request", async (t) => {
  const robot = await startRobot();
  t.after(() => robot.stop());
  const world = await openWorld(t, { start: startServe });
  const admin = await world.somebody();

  await t.test("the password of the first start is good for one thing: choosing another", async () => {
    const [, login, password] = world.printed().match(/系统管理员\s+账号 (\S+)\s+密码 (\S+)/);
    await admin.signIn(login, password);
    await admin.open("/inbox/outward");
    await admin.page.waitForURL((url) => url.pathname === "/password");
    await admin.page.getByLabel("现在的密码").fill(password);
    await admin.page.getByLabel("新密码", { exact: true }).fill("Liujing-2026-luoshi");
    await admin.page.getByLabel("再填一次新密码").fill("Liujing-2026-luoshi");
    await admin.page.getByRole("button", { name: "保存新密码" }).click();
    await admin.page.waitForURL((url) => url.pathname !== "/password");
  });

  await t.test("a robot is set up and tried; its keys are not shown again", async () => {
    await admin.open("/inbox/outward");
    await admin.page.getByRole("link", { name: "添加群机器人" }).click();
    await admin.page.getByLabel("名称").fill("全局工作群");
    await admin.page.getByLabel("平台").selectOption({ label: "钉钉" });
    await admin.page.getByLabel("机器人地址").fill(robot.address);
    await admin.page.getByLabel("签名密钥").fill("SEC-only-for-this-test");
    await admin.page.getByRole("button", { name: "保存群机器人" }).click();
    assert.match(await admin.told(), /已添加群机器人/);
    await admin.page.getByRole("button", { name: "由“全局工作群”发送测试消息" }).click();
    await admin.page.getByText("测试消息已送出").waitFor();
    assert.equal(robot.requests.length, 1);
    const [request] = robot.requests;
    assert.equal(request.method, "POST");
    assert.equal(request.url.searchParams.get("access_token"), "only-for-this-test");
    assertSigned(request, "SEC-only-for-this-test");
    const words = JSON.parse(request.body);
    assert.equal(words.msgtype, "text");
    assert.match(words.text.content, /落实/);
    await admin.open("/inbox/outward");
    await admin.page.getByText("送达", { exact: false }).first().waitFor();
    assert.ok(!(await admin.page.content()).includes("only-for-this-test"));
  });

  await t.test("what is held back is not sent, not even a trial", async () => {
    await admin.page.getByRole("button", { name: "暂停对外发送" }).click();
    await admin.page.getByRole("button", { name: "由“全局工作群”发送测试消息" }).click();
    await admin.page.getByText("现在不向外发送，没有测试", { exact: false }).waitFor();
    assert.equal(robot.requests.length, 1);
  });
  world.assertAllWell();
});
