"""Outcomes, measures and points of all criteria, worked out from a plan and figures."""

import datetime
import re
from fractions import Fraction

from opened import numeral, rounded

HOLDS = {
    "at_least": Fraction.__ge__,
    "more_than": Fraction.__gt__,
    "at_most": Fraction.__le__,
    "less_than": Fraction.__lt__,
    "equal": Fraction.__eq__,
}
OPEN = ("missing", "needs_judgement", "on_hold")
GATES = ["met", "open", "not_met"]
KINDS = ["ratio", "count", "flag", "milestone", "standing", "judged"]


def bar_of(rule):
    """The comparison and the value of a rule's bar; None without one."""
    found = [(name, str(rule[name])) for name in HOLDS if name in rule]
    return found[0] if found else None


def passes(bar, value, compare="exact"):
    if bar is None:
        return True
    name, text = bar
    if compare == "exact":
        return HOLDS[name](value, numeral(text))
    scale = int(compare.removeprefix("half_up(").removesuffix(")"))
    factor = 100 if text.endswith("%") else 1
    return HOLDS[name](rounded(value * factor, scale, "half_up"), numeral(text) * factor)


def each(found, bar):
    """Items of which each must pass: one failed decides, then one missing. The measure is the weakest of all."""
    found = list(found)
    known = [item for item in found if item is not None]
    weakest = max if bar and bar[0] in ("at_most", "less_than") else min
    is_missing = len(known) < len(found) or not known
    if any(not met for met, _ in known):
        outcome = "not_met"
    else:
        outcome = "missing" if is_missing else "met"
    return outcome, None if is_missing else weakest(measure for _, measure in known)


