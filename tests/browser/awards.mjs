// From a nomination to a revoked award, walked by an officer and a member of the council; every page on the way is looked over.
import assert from "node:assert/strict";

// What the plan says of persons and of the way to an award.
const way = `
[individuals]
retention_years = 10

[individuals.clusters]
by = "one"

[[individuals.kind]]
code = "worker"
name = { vi = "Người trực tiếp lao động", en = "Direct worker" }
leads = false

[[individuals.metric]]
code = "deeds"
name = { vi = "Số sáng kiến", en = "Initiatives" }
kind = "count"

[[individuals.criterion]]
code = "deeds"
name = { vi = "Sáng kiến", en = "Initiatives" }
restated = "Có nhiều sáng kiến"
count = { of = "deeds" }

[[individuals.ranking]]
by = "measure"
of = "deeds"
prefer = "highest"

[[individuals.award]]
code = "medal"
name = { vi = "Kỷ niệm chương", en = "Medal" }
restated = "Kỷ niệm chương cho cá nhân tiêu biểu"
requires = { gates = true }
quota = [{ per = "overall", at_most = 5 }]
on_tie = "all"

[process]
council = "hoi_dong_thu"

[[process.part]]
code = "report"
name = { vi = "Báo cáo thành tích", en = "Achievement report" }
required = true
awards = ["merit"]
types = ["pdf"]
largest_mb = 1

[[process.stage]]
to = "complete"
within = 10
days = "working"

[[process.vote]]
awards = ["merit", "medal"]
more_than = "50%"
of = "present"
recused = "leave_out"
secret = false
in_writing = false
quorum = { at_least = "50%" }

[[process.signatory]]
position = "Chủ tịch UBND tỉnh"
awards = ["merit", "medal"]
`;

const today = new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10);
const pdf = Buffer.from("%PDF-1.4\n1 0 obj << /Title (a) >> endobj\nstartxref\n9\n%%EOF\n");

// The whole way, by what the walk lends: who visits, how a page is looked over, a small contest.
export async function awards(walk) {
  const { BASE, visitor, logIn, look, smallContest } = walk;
  const who = await visitor("desktop", "vi", true);
  const { page } = who;
  let plan = "";

  const see = async (path) => {
    await page.goto(`${BASE}${plan}${path}`);
    await look(who);
  };
  // Clicks, and waits for the page that tells what was done.
  const act = async (selector) => {
    await page.click(selector);
    await page.waitForLoadState();
    assert.ok(await page.isVisible(".done"), `${page.url()}: what was done is told`);
    await look(who);
  };
  // The same pages on a desktop and on a phone, in both languages.
  const everywhere = async (login, paths) => {
    for (const [size, language] of [["phone", "vi"], ["desktop", "en"], ["phone", "en"]]) {
      const other = await visitor(size, language, true);
      await logIn(other, login, `${plan}${paths[0]}`);
      for (const path of paths) {
        await other.page.goto(`${BASE}${path.startsWith("/awards") || path.startsWith("/councils") ? "" : plan}${path}`);
        await look(other);
      }
      await other.context.close();
    }
  };

  // A person is nominated, accepted and ranked.
  const nominate = async (id) => {
    plan = `/plans/${id}`;
    await see("/nominations/new");
    await page.fill("#nominator", "A");
    await page.fill("#unit", "A");
    await page.fill("#name", "Cá nhân giả định 01");
    await page.fill("#position", "Chức vụ giả định");
    await page.fill("#summary", "Thành tích giả định");
    await page.fill("#f-deeds", "3");
    await act('form[action$="/nominations/new"] button');
    await page.goto(`${BASE}${plan}/nominations/1`);
    await act('form[action$="/accept"] button');
    await see("/nominations");
    await see("/nominations/1/files");
  };

  await logIn(who, "can.bo", "/plans/1");
  const named = (text) => text.replace(/code = "([^"]+)"/, 'code = "$1, khen"') + way;
  const { send } = await smallContest(who, named, nominate);
  await page.goto(`${BASE}${plan}/nominations/ranking`);
  await act('form[action$="/ranking"] button');

  // Cases are opened; a dossier that lacks a part isn't complete.
  await see("/cases");
  await page.click('form[action$="/cases"][method="post"] button');
  await page.waitForSelector(".done");
  await look(who);
  await page.goto(`${BASE}${plan}/cases`);
  const boxes = page.locator('main tbody input[name="case"]');
  assert.ok((await boxes.count()) > 1, "there are cases to tick");
  await boxes.first().check();
  await page.selectOption("#action", "complete");
  await page.click('form[action*="/case-steps"] button');
  await page.waitForSelector(".errors");
  assert.ok(await boxes.first().isChecked(), "what was ticked is kept");
  await look(who);
  const numbers = await boxes.evaluateAll((all) => all.map((it) => Number(it.value)));
  for (const number of numbers) {
    await page.goto(`${BASE}${plan}/cases/${number}/files`);
    if (!(await page.isVisible("#file-1"))) continue;
    await page.setInputFiles("#file-1", { name: "bao-cao.pdf", mimeType: "application/pdf", buffer: pdf });
    await page.click('form[action*="part=report"] button');
    await page.waitForLoadState();
  }
  await see("/cases/1/files");
  const id = plan.split("/").pop();
  for (const action of ["complete", "appraise"]) {
    await send("POST", `/${id}/case-steps`, { cases: numbers, action, reason: null, note: null });
  }
  await see("/cases/1");
  assert.ok(await page.isVisible('dd a[href$="/sessions"]'), "what comes next is named, with the way there");
  await see("/case-deadlines");
  await everywhere("can.bo", ["/cases", "/cases/1", "/nominations", "/nominations/1", "/nominations/ranking", "/sessions"]);

  // The council has a member, who votes in a session.
  await page.goto(`${BASE}/councils/hoi_dong_thu`);
  await look(who);
  await page.click("main summary");
  await page.fill("#name", "Ủy viên mẫu");
  await page.fill("#position", "Chức vụ mẫu");
  await page.fill("#login", "hoi.dong");
  await page.fill("#from", "2021-01-01");
  await act('main form[action^="/councils/"] button');
  await see("/sessions");
  await page.click("main summary");
  await page.fill("#held_on", today);
  await page.fill("#place", "Phòng họp số 1");
  await act('form[action$="/sessions"] button');
  await act('form[action$="/do/open"] button');
  await act('form[action$="/do/items"] button');
  await act('form[action$="/do/attendance"] button[value="present"]');
  await act('form[action$="/do/open-votes"] button');
  await everywhere("can.bo", ["/sessions/1", "/sessions/1/items/1"]);

  const member = await visitor("phone", "vi", true);
  await logIn(member, "hoi.dong", `${plan}/sessions/1/vote`);
  await look(member);
  for (let left = numbers.length; left > 0; left -= 1) {
    assert.equal(await member.page.locator("form.ballot").count(), left, "one ballot for each vote that is open");
    await member.page.locator('form.ballot input[value="for"]').first().check();
    await member.page.locator("form.ballot button").first().click();
    await member.page.waitForLoadState();
    assert.ok(await member.page.isVisible(".done"), "the vote is told");
    await look(member);
  }
  for (const path of ["", "/cases", "/cases/1", "/cases/1/files", "/nominations", "/nominations/1", "/publicities", "/sessions/1", "/sessions/1/items/1", "/case-deadlines"]) {
    await member.page.goto(`${BASE}${plan}${path}`);
    await look(member);
  }
  await member.context.close();
  await everywhere("hoi.dong", ["/sessions/1/vote", "/sessions", "/councils/hoi_dong_thu"]);

  await page.goto(`${BASE}${plan}/sessions/1`);
  await act('form[action$="/do/close-votes"] button');
  await see("/sessions/1/items/1");
  await page.goto(`${BASE}${plan}/sessions/1`);
  await act('form[action$="/do/closed"] button');
  await decide({ ...walk, who, see, act, plan, everywhere });
  await who.context.close();
}

