"""Votes, ties and decisions counted again, from the tables of a bundle alone."""

from fractions import Fraction

from opened import agree, plan, table

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
    """Checks every vote, tie and decision; how many votes there are. `seats_of` tells the seats of a tie that a case is in."""
    count_of_votes = 0
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

    # Ties: of each case the first item that was settled, then the second.
    ties = {}
    for case in cases.values():
        if case["border"]:
            settled = [it for it in tables["items"] if it["case"] == case["case"] and it["state"] == "closed"]
            settled = sorted((it for it in settled if it["result"] != "counted"), key=lambda it: it["closed"])
            for round_number, item in enumerate(settled):
                ties.setdefault((case["border"], round_number), []).append(item)
    given, free = {}, {}
    for (border, round_number), tied in sorted(ties.items(), key=lambda it: it[0][1]):
        seats = int(dict(part.split("=") for part in tied[0]["rule"].split())["seats"])
        whole = seats_of(cases[tied[0]["case"]])
        if whole is not None:
            # A seat whose case left the way later is free again.
            left = max(0, whole - given.get(border, 0))
            agree(f"tie {border}, round {round_number + 1}: seats", left <= seats <= left + free.get(border, 0), True)
        reached = [int(it["for"]) for it in tied if it["reached"] == "yes"]
        for item in tied:
            agree(f"item {item['session']}.{item['item']}: seats", f"seats={seats}" in item["rule"].split(), True)
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
    voted = {it["case"]: days[it["session"]] for it in tables["items"] if it["state"] == "closed" and it["result"] in ("accepted", "seat")}
    for decision in tables["decisions"]:
        what = f"decision {decision['decision']} on case {decision['case']}"
        agree(f"{what}: voted for before", voted.get(decision["case"], "9999") <= decision["issued_on"], True)
        agree(f"{what}: award", cases[decision["case"]]["award"], decision["award"])
    return count_of_votes
