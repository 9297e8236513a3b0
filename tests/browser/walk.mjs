// Each role's day, walked by a real browser. Whatever isn't as a person would expect ends the walk.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { awards } from "./awards.mjs";

const { BASE, BROWSER, PASSWORDS } = process.env;
const pictures = process.argv.includes("--pictures");
const told = readFileSync(PASSWORDS, "utf8");
const password = (login) => {
  const found = told.match(new RegExp(`${login.replace(".", "\\.")} \\([a-z_]+\\): ([0-9a-f]+)`));
  assert.ok(found, `${login} has a password`);
  return found[1];
};

const browser = await chromium.launch({
  executablePath: BROWSER,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };
// What the README and the manual show.
const shown = [
  "appraisals", "explanation", "overview", "preview", "ranking", "receipt", "recommendation", "rehearsal", "report",
  "unit", "unit-list", "users",
];
let looked = 0;
let granted = 0;

// A person with a browser of their own.
async function visitor(size, language, javaScriptEnabled) {
  const context = await browser.newContext({ viewport: sizes[size], javaScriptEnabled, acceptDownloads: true });
  await context.addCookies([{ name: "thidua_language", value: language, url: BASE }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  context.on("request", (request) => {
    const own = request.url().startsWith(BASE) || request.url().startsWith("data:");
    assert.ok(own, `asks outside: ${request.url()}`);
  });
  page.on("console", (message) => {
    const refused = message.type() === "error" && !/status of 4\d\d/.test(message.text());
    assert.ok(!refused, `${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => assert.fail(`${page.url()}: ${error}`));
  return { context, page, size, language, javaScriptEnabled };
}

// Looks a page over as it stands.
async function look(who, name) {
  const { page, language, javaScriptEnabled } = who;
  assert.equal(await page.getAttribute("html", "lang"), language, page.url());
  looked += 1;
  if (pictures && who.size === "desktop" && javaScriptEnabled && language === "vi" && shown.includes(name)) {
    mkdirSync("tests/browser/pictures", { recursive: true });
    await page.screenshot({ path: `src/ui/assets/manual/${name}.jpg`, type: "jpeg", quality: 45 });
  }
  if (!javaScriptEnabled) return;
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} pixels too wide (${who.size}, ${language})`);
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll("button, .tag, th, h1, h2, .planhead a, label:not(.hidden)")]
      .filter((it) => it.offsetParent && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX !== "visible")
      .map((it) => it.textContent.trim()),
  );
  assert.deepEqual(clipped, [], `${page.url()}: text overflows`);
  // The pages have no frames, so no second page has to be opened for what is found in them.
  assert.equal(page.frames().length, 1, page.url());
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  const lines = violations.map((it) => `${it.id}: ${it.help} (${it.nodes.map((node) => node.target).slice(0, 3).join(", ")})`);
  assert.deepEqual(lines, [], `${page.url()} (${who.size}, ${language})`);
}

async function logIn(who, login, path = "/") {
  const { page } = who;
  await page.goto(BASE + path);
  await look(who, "log-in");
  await page.fill("#login", login);
  await page.fill("#password", password(login));
  await page.click("main form button");
  await page.waitForLoadState();
}

// A clerk's day: four clicks from landing to receipt.
async function clerk(who, figure) {
  const { page } = who;
  await logIn(who, "tuan.giao");
  assert.match(page.url(), /\/plans\/1\/mine$/);
  await look(who, "unit");
  const download = page.waitForEvent("download");
  await page.click('a[href$="/template"]');
  const form = readFileSync(await (await download).path(), "utf8");
  assert.ok(form.startsWith("\uFEFF") && form.includes("099"), "the form has the unit's own row");
  let clicks = 0;
  const click = async (selector) => {
    clicks += 1;
    await page.click(selector);
    await page.waitForLoadState();
  };
  await click('main a[href$="/hand-in"]');
  await look(who, "hand-in");
  const wrong = "code,law_studied\n099,không rõ\n";
  await page.setInputFiles("#file", { name: "sai.csv", mimeType: "text/csv", buffer: Buffer.from(wrong) });
  await page.click("main form button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible('input[name="leave_out_rejected"]'), "what is wrong is told");
  await look(who, "preview-wrong");
  await page.goBack();
  await page.waitForLoadState();
  const right = `code,law_studied\n099,${figure}\n`;
  await page.setInputFiles("#file", { name: "đính chính.csv", mimeType: "text/csv", buffer: Buffer.from(right) });
  clicks += 1;
  await click("main form button");
  await look(who, "preview");
  await page.fill("#reason", "Đính chính số người học Luật");
  await click("form.confirm button");
  assert.ok(clicks <= 4, `${clicks} clicks`);
  const receipt = await page.textContent("main");
  assert.ok(receipt.includes("đính chính.csv") && receipt.includes("SHA-256"), receipt);
  await look(who, "receipt");
  // Back and once more: nothing is done twice.
  await page.goBack();
  await page.reload();
  assert.ok(!(await page.isVisible("form.confirm")), "the file has its receipt, not its form");
  await page.goto(`${BASE}/plans/1/mine`);
  await page.click('main a[href$="/ranking/099"]');
  await page.waitForLoadState();
  await look(who, "own-standing");
  // A column under a name of their own is matched by hand.
  await page.goto(`${BASE}/plans/1/hand-in`);
  const own = `code,người học\n099,${figure}\n`;
  await page.setInputFiles("#file", { name: "cột lạ.csv", mimeType: "text/csv", buffer: Buffer.from(own) });
  await page.click("main form button");
  await page.waitForLoadState();
  await look(who, "preview-columns");
  await page.selectOption("#column-B", "law_studied");
  await page.selectOption("#encoding", "utf-8");
  await page.selectOption("#separator", "comma");
  await page.fill("#header_row", "1");
  await page.click("main details form button");
  await page.waitForLoadState();
  assert.equal(await page.inputValue('form.confirm input[name="columns"]'), "B:law_studied");
  for (const [name, said] of [["encoding", "utf-8"], ["separator", "comma"], ["header_row", "1"]]) {
    assert.equal(await page.inputValue(`form.confirm input[name="${name}"]`), said);
  }
  await look(who);
  const refused = await page.goto(`${BASE}/plans/1/ranking`);
  assert.equal(refused.status(), 403);
  await look(who, "refused");
}

// An officer's day: who is missing, accept and next, why a unit stands where it stands, the list as a file.
async function officer(who) {
  const { page } = who;
  await logIn(who, "can.bo", "/plans/1/ranking?q=muong");
  assert.match(page.url(), /\/plans\/1\/ranking\?q=muong$/, "back where they wanted to be");
  await page.goto(`${BASE}/`);
  assert.match(page.url(), /\/plans\/1$/);
  await look(who, "overview");
  const before = Number((await page.textContent('main a[href*="state=submitted"] strong')).trim());
  await page.click('main a[href*="state=submitted"]');
  await page.waitForLoadState();
  await look(who, "reports");
  await page.click('main a[href$="/remarks"]');
  await page.waitForLoadState();
  await look(who, "remarks");
  await page.goBack();
  await page.click("main tbody a");
  await page.waitForLoadState();
  await look(who, "report");
  const first = page.url();
  if (who.javaScriptEnabled && who.size === "desktop") await page.keyboard.press("a");
  else await page.click('button[name="next"]');
  await page.waitForURL((url) => url.href.includes("done=accepted"));
  assert.notEqual(page.url().split("?")[0], first.split("?")[0], "on to the next");
  assert.ok(await page.isVisible(".done"), "what was done is told");
  await page.fill("#questions", "Số liệu cử tri có khớp danh sách không?");
  await page.click('form[action$="/return"] button');
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".report-returned"));
  await look(who, "report-returned");
  await page.goto(`${BASE}/plans/1`);
  const after = Number((await page.textContent('main a[href*="state=submitted"] strong')).trim());
  assert.equal(after, before - 2);

  await page.goto(`${BASE}/plans/1/ranking`);
  await look(who, "ranking");
  const names = () => page.locator("main tbody th.name a").allTextContents();
  const all = await names();
  await page.click("main thead th.name a");
  await page.waitForLoadState();
  const sorted = await names();
  assert.equal(sorted.length, all.length);
  assert.notDeepEqual(sorted, all);
  assert.deepEqual(sorted, [...sorted].sort(new Intl.Collator("vi", { numeric: true }).compare), "the Vietnamese alphabet");
  await page.fill("#q", "muong nhe");
  await page.press("#q", "Enter");
  await page.waitForURL((url) => url.href.includes("q=muong"));
  assert.deepEqual(await names(), ["Huyện Mường Nhé"], "found without diacritics");
  const download = page.waitForEvent("download");
  await page.click('.exports a[href*="as=csv"]');
  const file = readFileSync(await (await download).path(), "utf8");
  assert.ok(file.includes("Huyện Mường Nhé") && file.trim().split("\n").length === 2, "what is shown is exported");
  await page.click("main tbody th.name a");
  await page.waitForLoadState();
  await look(who, "explanation");
  await page.goto(`${BASE}/plans/1/recommendation`);
  await look(who, "recommendation");
  await documents(who);
  await sessions(who);
  await page.goto(`${BASE}/plans/1/clusters`);
  await look(who);
  await page.goto(`${BASE}/plans/1/rehearsal?from=1`);
  await look(who, "rehearsal");
  await page.goto(`${BASE}/plans/1/rehearsal?from=1&bar.turnout=99,8&weight.turnout=50`);
  await look(who, "rehearsal-what-if");
  await appraisals(who);
  await deadlines(who);
  await milestones(who);
  await page.goto(`${BASE}/plans/1/rankings`);
  await look(who);
  await page.goto(`${BASE}/plans/1/ranking?firm=1`);
  await look(who);
  for (const path of ["/plans/1/decisions", "/plans/1/submissions/new", "/awards", "/awards/statistics", "/rules"]) {
    await page.goto(`${BASE}${path}`);
    await look(who);
  }
  await page.goto(`${BASE}/plans/1/file`);
  await look(who);
  await page.goto(`${BASE}/plans/new`);
  await look(who);
  await page.fill("#source", '[plan]\ncode = "X"\ntitel = "Y"\n');
  if (!who.javaScriptEnabled) await page.click("main form button");
  await page.waitForSelector(".mistakes");
  assert.ok((await page.inputValue("#source")).includes("titel"), "what was typed is kept");
  assert.ok((await page.textContent(".mistakes")).includes("title"), "a mistake is told while it is typed");
  await look(who);
  await page.goto(`${BASE}/plans/99`);
  await look(who, "not-there");
  await page.goto(`${BASE}/plans`);
  await look(who, "plans");
  await page.click("header form button");
  await page.waitForLoadState();
  assert.match(page.url(), /\/log-in/);
}

// A verdict is given with the keyboard alone; what is refused stays as it was chosen.
async function appraisals(who) {
  const { page } = who;
  await page.goto(`${BASE}/plans/1/appraisals?criterion=compliance`);
  await look(who, "appraisals");
  const field = page.locator(".sheet tbody select").first();
  const verdict = (await field.inputValue()) === "true" ? "false" : "true";
  await field.focus();
  await field.selectOption(verdict);
  await page.click('main form[method="post"] button:not([name])');
  await page.waitForSelector(".errors");
  assert.equal(await page.locator(".sheet tbody select").first().inputValue(), verdict, "what was chosen is kept");
  assert.equal(await page.getAttribute(".sheet tbody select", "aria-invalid"), "true", "the cell is named");
  await look(who);
  await page.fill("#note", "Theo biên bản thẩm định");
  await page.press("#note", "Enter");
  await page.waitForURL((url) => url.href.includes("done=appraised"));
  assert.equal(await page.locator(".sheet tbody select").first().inputValue(), verdict);
  await look(who);
}

// Milestones over time, month by month and unit by unit; an address for a calendar program is made and ended.
async function milestones(who) {
  const { page } = who;
  await page.goto(`${BASE}/plans/1`);
  await page.click('.planhead a[href$="/milestones"]');
  await page.waitForLoadState();
  assert.ok((await page.locator("svg.timeline rect").count()) > 0, "there is a picture");
  await look(who);
  await page.click('main dl.summary a');
  await page.waitForLoadState();
  assert.ok((await page.locator("main tbody tr").count()) > 0, "who is counted is listed");
  await look(who);
  await page.goto(`${BASE}/plans/1/milestones/calendar`);
  await look(who);
  await page.click('main a[rel="next"]');
  await page.waitForLoadState();
  await look(who);
  await page.goto(`${BASE}/plans/1/milestones`);
  await page.click('form[action$="/address"] button');
  await page.waitForSelector("code.secret");
  await look(who);
  const address = new URL(await page.locator("code.secret").first().textContent());
  const calendar = await page.request.get(`${BASE}${address.pathname}${address.search}`);
  assert.ok((await calendar.text()).startsWith("BEGIN:VCALENDAR"), "the address opens the calendar");
  await page.click('form[action$="/address/stop"] button');
  await page.waitForURL((url) => url.href.includes("done=calendar-stopped"));
  await look(who);
}

// The plan's deadline, and a later one for one unit.
async function deadlines(who) {
  const { page } = who;
  await page.goto(`${BASE}/plans/1`);
  await page.click('main dl a[href$="/deadlines"]');
  await page.waitForLoadState();
  await page.click("main summary");
  await page.fill("#due", "2031-06-01T17:00");
  await page.click('form[action$="/deadlines"][method="post"] button:not([name])');
  await page.waitForURL((url) => url.href.includes("done=due-set"));
  await look(who);
  await page.goto(`${BASE}/plans/1/deadlines?unit=099`);
  await page.fill("#until", "2031-06-01T16:00");
  await page.fill("#granted_by", "Sở Nội vụ");
  await page.fill("#reason", "Mưa lũ, đường bị chia cắt");
  await page.click('form[action$="/extensions"] button');
  await page.waitForSelector(".errors");
  assert.equal(await page.inputValue("#reason"), "Mưa lũ, đường bị chia cắt", "what was typed is kept");
  await look(who);
  granted += 1;
  await page.fill("#until", `2031-06-03T17:${10 + granted}`);
  await page.click('form[action$="/extensions"] button');
  await page.waitForURL((url) => url.href.includes("done=granted"));
  await look(who);
}

// A small contest of the officer who is logged in, ranked; what is done while reports are collected; and how it goes on.
async function smallContest(who, changed = (text) => text, meanwhile = async () => {}) {
  const { page } = who;
  const csrf = await page.inputValue('header input[name="csrf"]');
  const send = async (method, path, body, kind = "application/json") => {
    const data = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await page.request.fetch(`${BASE}/api/v1/plans${path}`, { method, data, headers: { "x-csrf-token": csrf, "content-type": kind } });
    assert.ok(answer.ok(), `${method} ${path}: ${await answer.text()}`);
    return answer.json();
  };
  const file = (name) => readFileSync(`fixtures/cases/award-no-tie-inside-quota/${name}`, "utf8");
  const { id } = await send("POST", "", changed(file("plan.toml")), "application/toml");
  await send("PUT", `/${id}/units`, file("units.csv"), "text/csv");
  const move = (to) => send("PUT", `/${id}/state`, { to, reason: "theo kế hoạch" });
  const report = async (text, units, version) => {
    const upload = await send("POST", `/${id}/uploads?file_name=r.csv`, text, "text/csv");
    const shown = await page.request.get(`${BASE}/api/v1/plans/${id}/uploads/${upload.id}/preview`);
    await send("POST", `/${id}/uploads/${upload.id}/commit`, { digest: (await shown.json()).digest });
    for (const unit of units) await send("POST", `/${id}/reports/${unit}/accept`, { version, note: "đã kiểm tra" });
  };
  await move("launched");
  await move("collecting");
  await meanwhile(id);
  await report(file("reports.csv"), ["A", "B", "C", "D", "E"], 1);
  await move("closed");
  await move("ranked");
  return { id, send, move, report };
}

// A ranking that is stored, and scored again: on a small contest of its own.
async function rescore() {
  const who = await visitor("desktop", "vi", true);
  const { page } = who;
  await logIn(who, "can.bo", "/plans/1");
  const { id, move, report } = await smallContest(who);
  await move("collecting");
  await report("code,score\nD,1\n", ["D"], 2);
  await move("closed");
  await stageAndCancel(who, id);
  await who.context.close();
}

// Stages a re-score, looks at it on a desktop and on a phone in both languages, and cancels it.
async function stageAndCancel(who, id) {
  const { page } = who;
  await page.goto(`${BASE}/plans/${id}/rankings`);
  await look(who);
  await page.click("main summary");
  await page.fill("#reason", "Xã D đính chính");
  await page.click('form[action$="/rankings"] button');
  await page.waitForURL((url) => url.href.includes("done=staged"));
  await look(who);
  const at = page.url().split("?")[0].slice(BASE.length);
  for (const [size, language] of [["phone", "vi"], ["desktop", "en"], ["phone", "en"]]) {
    const other = await visitor(size, language, true);
    await logIn(other, "can.bo", at);
    await look(other);
    await other.page.goto(`${BASE}/plans/${id}/rankings`);
    await look(other);
    await other.page.goto(`${BASE}/plans/${id}/ranking?stored=1&firm=1`);
    await look(other);
    await other.context.close();
  }
  await page.fill("#reason", "Chỉ là thử");
  await page.click('button[formaction$="/cancel"]');
  await page.waitForURL((url) => url.href.includes("done=cancelled"));
  await look(who);
}

// An administrator's day: somebody new, and who did what.
async function administrator(who, number) {
  const { page } = who;
  await logIn(who, "quan.tri", "/users");
  await look(who, "users");
  await page.click("main summary");
  await page.fill("#login", `moi.${number}`);
  await page.fill("#name", "Người thử");
  await page.selectOption("#role", "reporter");
  await page.fill("#unit", "099");
  await page.click("main details button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done code"), "the password is shown once");
  await look(who);
  await page.click(`main a[href="/users/moi.${number}"]`);
  await page.waitForLoadState();
  await look(who);
  await page.fill("#name", "Người thử, đổi tên");
  await page.click('form[action$="/change"] button');
  await page.waitForLoadState();
  assert.ok((await page.textContent("h1")).includes("đổi tên") && (await page.isVisible(".done")), "the change is told");
  await page.click('nav.main a[href="/tokens"]');
  await page.waitForLoadState();
  await page.click("main summary");
  await look(who);
  await page.fill("#name", `Chương trình thử ${number}`);
  await page.check('input[name="scope"][value="view"]');
  await page.check('input[name="method"][value="GET"]');
  await page.fill("#range", "10.20");
  await page.fill("#expires", new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 16));
  await page.click("main details button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".errors"), "the range is refused in words");
  assert.ok(await page.isChecked('input[name="scope"][value="view"]'), "what was ticked is kept");
  await look(who);
  await page.fill("#range", "10.20.0.0/16");
  await page.click("main details button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done code"), "the secret is shown once");
  await look(who);
  await page.click("main tbody tr:last-child button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done"), "the token is stopped");
  await page.click('nav.main a[href="/webhooks"]');
  await page.waitForLoadState();
  await page.click("main summary");
  await look(who);
  await page.fill("#url", `http://example.invalid/${number}`);
  await page.check('input[value="report.accepted"]');
  await page.selectOption("#plan", "1");
  await page.click("main details button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done code"), "the key is shown once");
  await look(who);
  await page.click("main tbody tr:last-child a");
  await page.waitForLoadState();
  await look(who);
  await page.click('button[name="to"]');
  await page.waitForLoadState();
  assert.ok(await page.isVisible('button[value="on"]'), "it is stopped");
  await page.click('form[action$="/remove"] button');
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done"), "it is removed");
  await page.click('header a[href="/account"]');
  await page.waitForLoadState();
  await look(who);
  await page.fill("#old", "không phải mật khẩu");
  await page.fill("#new", "một mật khẩu thật dài");
  await page.fill("#again", "một mật khẩu thật dài");
  await page.click('form[action="/account/password"] button');
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".errors"), "the old password is asked for");
  await look(who);
  await page.goto(`${BASE}/audit?plan=508`);
  await page.goto(`${BASE}/audit?plan=x`);
  assert.ok(await page.isVisible(".errors"), "a plan is a number");
  await look(who);
  await register(who, number);
  await page.goto(`${BASE}/audit`);
  await look(who);
  await page.click('button[name="verify"]');
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done"), "the log is whole");
  await page.click('footer a[href="/help"]');
  await page.waitForLoadState();
  await look(who);
  await page.click('footer a[href^="/manual/"]');
  await page.waitForLoadState();
  for (const role of ["reporter", "officer", "appraiser", "council_member", "administrator"]) {
    await page.goto(`${BASE}/manual/${role}`);
    await look(who);
    const pictures = await page.evaluate(() => [...document.images].map((it) => it.src));
    for (const picture of pictures) assert.ok((await page.request.get(picture)).ok(), `${picture} is there`);
  }
  for (const path of ["plan", "plan/award.quota", "criterion", "criterion/ratio"]) {
    await page.goto(`${BASE}/help/${path}`);
    await look(who);
  }
}

