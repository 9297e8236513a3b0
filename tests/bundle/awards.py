"""Ranks, and who is recommended for which award: eligibility, then all quotas at once, the better ones first."""

import hashlib
from fractions import Fraction

from criteria import GATES, OPEN
from opened import numeral, rounded

UNDECIDED = ("tie_to_settle", "waits_for_tie", "waits_for_award")
RECOMMENDED = ("recommended", "recommended_by_tie", "recommended_by_lot", "taken_in")


def order(contest, code, keys):
    """What a unit is ordered by, the better the smaller: the plan's keys in turn; what is missing stands last."""
    found = [code in contest.excluded]
    for key in keys:
        if key["by"] == "gates":
            found.append((False, GATES.index(contest.gates[code])))
            continue
        if key["by"] == "points":
            value, sign = contest.totals[code][0], -1
        else:
            at = 1 if key["by"] == "measure" else 2
            judged = contest.results[code][key["of"]]
            value = judged[at] if judged else None
            sign = 1 if key.get("prefer") == "lowest" else -1
        found.append((value is None, sign * (value or 0)))
    return found


class Seats:
    """One quota in one group; what is open takes seats at most, what is certain at least."""

    def __init__(self, limit, limit_at_most):
        self.limit, self.limit_at_most, self.taken, self.at_most, self.closed = limit, limit_at_most, 0, 0, False

    def is_full(self):
        return self.closed or self.taken >= self.limit_at_most

    def free(self):
        return 0 if self.closed else max(0, self.limit - self.at_most)

    def free_at_most(self):
        return 0 if self.closed else max(0, self.limit_at_most - self.taken)

    def take(self, least, most):
        self.taken += least
        self.at_most = min(self.at_most + most, max(self.limit_at_most, self.at_most))


