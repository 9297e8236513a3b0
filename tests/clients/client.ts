// What an integration does with a client typed by the document: logs in, hands in a report, polls, reads the ranking.

import createClient from "openapi-fetch";
import type { paths } from "./api.js";

const [base, login, password] = process.argv.slice(2) as [string, string, string];

function demand<T>(value: T | undefined, what: unknown): T {
  if (value === undefined) throw new Error(JSON.stringify(what));
  return value;
}

const anonymous = createClient<paths>({ baseUrl: base });
const opened = await anonymous.POST("/api/v1/sessions", { body: { login, password } });
const session = demand(opened.data, opened.error);
const cookie = demand(opened.response.headers.get("set-cookie")?.split(";")[0], "no cookie");
const client = createClient<paths>({ baseUrl: base, headers: { cookie, "X-CSRF-Token": session.csrf_token } });

const report = "code,late_reports\n100,1\n";
const sent = await client.POST("/api/v1/plans/{plan}/uploads", {
  params: { path: { plan: 1 } },
  body: report,
  bodySerializer: (body) => body as string,
  headers: { "Content-Type": "text/csv" },
});
const upload = demand(sent.data, sent.error).id;
const path = { plan: 1, upload };
const preview = await client.GET("/api/v1/plans/{plan}/uploads/{upload}/preview", { params: { path } });
const digest = demand(preview.data, preview.error).digest;
const done = await client.POST("/api/v1/plans/{plan}/uploads/{upload}/commit", {
  params: { path },
  body: { digest, reason: "synthetic" },
});
if (demand(done.data, done.error).versions !== 1) throw new Error("one version is new");

const versions = await client.GET("/api/v1/plans/{plan}/reports/{unit}/versions", {
  params: { path: { plan: 1, unit: "100" } },
});
if (demand(versions.data, versions.error).items.at(-1)?.upload !== upload) throw new Error("the version is there");
const ranking = await client.GET("/api/v1/plans/{plan}/ranking", {
  params: { path: { plan: 1 }, query: { limit: 1000 } },
});
const { total, items } = demand(ranking.data, ranking.error);
if (total !== 25 || items.length !== 25) throw new Error(`${total} ranks`);
const missing = await client.GET("/api/v1/plans/{plan}", { params: { path: { plan: 77 } } });
if (missing.error?.code !== "not_found") throw new Error("a problem has its code");
console.log(`the TypeScript client read ${total} ranks`);