// The register of units: a list is previewed and taken in, two units are merged.
async function register(who, number) {
  const { page } = who;
  const [one, other] = [`T${number}A`, `T${number}B`];
  const list = `code,name,level\n${one},Đơn vị thử ${one},commune\n${other},Đơn vị thử ${other},commune\n`;
  const file = { name: "danh sách.csv", mimeType: "text/csv", buffer: Buffer.from(list) };
  await page.goto(`${BASE}/unit-lists/new`);
  await look(who);
  await page.fill("#on", "2021-01-01");
  await page.setInputFiles("#file", file);
  await page.click("main form button");
  await page.waitForLoadState();
  await look(who, "unit-list");
  await page.setInputFiles("#again", file);
  await page.click("form.confirm button");
  await page.waitForURL((url) => url.href.includes("done=units-taken"));
  await page.goto(`${BASE}/units?q=${one}`);
  await look(who, "units");
  await page.click("main tbody th a");
  await page.waitForLoadState();
  await page.click('main a[href^="/unit-mergers/new"]');
  await page.waitForLoadState();
  await look(who);
  await page.fill("#on", "2021-06-01");
  await page.fill("#code", "KHONG-CO");
  await page.click("main form button");
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".errors"), "a new unit needs a name");
  assert.equal((await page.inputValue("#from")).trim(), one, "what was typed is kept");
  await look(who);
  await page.fill("#code", other);
  await page.click("main form button");
  await page.waitForURL((url) => url.href.includes("done=units-merged"));
  assert.ok((await page.textContent("main")).includes(one), "what became part of it is told");
  await look(who, "registered-unit");
}

