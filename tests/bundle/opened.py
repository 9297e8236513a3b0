"""A bundle opened, and what all parts of the computation share; by the standard library alone."""

import csv
import hashlib
import io
import json
import sys
import tomllib
import zipfile
from fractions import Fraction

bundle = zipfile.ZipFile(sys.argv[1])
disagreements = 0


def agree(what, own, stated):
    global disagreements
    if own != stated:
        disagreements += 1
        print(f"DIFFERENT: {what}: computed {own}, stated {stated}")


def member(name):
    return bundle.read(name).decode("utf-8")


def table(name):
    """The lines of a table, with the apostrophes taken off that guard texts against spreadsheets."""
    for row in csv.DictReader(io.StringIO(member(name), newline="")):
        yield {column: cell.removeprefix("'") for column, cell in row.items()}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def numeral(text):
    """A number as plans and figures write it: a whole one, one with decimals, or a percentage."""
    text = str(text)
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def rounded(exact, scale, way):
    """A fraction rounded once to so many decimals; halves go away from zero, or to the even digit."""
    scaled = exact * 10**scale
    down = scaled.numerator // scaled.denominator
    rest = scaled - down
    half = Fraction(1, 2)
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": rest > half if scaled < 0 else rest >= half,
        "half_even": rest > half or (rest == half and down % 2 == 1),
    }[way]
    return Fraction(down + up, 10**scale)


head = json.loads(member("bundle.json"))
formats = ("thidua.bundle/1", "thidua.bundle/2", "thidua.bundle/3")
assert head["format"] in formats, head["format"]
has_way, is_whole = head["format"] != formats[0], head["format"] == formats[2]
plan = tomllib.loads(member("plan.toml"))
ranking = json.loads(member("ranking.json"))