class Contest:
    """A plan (or its [individuals]), who takes part, and what was reported of whom."""

    def __init__(self, plan, whole, units, taking_part, figures, holds, received, as_of):
        self.plan, self.units, self.taking_part, self.figures = plan, units, taking_part, figures
        self.received, self.as_of = received, as_of
        self.metrics = {it["code"]: it for it in plan.get("metric", [])}
        self.items = {it["code"]: it.get("item", []) for it in whole.get("breakdown", [])}
        self.branches = {it["code"]: it["subjects"] for it in plan.get("branch", [])}
        self.choice = plan.get("branches", {}).get("choice", "by_subject")
        self.holidays = {str(day) for day in whole.get("calendar", {}).get("holidays", [])}
        self.held = {(it["unit"], it["criterion"]) for it in holds if it["kind"] == "hold"}
        self.excluded = {it["unit"] for it in holds if it["kind"] == "exclude"}
        self.results = {}
        for code in taking_part:
            self.results[code] = {it["code"]: self.judge(code, it) for it in plan["criterion"] if "standing" not in it}
        places = {it["code"]: self.places(it) for it in plan["criterion"] if "standing" in it}
        for code in taking_part:
            own = {name: place[code] for name, place in places.items()}
            self.results[code] |= {name: found and (*found[:2], None) for name, found in own.items()}
            for criterion in plan["criterion"]:
                found = self.results[code][criterion["code"]]
                is_out = own.get(criterion["code"], (None, None, False)) or (None, None, False)
                if found:
                    points = self.points(code, criterion, found[:2], is_out[2])
                    self.results[code][criterion["code"]] = (*found[:2], points)
        self.gates = {code: self.gates_of(code) for code in taking_part}
        self.totals = {code: self.totals_of(code) for code in taking_part}

    # Figures.
    def items_of(self, code, metric):
        """The items of a metric's breakdown that there are at the unit's level; one without a name where it isn't split."""
        if "by" not in self.metrics[metric]:
            return [""]
        level = self.units[code]["level"]
        return [it["code"] for it in self.items[self.metrics[metric]["by"]] if level in (it.get("levels") or [level])]

    def value(self, code, metric, item, kind):
        found = self.figures.get((code, metric, item if "by" in self.metrics[metric] else ""))
        return found["value"] if found and found["kind"] == kind else None

    def count(self, code, metric, item):
        """A count: as reported, else the sum of the named level below once all units there have it."""
        own = self.value(code, metric, item, "count")
        level = self.metrics[metric].get("summed_from")
        if own is not None or level is None:
            return None if own is None else int(own)
        below = [it for it in self.units if self.units[it]["level"] == level and code in self.above(it)]
        known = [self.value(it, metric, item, "count") for it in below]
        return sum(map(int, known)) if known and None not in known else None

    def above(self, code):
        found = []
        while (code := self.units[code]["parent"]) and code not in found:
            found.append(code)
        return found

    def sum(self, code, text, items):
        """A sum such as `2 * a + b - 1` over items; None while a count is missing."""
        whole = 0
        for sign, factor, metric, number in re.findall(r"([+-]?)\s*(?:(?:(\d+)\s*\*\s*)?([a-z]\w*)|(\d+))", text):
            factor = (-1 if sign == "-" else 1) * int(factor or 1)
            if number:
                whole += factor * int(number)
                continue
            counts = [self.count(code, metric, item) for item in items]
            if None in counts:
                return None
            whole += factor * sum(counts)
        return whole

    def together(self, code, text, across):
        """The items that are judged at once: each by itself, all pooled, or one that is named."""
        items = self.items_of(code, re.search(r"[a-z]\w*", text).group())
        if across in ("each", None):
            return [[item] for item in items]
        return [items] if across == "pooled" else [[item] for item in items if item == across]

    # Criteria.
    def judge(self, code, criterion):
        if "branch" in criterion and self.choice == "by_subject" and not self.is_own(code, criterion):
            return None
        flag = criterion.get("hold_when")
        if (code, criterion["code"]) in self.held or (flag and self.value(code, flag, "", "flag") == "true"):
            return "on_hold", None, None
        kind = next(kind for kind in KINDS if kind in criterion)
        rules = {"count": self.count_rule}
        return (*rules.get(kind, getattr(self, kind))(code, criterion[kind]), None)

    def is_own(self, code, criterion):
        return self.units[code]["subject"] in self.branches[criterion["branch"]]

    def ratio(self, code, rule):
        bar = bar_of(rule)

        def at(items):
            part, whole = self.sum(code, rule["of"], items), self.sum(code, rule["to"], items)
            if part is not None and whole is not None:
                value = Fraction(part, whole) if whole > 0 else None
            else:
                stated = self.value(code, rule["stated"], items[0], "percentage") if "stated" in rule and items else None
                value = None if stated is None else numeral(stated + "%")
            return None if value is None else (passes(bar, value, rule.get("compare", "exact")), value)

        return each(map(at, self.together(code, rule["of"], rule.get("across"))), bar)

    def count_rule(self, code, rule):
        bar = bar_of(rule)
        sums = [self.sum(code, rule["of"], items) for items in self.together(code, rule["of"], rule.get("across"))]
        return each((None if it is None else (passes(bar, Fraction(it)), Fraction(it)) for it in sums), bar)

    def flag(self, code, rule):
        answers = [self.value(code, rule["of"], items[0], "flag") for items in self.together(code, rule["of"], rule.get("across"))]
        met = [None if answer is None else (answer == "true") == rule["expect"] for answer in answers]
        return each((None if it is None else (it, Fraction(it)) for it in met), None)

    def milestone(self, code, rule):
        level, last = self.units[code]["level"], None
        for by, before in [(f"by{of}", f"before{of}") for of in ("", "_level")]:
            for name in (by, before):
                day = rule.get(name)
                day = day.get(level) if isinstance(day, dict) else day
                if day:
                    last = day - datetime.timedelta(days=name == before)
        if last is None:
            return "missing", None
        done = self.value(code, rule["of"], "", "date") or self.value(code, rule["of"], "", "moment")
        day = datetime.date.fromisoformat(done[:10]) if done else self.as_of
        if day is None:
            return "missing", None
        late = [last + datetime.timedelta(days=1 + step) for step in range((day - last).days)]
        if rule.get("days") == "working":
            late = [day for day in late if day.weekday() < 5 and str(day) not in self.holidays]
        is_met = len(late) <= rule.get("grace_days", 0)
        if not done and is_met:
            return "missing", None
        return "met" if is_met else "not_met", Fraction(len(late))

    def judged(self, code, rule):
        metric = rule["of"]
        is_flag = self.metrics[metric]["kind"] == "yes_no"
        scorers = self.items_of(code, metric)
        given = [self.value(code, metric, item, "flag" if is_flag else "points") for item in scorers]
        given = [None if it is None else Fraction({"true": 1, "false": 0}.get(it, it)) for it in given]
        combine, known = rule.get("combine", "last"), [it for it in given if it is not None]
        if not known or (combine != "last" and len(known) < len(given)):
            return "needs_judgement", None
        ordered = sorted(known)
        if combine == "weighted":
            every = [it["code"] for it in self.items[self.metrics[metric]["by"]]]
            weights = [rule["weights"][every.index(item)] for item in scorers]
            value = sum(map(Fraction.__mul__, known, map(Fraction, weights))) / sum(weights)
        else:
            value = {
                "last": known[-1],
                "mean": sum(known) / len(known),
                "median": (ordered[(len(known) - 1) // 2] + ordered[len(known) // 2]) / 2,
                "lowest": ordered[0],
                "highest": ordered[-1],
                "sum": sum(known),
            }[combine]
        bar = bar_of(rule)
        met = passes(bar, value) if bar else not is_flag or value >= 1
        return "met" if met else "not_met", value

    def places(self, criterion):
        """Of a standing: per unit outcome, place, and whether it is out for good; None where it doesn't apply."""
        rule, found, values = criterion["standing"], {}, {}
        for code in self.taking_part:
            if "branch" in criterion and self.choice == "by_subject" and not self.is_own(code, criterion):
                found[code] = None
                continue
            found[code] = value = self.peer(code, rule)
            if not isinstance(value, tuple):
                values[code] = value
        sign = -1 if rule["prefer"] == "highest" else 1
        for code, value in values.items():
            is_peer = [other for other in values if rule["among"] == "all" or self.units[other]["cluster"] == self.units[code]["cluster"]]
            place = 1 + sum(sign * values[other] < sign * value for other in is_peer)
            last = rule.get("first")
            if "share" in rule:
                last = rounded(numeral(rule["share"]) * len(is_peer), 0, rule["rounding"])
            found[code] = ("met" if last is None or place <= last else "not_met", Fraction(place), False)
        for code in self.taking_part:
            flag = criterion.get("hold_when")
            is_held = (code, criterion["code"]) in self.held or (flag and self.value(code, flag, "", "flag") == "true")
            if found[code] and is_held:
                found[code] = ("on_hold", None, found[code][2])
        return found

    def peer(self, code, rule):
        """What a unit is compared by; else its outcome without a place."""
        if code in self.excluded:
            return "not_met", None, True
        if rule["peers"] == "gates_met":
            state = self.gates_of(code)
            if state == "not_met":
                return "not_met", None, True
            if state == "open":
                return self.obstacle(code)[1], None, False
        if "of" in rule:
            judged = self.results[code][rule["of"]]
            if judged is None:
                return "not_met", None, True
            is_open = judged[0] if judged[0] in OPEN else "missing"
            return (is_open, None, False) if judged[1] is None else judged[1]
        if not self.received.get(code):
            return "missing", None, False
        moments = [datetime.datetime.fromisoformat(str(it)) for it in (self.received[code], rule["received_since"])]
        return Fraction(max(0, int((moments[0] - moments[1]).total_seconds())))

    def state(self, code, wanted):
        """How a unit stands to its gates of some branches."""
        own = [self.results[code].get(it["code"]) for it in self.plan["criterion"] if it.get("gate") and wanted(it.get("branch"))]
        return max((GATES.index(it[0]) if it[0] in GATES else 1 for it in own if it), default=0)

    def best(self, code):
        return min(self.state(code, lambda of: of == branch) for branch in self.branches)

    def gates_of(self, code):
        if self.choice != "any" or not self.branches:
            return GATES[self.state(code, lambda branch: True)]
        return GATES[max(self.state(code, lambda branch: branch is None), self.best(code))]

    def obstacle(self, code):
        """The first gate that isn't met, else the first that is open, with its outcome. Where any branch is enough, of the
        branches that the unit stands best to, its own before others."""
        kept = []
        for criterion in self.plan["criterion"]:
            found, branch = self.results[code].get(criterion["code"]), criterion.get("branch")
            if not criterion.get("gate") or not found or found[0] == "met":
                continue
            is_foreign = False
            if self.choice == "any" and branch:
                best, own = self.best(code), self.state(code, lambda of: of == branch)
                if best == 0 or own != best:
                    continue
                is_foreign = not self.is_own(code, criterion)
            kept.append(((is_foreign, found[0] in OPEN), criterion["code"], found[0]))
        return min(kept, key=lambda it: it[0])[1:]

    # Points.
    def earns(self, code, criterion):
        return "points" in criterion and (self.choice != "any" or "branch" not in criterion or self.is_own(code, criterion))

    def points(self, code, criterion, found, is_out):
        outcome, measure = found
        if "points" not in self.plan or outcome in OPEN or not self.earns(code, criterion):
            return None
        rule, policy = criterion["points"], self.plan["points"]
        exact = self.exact_points(rule, outcome == "met", measure, is_out)
        if exact is None:
            return None
        counted = rounded(exact, policy["scale"], policy["rounding"])
        counted = max(counted, numeral(rule["at_least"])) if "at_least" in rule else counted
        return min(counted, numeral(rule["at_most"])) if "at_most" in rule else counted

    def exact_points(self, rule, met, measure, is_out):
        if "met" in rule:
            return numeral(rule["met"] if met else rule.get("not_met", 0))
        if is_out:
            return numeral(rule.get("otherwise", 0))
        if measure is None:
            return None
        if "bands" in rule:
            band = next((it for it in rule["bands"] if passes(bar_of(it), measure)), {"points": rule.get("otherwise", 0)})
            return numeral(band["points"])
        if "places" in rule:
            places = dict(enumerate(rule["places"], 1))
            return numeral(places.get(measure, rule.get("otherwise", 0)))
        if "linear" in rule:
            start, end, low, high = (numeral(rule["linear"][name]) for name in ("from", "to", "points_from", "points_to"))
            inside = min(max(measure, min(start, end)), max(start, end))
            return low + (inside - start) * (high - low) / (end - start)
        if "steps" in rule:
            steps = rule["steps"]
            over = measure - numeral(steps["above"]) if "above" in steps else numeral(steps["below"]) - measure
            way = {"begun": "up", "full": "down"}.get(steps["count"], "half_up")
            count = rounded(over / numeral(steps["each"]), 0, way) if over > 0 else 0
            return numeral(steps["start"]) - count * numeral(steps["deduct"])
        return measure * numeral(rule["measure"]["factor"])

    def totals_of(self, code):
        """Total, base, bonus, penalty, and whether points are still open."""
        if "points" not in self.plan:
            return None, None, None, None, False
        policy, sums, is_open = self.plan["points"], dict.fromkeys(("base", "bonus", "penalty"), Fraction(0)), False
        for criterion in self.plan["criterion"]:
            found = self.results[code][criterion["code"]]
            if not found or "points" not in criterion:
                continue
            if found[2] is None:
                is_open |= self.earns(code, criterion)
            else:
                sums[criterion.get("total", "base")] += found[2]
        for name, side in (("base", 1), ("bonus", 1), ("penalty", -1)):
            if f"{name}_at_most" in policy:
                sums[name] = side * min(side * sums[name], numeral(policy[f"{name}_at_most"]))
        total = None if is_open and policy["missing"] != "count_known" else sum(sums.values())
        return total, sums["base"], sums["bonus"], sums["penalty"], is_open