// Documents: what there is, one filled in, the same as a file, one refused.
async function documents(who) {
  const { page } = who;
  await page.goto(`${BASE}/plans/1/documents`);
  await look(who);
  await page.click('main a[href$="/documents/submission"]');
  await page.waitForLoadState();
  await look(who);
  await page.click("main details summary");
  await page.fill("#f-number", "15");
  await page.fill("#f-to", "Nơi thứ nhất\nNơi thứ hai");
  await look(who);
  await page.click('main form button:not([formaction])');
  await page.waitForLoadState();
  const sheet = await page.textContent("article.paper");
  assert.ok(sheet.includes("Số: 15/TTr-") && sheet.includes("Nơi thứ hai."), sheet);
  const download = page.waitForEvent("download");
  await page.click('main a[href*="/documents/submission/docx?"]');
  const file = readFileSync(await (await download).path());
  assert.ok(file.subarray(0, 2).toString() === "PK" && file.length > 3000, "the DOCX is a file");
  for (const path of ["explanation?unit=099", "explanation", "urging", "summary", "submission?ranking=9"]) {
    await page.goto(`${BASE}/plans/1/documents/${path}`);
    await look(who);
  }
}

// Sessions of the council: where the plan names one, a member is added and a session planned.
async function sessions(who) {
  const { page } = who;
  await page.goto(`${BASE}/councils`);
  await look(who);
  await page.goto(`${BASE}/plans/1/sessions`);
  await look(who);
  if (!(await page.isVisible('main details summary'))) return;
  await page.click("main details summary");
  await page.fill("#held_on", "2021-07-15");
  await page.fill("#place", "Phòng họp số 1");
  await page.click('main form[action$="/sessions"] button');
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done"), "what was done is told");
  await look(who);
  const session = page.url().split("?")[0];
  await page.goto(`${session}/vote`);
  await look(who);
  await page.goto(session);
  await page.click('main dl a[href^="/councils/"]');
  await page.waitForLoadState();
  await page.click("main details summary");
  await page.fill("#name", "Ủy viên mẫu");
  await page.fill("#position", "Chức vụ mẫu");
  await page.fill("#from", "2021-01-01");
  await look(who);
  await page.click('main form[action^="/councils/"] button');
  await page.waitForLoadState();
  assert.ok(await page.isVisible(".done"), "what was done is told");
  await look(who);
}

