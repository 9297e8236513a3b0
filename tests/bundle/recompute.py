"""Computes everything in a bundle again, from the bundle alone and by the standard library alone.

    python3 tests/bundle/recompute.py ranking-1.bundle.zip

It shares nothing with the program but the file, and follows the README.txt in it. It computes by itself: every hash; of units
and of persons every criterion (outcome, exact measure, points), totals, gates, ranks and who is recommended for which award
and why; and of every vote who was entitled, the quorum, the count, the votes required, the result, ties settled, and that what
was decided was voted for. Of other rankings that cases rest on it checks hashes, places, reasons and seats. It exits with 1 when it disagrees.
"""

import datetime
import json
import sys
from fractions import Fraction

import opened
from awards import order, recommended
from criteria import Contest
from opened import agree, bundle, has_way, head, member, plan, ranking, sha256, table
from votes import votes

# Hashes.
for it in head["members"]:
    agree(f"hash of {it['name']}", sha256(bundle.read(it["name"])), it["sha256"])
agree("hash of the inputs", sha256(bundle.read("inputs.txt")), head["ranking"]["input_hash"])
agree("hash of the result", sha256(bundle.read("ranking.json")), head["ranking"]["result_hash"])
KINDS = ["count", "percentage", "points", "flag", "date", "moment", "text"]


def figures_of(rows, key):
    """Figures by who they are of, metric and item; and for each the text whose hash the inputs state."""
    figures, lines = {}, {}
    for it in rows:
        figures[it[key], it["metric"], it["item"]] = it
        slot = f"{it['metric']}.{it['item']}" if it["item"] else it["metric"]
        lines.setdefault(it[key], []).append(f"{slot}\t{KINDS.index(it['kind']) + 1}\t{it['value']}\n")
    return figures, lines


def hashes_of_inputs(name, lines):
    """Checks what the inputs state of figures, and that they leave nobody out."""
    lines = dict(lines)
    for line in member(name).splitlines():
        kind, *rest = line.split("\t")
        if kind == "plan":
            agree("hash of the plan", sha256(bundle.read("plan.toml")), rest[0])
        if kind == "figures":
            code, _version, _received, count, digest = rest
            agree(f"figures of {code}", sha256("".join(lines.get(code, [])).encode("utf-8")), digest)
            agree(f"count of figures of {code}", str(len(lines.pop(code, []))), count)
    agree("figures that the inputs don't name", lines, {})


def as_of(result):
    return datetime.date.fromisoformat(result["as_of"][:10]) if result["as_of"] else None


def number(stated):
    return None if stated is None else Fraction(str(stated))


def judged(stated):
    """An outcome with measure and points as a result states them."""
    if stated is None:
        return None
    measure = stated["measure"]
    measure = Fraction(measure["numerator"], measure["denominator"]) if measure else None
    return stated["outcome"], measure, number(stated["points"])


def compare(contest, result, choices):
    """Compares what was computed with a result; how many outcomes and ranks that were, and the awards."""
    count, done = 0, recommended(contest, choices)
    agree("who takes part", sorted(contest.taking_part), sorted(it["code"] for c in result["clusters"] for it in c["units"]))
    keys = {code: order(contest, code, contest.plan["ranking"]) for code in contest.taking_part}
    for cluster in result["clusters"]:
        inside = [code for code in contest.taking_part if contest.units[code]["cluster"] == cluster["code"]]
        for unit in cluster["units"]:
            code = unit["code"]
            for criterion in contest.plan["criterion"]:
                name = criterion["code"]
                agree(f"{code} {name}", contest.results[code][name], judged(unit["criteria"][name]))
                count += contest.results[code][name] is not None
            agree(f"gates of {code}", contest.gates[code], unit["gates"])
            names = ("total_points", "base_points", "bonus_points", "penalty_points")
            agree(f"points of {code}", contest.totals[code], (*(number(unit[it]) for it in names), unit["incomplete"]))
            agree(f"rank of {code}", 1 + sum(keys[other] < keys[code] for other in inside), unit["rank"])
            for name, stated in unit["awards"].items():
                own = done[name].reasons[code]
                agree(f"{name} of {code}", own, (stated["reason"], stated["reason_detail"]))
    return count, len(keys), done


units = {unit["code"]: unit for unit in table("units.csv")}
figures, lines = figures_of(table("figures.csv"), "unit")
hashes_of_inputs("inputs.txt", lines)
contest = Contest(
    plan=plan,
    whole=plan,
    units=units,
    taking_part=[unit["code"] for cluster in ranking["clusters"] for unit in cluster["units"]],
    figures=figures,
    holds=list(table("holds.csv")),
    received={it["unit"]: it["received"] for it in table("reports.csv")},
    as_of=as_of(ranking),
)
agree("members of clusters", {it["code"] for it in units.values() if it["cluster"]}, set(contest.taking_part))
outcomes, ranks, awards = compare(contest, ranking, list(table("choices.csv")))
awards = {"collective": awards}
said = f"EQUAL: {outcomes} outcomes and {ranks} ranks"

if has_way and bundle.read("persons_result.json"):
    # Persons are ranked by a plan of their own; which cluster they are in and who is left out for its unit stands in the inputs.
    agree("hash of the persons' inputs", sha256(bundle.read("persons_inputs.txt")), head["persons"]["input_hash"])
    agree("hash of the persons' result", sha256(bundle.read("persons_result.json")), head["persons"]["result_hash"])
    result = json.loads(member("persons_result.json"))
    persons, holds = {}, []
    for kind, *rest in (line.split("\t") for line in member("persons_inputs.txt").splitlines()):
        rest = ["" if it == "-" else it for it in rest]
        if kind == "unit":
            persons[rest[0]] = dict(zip(("code", "level", "subject", "parent", "cluster", "source"), rest))
        if kind == "hold":
            holds.append(dict(zip(("unit", "criterion", "kind"), rest)))
    figures, _ = figures_of(table("nomination_figures.csv"), "nomination")
    ranked = {f"CN-{it['nomination']}": it for it in table("nominations.csv") if it["ranked"] == "yes"}
    for code, it in ranked.items():
        own = (persons[code]["subject"], persons[code]["parent"], persons[code]["source"])
        agree(f"{code} in the inputs", own, (it["kind"], it["unit"], it["nominator"]))
    wanted = plan["individuals"].get("unit", {})
    if wanted.get("gates"):
        kept = {code for code in ranked if contest.gates.get(ranked[code]["unit"]) not in (None, "met")}
        agree("persons left out for their unit", {it["unit"] for it in holds}, kept)
    own = Contest(
        plan=plan["individuals"],
        whole=plan,
        units=persons,
        taking_part=list(ranked),
        figures={(f"CN-{code}", *rest): it for (code, *rest), it in figures.items()},
        holds=holds,
        received={},
        as_of=as_of(result),
    )
    outcomes, ranks, awards["individual"] = compare(own, result, [])
    said += f", of persons {outcomes} outcomes and {ranks} ranks"



def seats_of(case):
    """The seats of a tie by the figures, where the ranking still stands that it came from: another one may tell others."""
    kind, code = ("ranking", case["unit"]) if case["subject"] == "collective" else ("persons", f"CN-{case['nomination']}")
    stands = (head[kind] or {}).get("state") == "current" and str(head[kind]["number"]) == case["ranking"]
    found = awards.get(case["subject"], {}).get(case["award"])
    return found.seats_left(code) if stands and found else None


if has_way:
    said += f", {votes(units, seats_of)} votes"
if opened.disagreements:
    sys.exit(1)
print(said)