class Award:
    """An award while it is worked out: `reasons` holds of each unit the reason and what it is about."""

    def __init__(self, contest, award, done, choices):
        self.contest, self.award, self.reasons = contest, award, {}
        self.chosen = {it["unit"]: it["kind"] for it in reversed(choices) if it["award"] == award["code"]}
        self.quotas = award.get("quota", [])
        self.apart = all(quota["per"] == "cluster" for quota in self.quotas)
        pool = []
        for code in contest.taking_part:
            reason, about = self.eligibility(code, done)
            if reason == "eligible":
                pool.append((code, about))
            else:
                self.reasons[code] = (reason, about)
        place = {code: (self.cluster(code) if self.apart else "", order(contest, code, contest.plan["ranking"])) for code, _ in pool}
        pool.sort(key=lambda it: place[it[0]])
        if "place_at_most" in award.get("requires", {}):
            pool = self.within_place(pool, award["requires"]["place_at_most"])
        self.seats = [self.seats_of(quota, pool) for quota in self.quotas]
        pool = [it for it in pool if not self.leave_out(it[0])]
        while pool:
            group = [it for it in pool if place[it[0]] == place[pool[0][0]]]
            pool = pool[len(group) :]
            for code, depends in group:
                if depends:
                    self.wait(code, "waits_for_award", depends)
            certain = [code for code, depends in group if not depends]
            if len(group) == 1:
                certain and self.alone(certain[0])
            else:
                self.settle(certain, award["on_tie"])

    def cluster(self, code):
        return self.contest.units[code]["cluster"]

    def eligibility(self, code, done):
        contest, award = self.contest, self.award
        needs, unit = award.get("requires", {}), contest.units[code]
        if needs.get("subjects") and unit["subject"] not in needs["subjects"]:
            return "other_subject", None
        if code in contest.excluded:
            return "excluded", None
        if (code, "") in contest.held:
            return "on_hold", None
        kept = []
        if needs.get("gates") and contest.gates[code] != "met":
            kept = [contest.obstacle(code)]
        for name in needs.get("criteria", []) if not kept else []:
            found = contest.results[code][name]
            if found is None or found[0] != "met":
                kept.append((name, found[0] if found else "not_met"))
        for name, outcome in kept[:1]:
            return "open" if outcome in OPEN else "not_met", name
        total = contest.totals[code][0]
        if "minimum_points" in needs and (total is None or total < numeral(needs["minimum_points"])):
            return "too_few_points", None
        depends, source = None, award.get("from")
        if source:
            reason = done[source].reasons[code][0]
            if reason in UNDECIDED:
                depends = source
            elif reason not in RECOMMENDED:
                return "not_on_list", source
        for higher in contest.plan["award"]:
            if higher["code"] == award["code"]:
                break
            if source and higher.get("from") != source or not source and self.comes_from(higher, award["code"]):
                continue
            reason = done[higher["code"]].reasons[code][0] if higher["code"] in done else None
            if reason in RECOMMENDED:
                return "higher_award", higher["code"]
            if reason in UNDECIDED:
                depends = depends or higher["code"]
        return "eligible", depends

    def comes_from(self, award, source):
        awards = {it["code"]: it for it in self.contest.plan["award"]}
        while award.get("from"):
            if award["from"] == source:
                return True
            award = awards[award["from"]]
        return False

    def within_place(self, pool, last):
        """The first places among the eligible of each cluster; who comes in only if another falls away depends on it."""
        within = []
        for code, depends in pool:
            key = order(self.contest, code, self.contest.plan["ranking"])
            before = [(other, of) for other, of in pool if self.cluster(other) == self.cluster(code)]
            before = [(other, of) for other, of in before if order(self.contest, other, self.contest.plan["ranking"]) < key]
            if sum(not of for _, of in before) >= last:
                self.reasons[code] = ("place_too_low", None)
            elif len(before) >= last:
                within.append((code, depends or next(of for _, of in before if of)))
            else:
                within.append((code, depends))
        return within

    # Seats.
    def group(self, quota, code):
        return "" if quota["per"] == "overall" else self.contest.units[code][quota["per"]]

    def seats_of(self, quota, pool):
        contest, seats = self.contest, {}
        for group in {self.group(quota, code) for code in contest.taking_part}:
            if quota.get("of") == "eligible":
                inside = [depends for code, depends in pool if self.group(quota, code) == group]
                bases = [inside.count(None), len(inside)]
            else:
                bases = [sum(self.group(quota, code) == group for code in contest.taking_part)] * 2
            if group and group in quota.get("except", {}):
                limits = [quota["except"][group]] * 2
            elif "share" in quota:
                limits = [int(rounded(numeral(quota["share"]) * base, 0, quota["rounding"])) for base in bases]
            else:
                limits = [quota["at_most"]] * 2
            seats[group] = Seats(*limits)
        return seats

    def scopes(self, code):
        return [(at, self.group(quota, code)) for at, quota in enumerate(self.quotas)]

    def at(self, scope):
        return self.seats[scope[0]][scope[1]]

    def first(self, code, wanted):
        """The first of a unit's quotas for which something holds, by what it is counted over."""
        return next((self.quotas[scope[0]]["per"] for scope in self.scopes(code) if wanted(self.at(scope))), None)

    def take(self, code, least, most):
        for scope in self.scopes(code):
            self.at(scope).take(least, most)

    # Decisions.
    def leave_out(self, code):
        if self.chosen.get(code) == "leave_out":
            self.reasons[code] = ("left_out", None)
        return code in self.reasons

    def admit(self, code, reason="recommended", about=None):
        for scope in self.scopes(code):
            self.at(scope).taken += 1
            self.at(scope).at_most += 1
        self.reasons[code] = (reason, about)

    def wait(self, code, reason, about):
        full = self.first(code, Seats.is_full)
        if full:
            self.reasons[code] = ("quota_full", full)
        else:
            self.take(code, 0, 1)
            self.reasons[code] = (reason, about)

    def alone(self, code):
        full = self.first(code, lambda seats: seats.free() == 0)
        if full:
            self.wait(code, "waits_for_tie", full)
        else:
            self.admit(code)

    def without_full(self, group):
        while True:
            waiting = [(code, full) for code in group if (full := self.first(code, lambda seats: seats.free() == 0))]
            if not waiting:
                return group
            group = [code for code in group if code not in dict(waiting)]
            for code, full in waiting:
                self.wait(code, "waits_for_tie", full)

    def settle(self, group, policy):
        group = self.without_full(group)
        if len(group) == 1:
            return self.alone(group[0])
        self.want(group)
        if policy == "all":
            found = [(code, self.contested(code)) for code in group]
            for code, by_tie in found:
                self.admit(code, *(("recommended_by_tie", by_tie) if by_tie else ()))
            return
        if policy == "next_criterion" and any(map(self.contested, group)):
            keys = {code: order(self.contest, code, self.award["next"]) for code in group}
            for key in sorted({tuple(key) for key in keys.values()}):
                self.settle([code for code in group if tuple(keys[code]) == key], "ask")
            return
        while certain := [code for code in group if self.is_certain(code)]:
            for code in certain:
                self.admit(code)
            group = self.without_full([code for code in group if code not in certain])
            self.want(group)
        found = [(code, self.contested(code)) for code in group]
        if policy == "none":
            for code, full in found:
                self.reasons[code] = ("tie_admits_none", full)
            for scope in [it for it, wanted in self.wanted.items() if wanted > self.at(it).free()]:
                self.at(scope).closed = True
        elif policy == "lot":
            lot = lambda it: hashlib.sha256(f"{self.award['lot_seed']}\n{self.award['code']}\n{it[0]}".encode()).digest()
            for code, full in sorted(found, key=lot):
                if lost := self.first(code, Seats.is_full):
                    self.reasons[code] = ("lost_lot", lost)
                elif perhaps := self.first(code, lambda seats: seats.free() == 0):
                    self.wait(code, "waits_for_tie", perhaps)
                else:
                    self.admit(code, *(("recommended_by_lot", full) if full else ()))
        else:
            rest = []
            for code in group:
                if self.chosen.get(code) == "take_in" and not self.first(code, lambda seats: seats.free() == 0):
                    self.admit(code, "taken_in")
                else:
                    rest.append(code)
            if len(rest) < len(group):
                return self.settle(rest, policy)
            self.reasons |= {code: ("tie_to_settle", full) for code, full in found}
            for scope, least, most in self.taken():
                self.at(scope).take(least, most)

    def seats_left(self, code):
        """The seats at the border where a unit ties: those of the quota that aren't given to others for certain."""
        reason, per = self.reasons[code]
        if reason != "tie_to_settle":
            return None
        at = next(at for at, quota in enumerate(self.quotas) if quota["per"] == per)
        group = self.group(self.quotas[at], code)
        given = [it for it, (of, _) in self.reasons.items() if of in RECOMMENDED and self.group(self.quotas[at], it) == group]
        return self.seats[at][group].limit_at_most - len(given)

    # Ties: how many want a seat of each quota, and how many of each two.
    def want(self, group):
        self.wanted, self.both = {}, {}
        for code in group:
            for scope in self.scopes(code):
                self.wanted[scope] = self.wanted.get(scope, 0) + 1
                for other in self.scopes(code):
                    if other != scope:
                        self.both.setdefault(scope, {}).setdefault(other, 0)
                        self.both[scope][other] += 1

    def contested(self, code):
        scopes = [it for it in self.scopes(code) if self.wanted[it] > self.at(it).free()]
        return self.quotas[scopes[0][0]]["per"] if scopes else None

    def admitted_by(self, scope, quota):
        """How many of those who want a seat of a quota another quota admits at most."""
        others = self.both.get(scope, {}).items()
        return sum(min(both, self.at(other).free_at_most()) for other, both in others if other[0] == quota)

    def is_certain(self, code):
        """Whether the others can't take all seats of any of its quotas, however the tie is settled."""
        for scope in self.scopes(code):
            most = self.wanted[scope] - 1
            for own in self.scopes(code):
                if own != scope:
                    itself = self.both[scope][own] <= self.at(own).free_at_most()
                    most = min(most, self.admitted_by(scope, own[0]) - itself)
            if most >= self.at(scope).free():
                return False
        return True

    def taken(self):
        """How many seats those who tie take of each quota, at least and at most."""
        for scope, count in list(self.wanted.items()):
            others = self.both.get(scope, {}).items()
            out = sum(min(both, max(0, self.wanted[other] - self.at(other).free())) for other, both in others)
            least = min(max(0, count - out), self.at(scope).free())
            most = min([count] + [self.admitted_by(scope, at) for at in range(len(self.quotas)) if at != scope[0]])
            yield scope, least, most


def recommended(contest, choices):
    """Every award, lists before the awards that are chosen from them."""
    done, awards = {}, list(contest.plan.get("award", []))
    while awards:
        award = next(it for it in awards if it.get("from") is None or it["from"] in done)
        awards.remove(award)
        done[award["code"]] = Award(contest, award, done, choices)
    return done