// A member of the council reads.
async function council(who) {
  const { page } = who;
  await logIn(who, "hoi.dong");
  await look(who);
  for (const path of ["ranking", "ranking/095", "rankings", "deadlines", "recommendation", "documents", "documents/summary", "sessions", "reports", "criteria", "criteria/turnout?bar=99.95"]) {
    await page.goto(`${BASE}/plans/1/${path}`);
    await look(who);
  }
  assert.ok(!(await page.isVisible('a[href$="/hand-in"]')), "nothing to hand in");
}

// From a dossier to a list that anybody sees: files handed in and taken out, a list made public, an objection settled.
async function dossiers() {
  const who = await visitor("desktop", "vi", true);
  const { page } = who;
  await logIn(who, "can.bo", "/plans/1");
  const process = `
[process]
publicity = { days = 5, count = "working", required = true }
[[process.stage]]
to = "complete"
within = 2
days = "working"
[[process.part]]
code = "report"
name = { vi = "Báo cáo thành tích", en = "Achievement report" }
required = true
types = ["pdf"]
largest_mb = 1
`;
  const { id, send } = await smallContest(who, (text) => text.replace(/code = "([^"]+)"/, 'code = "$1, hồ sơ"') + process);
  await send("POST", `/${id}/cases`, { awards: [] });
  const at = `/plans/${id}/cases/1/files`;
  const pdf = (text) => Buffer.from(`%PDF-1.4\n1 0 obj << /Title (${text}) >> endobj\nstartxref\n9\n%%EOF\n`);
  const handIn = async (name, buffer) => {
    await page.setInputFiles("#file-1", { name, mimeType: "application/pdf", buffer });
    await page.click('form[action*="part=report"] button');
    await page.waitForLoadState();
  };
  await page.goto(BASE + at);
  await look(who);
  await handIn("anh.pdf", Buffer.from("MZ"));
  assert.ok(await page.isVisible(".errors"), "no PDF");
  await look(who);
  await handIn("nham.pdf", pdf("a"));
  await page.click("main td:last-child summary");
  await page.fill('input[name="reason"]', "nộp nhầm");
  await page.click('form[action$="/remove"] button');
  await page.waitForURL((url) => url.href.includes("done=file-removed"));
  await handIn("bao-cao.pdf", pdf("b"));
  await look(who);
  await page.goto(`${BASE}/plans/${id}/case-deadlines`);
  await look(who);
  for (const action of ["complete", "appraise"]) {
    await send("POST", `/${id}/case-steps`, { cases: [1], action, reason: null, note: null });
  }
  await page.goto(`${BASE}/plans/${id}/publicities`);
  await look(who);
  await page.fill("#note", "Sở Nội vụ");
  await page.click('form[action$="/publicities"] button');
  await page.waitForURL((url) => url.href.includes("done=publicity-made"));
  await page.click("text=Ghi phản ánh");
  await page.fill("#content", "Số liệu chưa khớp");
  await page.click('form[action$="/objections"] button');
  await page.waitForURL((url) => url.href.includes("done=objection-added"));
  await look(who);
  await page.click("article summary");
  await page.fill('article input[name="note"]', "đã đối chiếu biên bản");
  await page.click('form[action$="/settle"] button');
  await page.waitForURL((url) => url.href.includes("done=objection-settled"));
  await look(who);
  const pages = [at, `/plans/${id}/publicities`, `/plans/${id}/publicities/1`, `/plans/${id}/case-deadlines`];
  for (const [size, language] of [["phone", "vi"], ["desktop", "en"], ["phone", "en"]]) {
    const other = await visitor(size, language, size === "desktop");
    await other.page.goto(`${BASE}/cong-khai/${id}/1`);
    await look(other);
    await logIn(other, "can.bo", at);
    for (const path of pages) {
      await other.page.goto(BASE + path);
      await look(other);
    }
    await other.context.close();
  }
  await who.context.close();
}