// A letter, a decision, its awards handed over, amended and revoked; the register.
async function decide({ BASE, look, who, see, act, plan, everywhere }) {
  const { page } = who;
  const head = async (number) => {
    await page.fill("#number", number);
    await page.fill("#issuer", "UBND tỉnh");
    await page.fill("#signatory", "Người ký giả định");
  };
  const tickAll = async () => {
    for (const box of await page.locator('main tbody input[type="checkbox"]').all()) await box.check();
  };
  await see("/submissions/new");
  await page.fill("#number", "12/TTr-thử");
  await page.fill("#sent_on", today);
  await tickAll();
  await act('form[action$="/submissions/new"] button');
  await see("/decisions/new");
  await page.fill("#date", today);
  await page.click('form[action$="/decisions/new"] button');
  await page.waitForLoadState();
  await look(who);
  await head(`34/QĐ-thử-${plan.split("/").pop()}`);
  await tickAll();
  await act('form[method="post"][action$="/decisions/new"] button');
  const decision = page.url().split("?")[0].slice(BASE.length + plan.length);
  await see(`${decision}/hand-over`);
  await page.fill("#day", today);
  await page.locator('main tbody input[type="checkbox"]').first().check();
  await act('form[action$="/hand-over"] button');
  for (const [end, number] of [["amend", "35"], ["revoke", "36"]]) {
    await see(`${decision}/${end}`);
    await page.fill("#date", today);
    await page.click("main form button");
    await page.waitForLoadState();
    await look(who);
    await head(`${number}/QĐ-thử-${plan.split("/").pop()}`);
    await page.fill("#reason", "Lý do giả định");
    const boxes = page.locator('main tbody input[name="award"]');
    await (end === "amend" ? boxes.last() : boxes.first()).check();
    await act(`form[method="post"][action$="/${end}"] button`);
  }
  for (const path of ["/decisions", decision, "/cases", "/documents", "/documents/decision?decision=1", "/documents/minutes?session=1"]) {
    await see(path);
  }
  const lists = await page.request.get(`${BASE}/api/v1${plan}/award-lists/decided`);
  assert.ok(lists.ok(), "the list of the decided is a file");
  await page.goto(`${BASE}${plan}/documents`);
  for (const list of ["proposed", "decided"]) {
    const download = page.waitForEvent("download");
    await page.click(`main a[href$="/award-lists/${list}"]`);
    assert.match((await download).suggestedFilename(), /\.xlsx$/, "an award list is a workbook");
  }
  await page.goto(`${BASE}/awards?state=revoked`);
  await look(who);
  await everywhere("can.bo", ["/cases", "/cases/1", "/decisions", decision, "/documents", "/awards", "/awards/statistics"]);
}
