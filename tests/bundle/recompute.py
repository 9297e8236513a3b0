"""Computes a bundle's ratio criteria, ranks and votes again, from the bundle alone and by the standard library alone.

    python3 tests/bundle/recompute.py ranking-1.bundle.zip

It shares nothing with the program but the file. It computes by itself: every hash, every ratio criterion across items
(outcome and exact measure), how each unit stands to its gates, the ranks by gates and measures; and of every vote who was
entitled, the quorum, the count, the votes required, the result, ties settled, and that what was decided was voted for. It
takes from ranking.json: the outcomes of criteria that aren't ratios. It exits with 1 when it disagrees.
"""

import csv
import hashlib
import io
import json
import sys
import tomllib
import zipfile
from fractions import Fraction

HOLDS = {"at_least": Fraction.__ge__, "more_than": Fraction.__gt__, "at_most": Fraction.__le__, "less_than": Fraction.__lt__}
GATES = ["met", "open", "not_met"]

bundle = zipfile.ZipFile(sys.argv[1])
disagreements = 0


def agree(what, own, stated):
    global disagreements
    if own != stated:
        disagreements += 1
        print(f"DIFFERENT: {what}: computed {own}, stated {stated}")


def table(name):
    """The lines of a table, with the apostrophes taken off that guard texts against spreadsheets."""
    text = io.StringIO(bundle.read(name).decode("utf-8"), newline="")
    for row in csv.DictReader(text):
        yield {column: cell.removeprefix("'") for column, cell in row.items()}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def numeral(text):
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


head = json.loads(bundle.read("bundle.json"))
assert head["format"] in ("thidua.bundle/1", "thidua.bundle/2"), head["format"]
plan = tomllib.loads(bundle.read("plan.toml").decode("utf-8"))
ranking = json.loads(bundle.read("ranking.json"))
units = {unit["code"]: unit for unit in table("units.csv")}
figures = {(it["unit"], it["metric"], it["item"]): it for it in table("figures.csv")}
held = {(it["unit"], it["criterion"]) for it in table("holds.csv") if it["kind"] == "hold"}
excluded = {it["unit"] for it in table("holds.csv") if it["kind"] == "exclude"}

# Hashes.
for member in head["members"]:
    agree(f"hash of {member['name']}", sha256(bundle.read(member["name"])), member["sha256"])
agree("hash of the inputs", sha256(bundle.read("inputs.txt")), head["ranking"]["input_hash"])
agree("hash of the result", sha256(bundle.read("ranking.json")), head["ranking"]["result_hash"])
KINDS = ["count", "percentage", "points", "flag", "date", "moment", "text"]
lines = {}
for (unit, metric, item), it in figures.items():
    slot = f"{metric}.{item}" if item else metric
    lines.setdefault(unit, []).append(f"{slot}\t{KINDS.index(it['kind']) + 1}\t{it['value']}\n")
for line in bundle.read("inputs.txt").decode("utf-8").splitlines():
    kind, *rest = line.split("\t")
    if kind == "plan":
        agree("hash of the plan", sha256(bundle.read("plan.toml")), rest[0])
    if kind == "figures":
        unit, _version, _received, count, digest = rest
        agree(f"figures of {unit}", sha256("".join(lines.get(unit, [])).encode("utf-8")), digest)
        agree(f"count of figures of {unit}", str(len(lines.pop(unit, []))), count)
agree("units with figures that the inputs don't name", lines, {})

# Ratio criteria.
items = {it["code"]: it["item"] for it in plan.get("breakdown", [])}
metrics = {it["code"]: it for it in plan["metric"]}
branches = {it["code"]: it["subjects"] for it in plan.get("branch", [])}


def ratio_of(unit, rule, item):
    """One item's exact value: from counts where both are there, else as stated."""
    def value(metric, kind):
        split = item if "by" in metrics[metric] else ""
        found = figures.get((unit["code"], metric, split))
        return found["value"] if found and found["kind"] == kind else None

    part, whole = value(rule["of"], "count"), value(rule["to"], "count")
    if part is not None and whole is not None:
        return Fraction(int(part), int(whole)) if int(whole) > 0 else None
    stated = value(rule["stated"], "percentage") if "stated" in rule else None
    return numeral(stated + "%") if stated is not None else None


