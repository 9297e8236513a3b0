"""Computes a bundle's ratio criteria and ranks again, from the bundle alone and by the standard library alone.

    python3 tests/bundle/recompute.py ranking-1.bundle.zip

It shares nothing with the program but the file. It computes by itself: every hash, every ratio criterion across items
(outcome and exact measure), how each unit stands to its gates, and the ranks by gates and measures. It takes from
ranking.json: the outcomes of criteria that aren't ratios. It exits with 1 at the first disagreement.
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
assert head["format"] == "thidua.bundle/1", head["format"]
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

if disagreements:
    sys.exit(1)
print(f"EQUAL: {count_of_ratios} ratios and {len(results)} ranks")
