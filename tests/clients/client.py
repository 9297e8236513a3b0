"""What an integration does with the generated Python client: logs in, hands in a report, polls, reads the ranking."""

import sys

import httpx
from thidua_client import Client
from thidua_client.api.rankings import get_ranking, get_unit_standing
from thidua_client.api.reports import list_report_versions
from thidua_client.api.sessions import log_in
from thidua_client.api.uploads import commit_upload, preview_upload
from thidua_client.models import CommitUpload, LogIn, ProblemBody

base, login, password = sys.argv[1:]
transport = httpx.Client(base_url=base, headers={"Accept-Language": "en"})
client = Client(base_url=base).set_httpx_client(transport)

session = log_in.sync(client=client, body=LogIn(login=login, password=password))
transport.headers["X-CSRF-Token"] = session.csrf_token

refused = log_in.sync(client=client, body=LogIn(login=login, password="wrong"))
assert isinstance(refused, ProblemBody) and refused.code == "login_refused", refused

# The generator leaves out operations whose bodies are files, so the file itself goes by hand.
report = "code,late_reports\n099,1\n"
sent = transport.post("/api/v1/plans/1/uploads", content=report, headers={"Content-Type": "text/csv"})
assert sent.status_code == 201, sent.text
upload = sent.json()["id"]
preview = preview_upload.sync(plan=1, upload=upload, client=client)
assert preview.changed + preview.created == 1, preview
done = commit_upload.sync(plan=1, upload=upload, client=client, body=CommitUpload(digest=preview.digest, reason="synthetic"))
assert done.versions == 1, done
stale = commit_upload.sync(plan=1, upload=upload, client=client, body=CommitUpload(digest=preview.digest))
assert isinstance(stale, ProblemBody) and stale.code == "upload_committed", stale

versions = list_report_versions.sync(plan=1, unit="099", client=client)
assert versions.items[-1].upload == upload, versions
ranking = get_ranking.sync(plan=1, client=client, limit=1000)
assert ranking.total == 25 and len(ranking.items) == 25, ranking
standing = get_unit_standing.sync(plan=1, unit="099", client=client)
assert standing.unit.unit == "099" and standing.provisional, standing
print(f"the Python client read {ranking.total} ranks")