def judged(unit, criterion):
    rule = criterion["ratio"]
    assert rule.get("compare", "exact") == "exact" and rule.get("across", "each") == "each", criterion["code"]
    (name, bar), = [(name, numeral(rule[name])) for name in HOLDS if name in rule]
    if (unit["code"], criterion["code"]) in held:
        return "on_hold", None
    there = [it for it in items.get(metrics[rule["of"]].get("by"), [{"code": ""}])
             if unit["level"] in it.get("levels", [unit["level"]])]
    values = [ratio_of(unit, rule, it["code"]) for it in there]
    known = [value for value in values if value is not None]
    if any(not HOLDS[name](value, bar) for value in known):
        outcome = "not_met"
    else:
        outcome = "missing" if len(known) < len(values) or not values else "met"
    weakest = (max if name in ("at_most", "less_than") else min)(known) if known else None
    return outcome, weakest if len(known) == len(values) else None


def measure_of(stated):
    measure = stated and stated["measure"]
    return Fraction(measure["numerator"], measure["denominator"]) if measure else None


count_of_ratios = 0
results = {}
for cluster in ranking["clusters"]:
    for stated in cluster["units"]:
        unit = units[stated["code"]]
        outcomes = {}
        for criterion in plan["criterion"]:
            code = criterion["code"]
            of_unit = stated["criteria"][code]
            if "ratio" not in criterion:
                outcomes[code] = (of_unit["outcome"], measure_of(of_unit)) if of_unit else None
                continue
            applies = "branch" not in criterion or unit["subject"] in branches[criterion["branch"]]
            outcomes[code] = judged(unit, criterion) if applies else None
            agree(f"{unit['code']} {code}", outcomes[code], (of_unit["outcome"], measure_of(of_unit)) if of_unit else None)
            count_of_ratios += applies
        own = [outcomes[it["code"]] for it in plan["criterion"] if it.get("gate")]
        standing = {"met": 0, "not_met": 2}
        gates = GATES[max([standing.get(it[0], 1) for it in own if it], default=0)]
        agree(f"gates of {unit['code']}", gates, stated["gates"])
        results[unit["code"]] = (gates, outcomes)


# Ranks: the plan's keys in turn; what is missing stands last.
def key(code):
    gates, outcomes = results[code]
    keys = [code in excluded]
    for by in plan["ranking"]:
        if by["by"] == "gates":
            keys.append(GATES.index(gates))
        else:
            assert by["by"] == "measure", by
            found = outcomes[by["of"]]
            measure = found[1] if found else None
            sign = -1 if by["prefer"] == "highest" else 1
            keys.append((measure is None, sign * (measure or 0)))
    return keys


for cluster in ranking["clusters"]:
    members = [unit["code"] for unit in units.values() if unit["cluster"] == cluster["code"]]
    stated = {unit["code"]: unit["rank"] for unit in cluster["units"]}
    agree(f"members of {cluster['code']}", sorted(members), sorted(stated))
    for code in members:
        rank = 1 + sum(key(other) < key(code) for other in members)
        agree(f"rank of {code}", rank, stated[code])

# Votes: from the tables alone.
def share_of(text):
    kind, fraction = text.split(":")
    return kind == "more_than", Fraction(fraction)


def least(share, whole):
    """The least whole number that reaches a share of a whole, or exceeds it."""
    strict, fraction = share
    wanted = fraction * whole
    down = wanted.numerator // wanted.denominator
    return max(1, down if wanted == down and not strict else down + 1)


def of_item(rows, item):
    return [row for row in rows if (row["session"], row["item"]) == (item["session"], item["item"])]


