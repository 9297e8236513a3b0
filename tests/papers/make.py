"""Makes documents over HTTP and writes them, as DOCX or XLSX and as pages to print.

    make.py live|decided BASE WHAT-THE-DEMONSTRATION-TOLD FOLDER

`live` makes those of contests of collectives, provisional and final, with blanks and filled in; `decided` those of a contest that
was decided: votes, an extract for a member who was recused, decisions, the summing-up report with the contest before, lists.
"""

import json
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

what, base, told, folder = sys.argv[1:]
passwords = dict(re.findall(r"(\S+) \([a-z_]+\): (\w+)", pathlib.Path(told).read_text()))
fixtures = pathlib.Path(__file__).parent.parent.parent / "fixtures"
FILLED = {
    "superior": "Cơ quan cấp trên (ví dụ)", "issuer": "Cơ quan ban hành (ví dụ)", "abbreviation": "VD", "number": "15",
    "recipients": "Như trên\nLưu: VT",
}
SIGNED = FILLED | {
    "place": "Điện Biên", "date": "2021-06-05", "authority": "KT. Thủ trưởng", "position": "Phó thủ trưởng",
    "signatory": "(họ tên người ký)",
}
SENT = SIGNED | {"to": "Nơi thứ nhất (ví dụ)\nNơi thứ hai (ví dụ)"}


