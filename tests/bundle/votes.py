"""Votes, ties and decisions counted again, from the tables of a bundle alone."""

from fractions import Fraction

from opened import agree, plan, table
from rankings import Rankings

# Where a case is that isn't on its way any more.
LEFT = ("rejected", "withdrawn", "revoked")


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


def votes(units, seats_of):
    """Checks every case, vote, tie and decision; how many votes there are. `seats_of` tells the seats of a tie that a case is
    in, as they come out of the figures."""
    count_of_votes = 0
    names = "cases members member_units sessions items item_members votes ballots decisions"
    tables = {name: list(table(f"{name}.csv")) for name in names.split()}
    cases = {case["case"]: case for case in tables["cases"]}
    days = {session["session"]: session["held_on"] for session in tables["sessions"]}
    parents = {unit["code"]: unit["parent"] for unit in units.values()}

    rankings = Rankings(units)
    for case in cases.values():
        rankings.check_case(case)

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
        # A vote that was broken off, or doesn't count any more, has no result.
        if item["state"] != "closed":
            agree(f"{name}: result", item["result"] in ("", "counted"), True)
        agree(f"{name}: closed", bool(item["closed"]) or item["state"] != "closed", True)
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

    # Ties: what was settled together was so at one moment in one session, within the same seats, and nobody twice.
    seats_in = lambda item: dict(part.split("=") for part in item["rule"].split()).get("seats")
    subject = lambda item: (cases[item["case"]]["unit"], cases[item["case"]]["nomination"])
    rounds = {}
    settled = [it for it in tables["items"] if cases[it["case"]]["border"] and it["state"] == "closed" and it["result"] != "counted"]
    for item in sorted(settled, key=lambda it: (it.get("settled", ""), it["closed"], int(it["session"]), int(it["item"]))):
        of_tie = rounds.setdefault(cases[item["case"]]["border"], [])
        together = lambda it: (it["session"], it.get("settled"), seats_in(it))
        goes_with = of_tie and together(of_tie[-1][0]) == together(item)
        if goes_with and subject(item) not in map(subject, of_tie[-1]):
            of_tie[-1].append(item)
        else:
            of_tie.append([item])
    given, free = {}, {}
    for border, tied in [(border, tied) for border, of_tie in rounds.items() for tied in of_tie]:
        seats = int(seats_in(tied[0]))
        of_border = [case for case in cases.values() if case["border"] == border]
        # A seat whose case left the way later is free again.
        before, again = given.get(border, 0), free.get(border, 0)
        may = lambda whole: max(0, whole - before) <= seats <= max(0, whole - before) + again
        for item in tied:
            case = cases[item["case"]]
            told, computed = rankings.seats(case, of_border, item["opened"]), seats_of(case)
            name = f"item {item['session']}.{item['item']}: seats"
            if told is not None:
                agree(f"{name} by the ranking", any(map(may, told)), True)
            if computed is not None:
                agree(f"{name} by the figures", may(computed), True)
        reached = [int(it["for"]) for it in tied if it["reached"] == "yes"]
        for item in tied:
            own = int(item["for"])
            if item["reached"] != "yes":
                result = "declined"
            elif sum(other >= own for other in reached) <= seats:
                result = "seat"
                given[border] = given.get(border, 0) + 1
                free[border] = free.get(border, 0) + (cases[item["case"]]["state"] in LEFT)
            else:
                result = "again" if sum(other > own for other in reached) < seats else "no_seat"
            agree(f"item {item['session']}.{item['item']}: result", result, item["result"])
    # A tie that was voted on and isn't settled rests on a ranking too.
    for item in tables["items"]:
        if item["opened"] and cases[item["case"]]["border"]:
            case = cases[item["case"]]
            rankings.seats(case, [it for it in cases.values() if it["border"] == case["border"]], item["opened"])
    rankings.check_used()
    voted = {it["case"]: days[it["session"]] for it in tables["items"] if it["state"] == "closed" and it["result"] in ("accepted", "seat")}
    for decision in tables["decisions"]:
        what = f"decision {decision['decision']} on case {decision['case']}"
        agree(f"{what}: voted for before", voted.get(decision["case"], "9999") <= decision["issued_on"], True)
        agree(f"{what}: award", cases[decision["case"]]["award"], decision["award"])
    return count_of_votes
