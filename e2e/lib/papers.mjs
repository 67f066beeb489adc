// Papers to hand in, and the way a paper goes from import to a published plan.
import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./server.mjs";

/** A real paper where the shared papers are at hand, else one of the fixtures. */
export function longPaper() {
  const seed = path.resolve(root, "../shared/corpus/dev/s001.txt");
  if (existsSync(seed)) {
    return seed;
  }
  console.log("the seed s001 is not here (../shared is absent): d01 stands in for it");
  return path.join(root, "crates/gongwen/tests/corpus/d01.txt");
}

/** A short paper of our own. */
export const SHORT_PAPER = `清禾县教育局2026年工作要点

一、抓好教师队伍建设
1．充实教师队伍。4月底前招聘教师56名。（责任单位：人事科）
2．开展班主任培训。全年培训班主任300人次以上。
二、抓好校园安全
3．每季度开展一次安全隐患排查。（责任单位：安全科，配合单位：各学校）
`;

/** Hands in a text through the import page; the person stands on its review page afterwards. */
export async function paste(person, text = SHORT_PAPER) {
  await person.open("/plan/import");
  await person.page.getByLabel("或者粘贴文本").fill(text);
  await person.page.getByRole("button", { name: "读入并核对" }).click();
  await person.page.waitForURL(/\/review$/);
  return planOf(person);
}

/** Publishes the plan as it stands; the person stands on the published plan afterwards. */
export async function publishAsItStands(person, plan) {
  await person.open(`/plan/${plan}/publish`);
  const openItems = person.page.getByLabel("按现状发布", { exact: false });
  if (await openItems.count()) {
    await openItems.check();
  }
  await person.page.getByRole("button", { name: "发布第一版" }).click();
  await person.page.waitForURL(new RegExp(`/plan/${plan}$`));
}

/** The id of the plan whose page is open. */
export function planOf(person) {
  return new URL(person.page.url()).pathname.split("/")[2];
}