class User:
    def __init__(self, login):
        self.headers = {}
        answer, body = self.call("POST", "/sessions", {"login": login, "password": passwords[login]})
        self.headers = {"cookie": answer["set-cookie"].split(";")[0], "x-csrf-token": json.loads(body)["csrf_token"]}

    def call(self, method, path, body=None, kind="application/json", root="/api/v1"):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        sent = dict(self.headers, **({"content-type": kind} if body is not None else {}))
        request = urllib.request.Request(base + root + path, body, sent, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.headers, answer.read()

    def json(self, *arguments):
        return json.loads(self.call(*arguments)[1] or b"null")

    def make(self, name, plan, kind, **fields):
        """A document as DOCX, and its page with the style in it, to be printed from a file."""
        path = f"/plans/{plan}/documents/{kind}?{urllib.parse.urlencode(fields)}"
        pathlib.Path(folder, name + ".docx").write_bytes(self.call("GET", path)[1])
        page = self.call("GET", path, root="")[1].decode()
        link, address = re.search(r'<link rel="stylesheet" href="([^"]+)"[^>]*>', page).group(0, 1)
        style = self.call("GET", address, root="")[1].decode()
        pathlib.Path(folder, name + ".html").write_text(page.replace(link, f"<style>{style}</style>"))

    def list(self, name, plan, kind, query=""):
        pathlib.Path(folder, name + ".xlsx").write_bytes(self.call("GET", f"/plans/{plan}/award-lists/{kind}{query}")[1])


def add(user, plan, units, reports=None, replaced=None):
    text = (fixtures / "plans" / plan).read_text()
    if replaced:
        text = text.replace(*replaced, 1)
    new = user.json("POST", "/plans", text.encode(), "application/toml")["id"]
    user.call("PUT", f"/plans/{new}/units", (fixtures / "units" / units).read_bytes(), "text/csv")
    for state in ["launched", "collecting"]:
        user.call("PUT", f"/plans/{new}/state", {"to": state})
    if reports:
        file = (fixtures / "reports" / reports).read_bytes()
        upload = user.json("POST", f"/plans/{new}/uploads?file_name={reports}", file, "text/csv")["id"]
        digest = user.json("GET", f"/plans/{new}/uploads/{upload}/preview")["digest"]
        user.call("POST", f"/plans/{new}/uploads/{upload}/commit", {"digest": digest})
    return new


def rank(user, plan):
    """Accepts all reports and ranks; of those that tie, as many as there is room for are taken in."""
    for report in user.json("GET", f"/plans/{plan}/reports?limit=1000")["items"]:
        if report["state"] == "submitted":
            path = f"/plans/{plan}/reports/{report['unit']}/accept"
            user.call("POST", path, {"version": report["version"], "note": "Đã đối chiếu"})
    user.call("PUT", f"/plans/{plan}/state", {"to": "closed"})
    for unit in user.json("GET", f"/plans/{plan}/reports?state=missing&limit=1000")["items"]:
        hold = {"unit": unit["unit"], "kind": "exclude", "reason": "Không báo cáo"}
        user.call("POST", f"/plans/{plan}/holds", hold)
    for award in user.json("GET", f"/plans/{plan}/recommendations?basis=accepted")["awards"]:
        for unit in award["ties_to_settle"]:
            taken = {"award": award["code"], "kind": "take_in", "units": [unit], "reason": "Hội đồng thống nhất"}
            try:
                user.call("POST", f"/plans/{plan}/choices", taken)
            except urllib.error.HTTPError:
                break
    user.call("PUT", f"/plans/{plan}/state", {"to": "ranked"})


def live(user):
    # As it stands while reports are taken: provisional, with blanks.
    user.make("submission-live", 1, "submission")
    user.make("explanation-live", 1, "explanation", unit="099")
    user.make("urging-late", 1, "urging", **SENT)
    user.make("summary-live", 1, "summary")
    # A contest with points; and one in which nobody has reported, so that everybody is urged.
    points = add(user, "dien-bien-508-2021-points.toml", "dien-bien-2021.csv", "dien-bien-2021.csv")
    user.make("submission-points", points, "submission", **SENT)
    user.make("explanation-points", points, "explanation", unit="099", **SENT)
    silent = add(user, "turnout-2021-one-cluster.toml", "ha-noi-2021.csv", None, ('code = "', 'code = "(đôn đốc) '))
    user.make("urging-all", silent, "urging", answer_by="2021-06-10", **SENT)
    # One that is ranked and finalised.
    last = add(user, "turnout-2021.toml", "tuyen-quang-2021.csv", "tuyen-quang-2021.csv")
    other = add(user, "turnout-2021.toml", "gia-lai-2021.csv", "gia-lai-2021.csv", ('code = "', 'code = "(thứ hai) '))
    for plan in [last, other]:
        rank(user, plan)
    user.make("submission-stored", other, "submission", ranking="1", **SENT)
    user.call("PUT", f"/plans/{other}/state", {"to": "finalised"})
    first = user.json("GET", f"/plans/{other}/ranking?limit=1")["items"][0]["unit"]
    user.make("submission-final", other, "submission", **SENT)
    user.make("explanation-final", other, "explanation", unit=first, **SENT)
    user.make("summary-final", other, "summary", compare=str(last), **SENT)


def decided(user):
    recused = User("hoi.dong.tuan.giao")
    # Before the votes collectives and individuals are proposed, after them whom the council voted for.
    user.make("decided-submission-ranked", 1, "submission", ranking=1, **SENT)
    user.make("decided-submission-voted", 1, "submission", **SENT)
    recused.make("decided-submission-extract", 1, "submission", **SENT)
    user.make("decided-achievements", 1, "achievements", **SIGNED)
    user.make("decided-minutes", 1, "minutes", session=1, **FILLED)
    recused.make("decided-minutes-extract", 1, "minutes", session=1, **FILLED)
    for it in user.json("GET", "/plans/1/decisions")["items"]:
        said = {"issuer": "Ủy ban nhân dân tỉnh Điện Biên", "place": "Điện Biên", "proposer": "Giám đốc Sở Nội vụ"}
        said |= {"executors": "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ", "recipients": "Như Điều 3\nLưu: VT"}
        user.make(f"decided-decision-{it['decision']['id']}", 1, "decision", decision=it["decision"]["id"], **said)
    user.make("decided-explanation", 1, "explanation", unit="099", **SIGNED)
    user.make("decided-urging", 1, "urging", **SIGNED)
    # The contest before is a plan of its own with the same criteria.
    last = add(user, "dien-bien-508-2021.toml", "dien-bien-2021.csv", "dien-bien-2021.csv", ('code = "', 'code = "(đợt trước) '))
    rank(user, last)
    user.make("decided-summary", 1, "summary", compare=str(last), **SENT)
    user.make("decided-summary-before", last, "summary", compare="1", **SENT)
    for kind, query in [("proposed", ""), ("decided", ""), ("public", "?publicity=1")]:
        user.list(f"decided-list-{kind}", 1, kind, query)


{"live": live, "decided": decided}[what](User("can.bo"))