count_of_votes = 0
if head["format"] == "thidua.bundle/2":
    names = "cases members member_units sessions items item_members votes ballots decisions"
    tables = {name: list(table(f"{name}.csv")) for name in names.split()}
    cases = {case["case"]: case for case in tables["cases"]}
    days = {session["session"]: session["held_on"] for session in tables["sessions"]}
    parents = {unit["code"]: unit["parent"] for unit in units.values()}

    def above(code):
        """A unit and all above it."""
        found = set()
        while code and code not in found:
            found.add(code)
            code = parents.get(code)
        return found

    for item in tables["items"]:
        name = f"item {item['session']}.{item['item']}"
        if not item["opened"]:
            continue
        day = days[item["session"]]
        there = {}
        for member in tables["members"]:
            if member["from"] <= day and (not member["until"] or day < member["until"]):
                there.setdefault(member["person"], member["member"])
        stood = {row["member"]: row["standing"] for row in of_item(tables["item_members"], item)}
        agree(f"{name}: members", sorted(there.values()), sorted(stood))
        # Who belongs to the unit, or to one above or below it, doesn't vote.
        own = cases[item["case"]]["unit"]
        for row in tables["member_units"]:
            lasted = row["from"] <= day and (not row["until"] or row["until"] > str(plan["plan"]["period"]["from"]))
            if lasted and row["member"] in stood and (own in above(row["unit"]) or row["unit"] in above(own)):
                agree(f"{name}: member {row['member']} is recused", stood[row["member"]].startswith("recused"), True)
        rule = dict(part.split("=") for part in item["rule"].split())
        attending = sum(standing in ("present", "recused") for standing in stood.values())
        if "quorum" in rule:
            agree(f"{name}: quorum", attending >= least(share_of(rule["quorum"]), len(stood)), True)
        if not item["closed"]:
            continue
        votes, ballots = of_item(tables["votes"], item), of_item(tables["ballots"], item)
        agree(f"{name}: each votes once", len({vote["member"] for vote in votes}), len(votes))
        for vote in votes:
            wanted = "in_writing" if vote["in_writing"] == "yes" else "present"
            agree(f"{name}: member {vote['member']}", wanted, stood.get(vote["member"]))
        secret = rule["secret"] == "yes"
        agree(f"{name}: ballots", len(ballots), len(votes) if secret else 0)
        choices = [row["choice"] for row in (ballots if secret else votes)]
        own = {kind: choices.count(kind) for kind in ("for", "against", "blank")}
        own["members"] = len(stood)
        own["recused"] = sum(standing.startswith("recused") for standing in stood.values())
        own["entitled"] = own["members"] - own["recused"]
        own["present"] = list(stood.values()).count("present")
        own["in_writing"] = sum(vote["in_writing"] == "yes" for vote in votes)
        own["cast"] = len(choices)
        counted = rule["recused"] == "count"
        own["base"] = {
            "all": own["members"] if counted else own["entitled"],
            "present": (attending if counted else own["present"]) + own["in_writing"],
            "cast": own["cast"],
        }[rule["of"]]
        own["required"] = least(share_of(rule["votes"]), own["base"])
        for column, number in own.items():
            agree(f"{name}: {column}", str(number), item[column])
        reached = own["base"] > 0 and own["for"] >= own["required"]
        agree(f"{name}: reached", "yes" if reached else "no", item["reached"])
        if item["state"] == "closed" and not cases[item["case"]]["border"]:
            wanted = ("accepted",) if reached else ("declined", "reason_missing")
            agree(f"{name}: result", item["result"] in wanted, True)
        count_of_votes += 1

    # Ties: of each case the first item that was settled, then the second.
    ties = {}
    for case in cases.values():
        if case["border"]:
            settled = [it for it in tables["items"] if it["case"] == case["case"] and it["state"] == "closed"]
            settled = sorted((it for it in settled if it["result"] != "counted"), key=lambda it: it["closed"])
            for round_number, item in enumerate(settled):
                ties.setdefault((case["border"], round_number), []).append(item)
    for tied in ties.values():
        reached = [int(it["for"]) for it in tied if it["reached"] == "yes"]
        for item in tied:
            seats = int(dict(part.split("=") for part in item["rule"].split())["seats"])
            own = int(item["for"])
            if item["reached"] != "yes":
                result = "declined"
            elif sum(other >= own for other in reached) <= seats:
                result = "seat"
            else:
                result = "again" if sum(other > own for other in reached) < seats else "no_seat"
            agree(f"item {item['session']}.{item['item']}: result", result, item["result"])
    voted = {it["case"]: days[it["session"]] for it in tables["items"] if it["result"] in ("accepted", "seat")}
    for decision in tables["decisions"]:
        what = f"decision {decision['decision']} on case {decision['case']}"
        agree(f"{what}: voted for before", voted.get(decision["case"], "9999") <= decision["issued_on"], True)
        agree(f"{what}: award", cases[decision["case"]]["award"], decision["award"])

if disagreements:
    sys.exit(1)
print(f"EQUAL: {count_of_ratios} ratios and {len(results)} ranks, {count_of_votes} votes")
