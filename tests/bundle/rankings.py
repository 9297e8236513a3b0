"""The stored rankings of a bundle: which stood when, what each says of a case, and the seats that it leaves at a tie."""

import json

from awards import RECOMMENDED
from opened import agree, bundle, head, is_whole, member, ranking, sha256, table


class Stored:
    """A stored ranking, of units or of persons."""

    def __init__(self, of, told, since, result):
        self.of, self.number, self.state, self.since, self.result = of, str(told["number"]), told["state"], since, result
        self.lines = {line["code"]: line for cluster in result["clusters"] for line in cluster["units"]}


def stored():
    """The ranking that the bundle proves, that of persons, and others that cases rest on or that told seats."""
    found = [Stored("units", head["ranking"], head["ranking"].get("stood_from"), ranking)]
    if head.get("persons"):
        found.append(Stored("persons", head["persons"], head["persons"]["made_at"], json.loads(member("persons_result.json"))))
    for other in head.get("other_rankings", []):
        name = f"{'rankings' if other['of'] == 'units' else 'persons'}/{other['number']}.json"
        agree(f"hash of the result {name}", sha256(bundle.read(name)), other["result_hash"])
        found.append(Stored(other["of"], other, other["stood_from"], json.loads(member(name))))
    return found


class Rankings:
    def __init__(self, units):
        self.units, self.stored = units, stored()
        self.nominations = {f"CN-{it['nomination']}": it for it in table("nominations.csv")}
        self.used = set()

    def of_case(self, case):
        """The ranking that a case was opened from."""
        of = "units" if case["subject"] == "collective" else "persons"
        found = next((it for it in self.stored if it.of == of and it.number == case["ranking"]), None)
        self.used.add(found)
        return found

    def line(self, case):
        """What that ranking says of the case's unit or person."""
        found = self.of_case(case)
        return found and found.lines.get(code(case))

    def check_case(self, case):
        """Place and reason of a case are those of its ranking."""
        name, found, line = f"case {case['case']}", self.of_case(case), self.line(case)
        # Before that format a bundle had but one ranking of persons.
        if is_whole or case["subject"] == "collective":
            agree(f"{name}: its ranking is there", found is not None, True)
        if not found:
            return
        if is_whole:
            agree(f"{name}: its ranking stood when it was opened", found in self.standing(found.of, case["opened"]), True)
        agree(f"{name}: is in its ranking", line is not None, True)
        if line:
            outcomes = [it["outcome"] for it in line["criteria"].values() if it]
            unranked = line["excluded"] or all(it == "missing" for it in outcomes)
            agree(f"{name}: place", "" if unranked else str(line["rank"]), case["place"])
            agree(f"{name}: reason", line["awards"][case["award"]]["reason"], case["reason"])

    def standing(self, of, moment):
        """The last that stood before a moment, and any that has stood since that very moment."""
        stood = [it for it in self.stored if it.of == of and it.since and it.since <= moment]
        now = [it for it in stood if it.since == moment]
        before = sorted((it for it in stood if it.since < moment), key=lambda it: (it.since, int(it.number)))
        return now + before[-1:]

    def group(self, ranking, per, code):
        """Over what a quota is counted for a unit or a person."""
        if per == "overall":
            return ""
        if per == "cluster":
            return ranking.lines[code]["cluster"]
        if ranking.of == "units":
            return self.units[code][per]
        return self.nominations[code]["nominator" if per == "source" else "kind"]

    def seats(self, case, tied, opened):
        """What each ranking says of a tie's seats that may have stood when the vote was opened; None: it can't be told."""
        own = self.of_case(case)
        if is_whole and own:
            telling = self.standing(own.of, opened)
        else:
            telling = [own] if own and own.state == "current" else []
        self.used.update(telling)
        if not telling:
            return None if not is_whole else []
        codes = [code(it) for it in tied if it.get("opened", "") <= opened]
        reasons = [own.lines[it]["awards"][case["award"]] for it in codes if it in own.lines]
        per = next((it["reason_detail"] for it in reasons if it["reason"] == "tie_to_settle"), None)
        told = [self.seats_in(it, case["award"], codes, per) for it in telling]
        return [seats for seats in told if seats is not None]

    def seats_in(self, it, award, tied, per):
        groups = [self.group(it, per, code) for code in tied if code in it.lines]
        quotas = next(told["quotas"] for told in it.result["awards"] if told["code"] == award)
        limits = [quota["limit"] for quota in quotas if quota["per"] == per and [quota["group"] or ""] == groups[:1]]
        if not limits:
            return None
        group, limit = groups[0], limits[0]
        others = {code: line for code, line in it.lines.items() if code not in tied and self.group(it, per, code) == group}
        # Whoever has a seat without the tie.
        given = sum(line["awards"][award]["reason"] in RECOMMENDED for line in others.values())
        return max(0, limit - given)

    def check_used(self):
        """Nothing was put in that says nothing of the cases."""
        for it in self.stored:
            is_other = any((it.of, it.number) == (other["of"], str(other["number"])) for other in head.get("other_rankings", []))
            agree(f"ranking {it.number} of {it.of} is needed", it in self.used or not is_other, True)


def code(case):
    return case["unit"] if case["subject"] == "collective" else f"CN-{case['nomination']}"