// The overview changes by itself when somebody else does something.
async function live() {
  const watching = await visitor("desktop", "vi", true);
  await logIn(watching, "can.bo");
  const count = () => watching.page.textContent('main a[href*="state=submitted"] strong');
  const before = await count();
  const other = await visitor("desktop", "en", true);
  await logIn(other, "can.bo", "/plans/1/reports?state=submitted");
  await other.page.click("main tbody a");
  await other.page.click('button[name="next"]');
  await watching.page.waitForFunction(
    (old) => document.querySelector('main a[href*="state=submitted"] strong')?.textContent !== old,
    before,
    { timeout: 15000 },
  );
  await watching.context.close();
  await other.context.close();
}

let figure = 50000;
for (const language of ["vi", "en"]) {
  for (const size of ["desktop", "phone"]) {
    for (const script of [true, false]) {
      for (const [name, day] of [["clerk", clerk], ["officer", officer], ["council", council], ["administrator", administrator]]) {
        const who = await visitor(size, language, script);
        figure += 1;
        await day(who, figure);
        await who.context.close();
        console.log(`${name}, ${language}, ${size}, ${script ? "with" : "without"} JavaScript: well`);
      }
    }
  }
}
await live();
console.log("live: well");
await rescore();
console.log("stored and scored again: well");
await dossiers();
console.log("dossiers and publicity: well");
await awards({ BASE, visitor, logIn, look, smallContest });
console.log("from a nomination to a revoked award: well");
await browser.close();
console.log(`${looked} pages looked over: no violation, no outside request, nothing overflows`);
