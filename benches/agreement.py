#!/usr/bin/env python3
"""Compares the rankings that the tools wrote, unit by unit, and with a slow referee of exact fractions.

Usage: agreement.py stations|long FOLDER NAME=RANKING...  (FOLDER holds units.csv and reports.csv)
Any difference is shown and ends in exit code 1. Run by `benches/run`, in a process of its own.
"""

import collections
import csv
import fractions
import pathlib
import sys

FIGURES = ["voters", "took_part", "collected", "valid", "invalid"]
BARS = {
    "stations": (fractions.Fraction(65, 100), fractions.Fraction(1, 100)),
    "long": (fractions.Fraction(9990, 10000), fractions.Fraction(2, 1000)),
}
COLUMNS = ["cluster", "name", "rank", "turnout.outcome", "invalid.outcome"]


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def ranking_of(path):
    """Unit code -> cluster, name, rank and outcomes as written."""
    ranking = {}
    for row in rows_of(path):
        if row["code"] in ranking:
            sys.exit(f"{path}: unit {row['code']} stands there twice")
        ranking[row["code"]] = tuple(row[column] for column in COLUMNS)
    return ranking


def items_of(kind, folder):
    """Unit code -> a list of its items, each a dictionary of figures."""
    units = collections.defaultdict(lambda: collections.defaultdict(dict))
    for row in rows_of(folder / "reports.csv"):
        if kind == "stations":
            units[row["code"]][""] = {figure: int(row[figure]) for figure in FIGURES}
        else:
            figure, item = row["metric"].split(".")
            units[row["unit"]][item][figure] = int(row["value"])
    return units


def judged(items, part, whole, weakest, meets):
    """Outcome and measure of a ratio across items; without a whole it is missing."""
    if any(item[whole] == 0 for item in items):
        return "missing", None
    ratios = [fractions.Fraction(item[part], item[whole]) for item in items]
    return ("met" if all(map(meets, ratios)) else "not_met"), weakest(ratios)


def order(outcomes, turnout, invalid):
    """The key of the ranking: gates, turnout highest first, invalid lowest first, missing last."""
    gates = 2 if "not_met" in outcomes else 1 if "missing" in outcomes else 0
    return gates, turnout is None, -(turnout or 0), invalid is None, invalid or 0


def referee(kind, folder):
    """The ranking by plain fractions, as the plan says it."""
    turnout_bar, invalid_bar = BARS[kind]
    figures = items_of(kind, folder)
    clusters = collections.defaultdict(list)
    for unit in rows_of(folder / "units.csv"):
        items = list(figures[unit["code"]].values())
        turnout, most = judged(items, "took_part", "voters", min, lambda ratio: ratio >= turnout_bar)
        invalid, least = judged(items, "invalid", "collected", max, lambda ratio: ratio < invalid_bar)
        key = order((turnout, invalid), most, least)
        clusters[unit["cluster"]].append((key, unit["code"], unit["name"], turnout, invalid))
    ranking = {}
    for cluster, members in clusters.items():
        members.sort()
        rank, before = 0, None
        for place, (key, code, name, turnout, invalid) in enumerate(members, start=1):
            rank = rank if key == before else place
            before = key
            ranking[code] = (cluster, name, str(rank), turnout, invalid)
    return ranking


def differences(expected, found):
    for code in sorted(expected.keys() | found.keys()):
        if expected.get(code) != found.get(code):
            yield f"unit {code}: {expected.get(code)} against {found.get(code)}"


def main():
    kind, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    expected = referee(kind, folder)
    different = False
    for argument in sys.argv[3:]:
        name, path = argument.split("=", 1)
        found = list(differences(expected, ranking_of(path)))
        for line in found[:10]:
            print(f"  {name} differs, {line}")
        if found:
            print(f"  {name}: {len(found)} of {len(expected)} units differ from the referee")
            different = True
    outcomes = collections.Counter((turnout, invalid) for _, _, _, turnout, invalid in expected.values())
    shared = len(expected) - len({(row[0], row[2]) for row in expected.values()})
    print(f"  {len(expected)} units, {outcomes['met', 'met']} meet both gates, {shared} share a better one's rank")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
