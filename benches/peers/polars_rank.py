#!/usr/bin/env python3
"""From CSV files to a ranking CSV with polars: the verdicts and ranks of benches/plans/*.toml.

Verdicts are integer cross multiplications. For the order, two fractions are compared by their 64-bit quotients, which is
exact here: unequal fractions of integers below 2^26 differ by more than one part in 2^52, so that correctly rounded
division gives unequal quotients in the right order, and equal fractions give the same quotient. That the integers are
below 2^26 is checked.

Usage: polars_rank.py stations|long UNITS REPORTS OUTPUT; POLARS_MAX_THREADS sets the threads.
The time from after the imports to the end goes to standard error as JSON.
"""

import json
import sys
import time

import polars as pl

STARTED = time.perf_counter()

FIGURES = ["voters", "took_part", "collected", "valid", "invalid"]
TYPES = ["a", "b", "c"]
LARGEST = 2**26


def stations(path):
    """Wide figures: one item, so one suffix, which is empty."""
    schema = {"code": pl.String} | {figure: pl.Int32 for figure in FIGURES}
    return pl.scan_csv(path, schema=schema), [""]


def long(path):
    """Long figures: fifteen rows of a unit become one row of fifteen columns."""
    slots = [f"{figure}.{item}" for item in TYPES for figure in FIGURES]
    schema = {"unit": pl.String, "metric": pl.Enum(slots), "value": pl.Int32}
    value = [pl.when(pl.col("metric") == slot).then("value").max().alias(slot) for slot in slots]
    wide = pl.scan_csv(path, schema=schema).group_by("unit").agg(value)
    return wide.rename({"unit": "code"}), [f".{item}" for item in TYPES]


def figure(name, item):
    return pl.col(name + item).cast(pl.Int64)


def verdict(met, measured):
    return pl.when(~measured).then(pl.lit("missing")).when(met).then(pl.lit("met")).otherwise(pl.lit("not_met"))


def scored(figures, items, turnout_bar, invalid_bar):
    """Outcomes, gates and the two measures that order them. Bars are in parts per 10,000."""
    on_roll = pl.all_horizontal(figure("voters", item) > 0 for item in items)
    counted = pl.all_horizontal(figure("collected", item) > 0 for item in items)
    turned_out = pl.all_horizontal(
        figure("took_part", item) * 10_000 >= figure("voters", item) * turnout_bar for item in items
    )
    few_invalid = pl.all_horizontal(
        figure("invalid", item) * 10_000 < figure("collected", item) * invalid_bar for item in items
    )
    turnout = pl.min_horizontal(figure("took_part", item) / figure("voters", item) for item in items)
    invalid = pl.max_horizontal(figure("invalid", item) / figure("collected", item) for item in items)
    inconsistent = pl.any_horizontal(
        (figure("valid", item) + figure("invalid", item) != figure("collected", item))
        | (figure("collected", item) > figure("took_part", item))
        for item in items
    )
    largest = pl.max_horizontal(pl.col(name + item) for item in items for name in ("voters", "took_part", "collected"))
    gates = pl.when((on_roll & ~turned_out) | (counted & ~few_invalid)).then(2).when(on_roll & counted).then(0)
    return figures.select(
        "code",
        verdict(turned_out, on_roll).alias("turnout.outcome"),
        verdict(few_invalid, counted).alias("invalid.outcome"),
        gates.otherwise(1).cast(pl.Int8).alias("gates"),
        pl.when(on_roll).then(turnout).alias("turnout"),
        pl.when(counted).then(invalid).alias("invalid"),
        (inconsistent | (largest >= LARGEST)).fill_null(True).alias("refused"),
    )


def ranked(units, scores):
    """Ranks inside clusters, ties shared (1, 1, 3): a rank counts from the first row of the cluster."""
    keys = ["cluster", "gates", "turnout", "invalid"]
    row = pl.int_range(pl.len(), dtype=pl.Int32)
    new_cluster = pl.col("cluster").ne_missing(pl.col("cluster").shift(1))
    new_key = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in keys)
    first_of_cluster = pl.when(new_cluster).then(row).forward_fill()
    first_of_key = pl.when(new_key).then(row).forward_fill()
    return (
        units.join(scores, on="code", how="inner")
        .sort(*keys, "code", descending=[False, False, True, False, False], nulls_last=True)
        .with_columns((first_of_key - first_of_cluster + 1).alias("rank"))
        .collect(engine="streaming")
    )


def main():
    kind, units_path, reports_path, output = sys.argv[1:]
    schema = {"code": pl.String, "name": pl.String, "level": pl.String, "cluster": pl.Categorical}
    units = pl.scan_csv(units_path, schema=schema).select("code", "name", "cluster")
    if kind == "stations":
        scores = scored(*stations(reports_path), turnout_bar=6_500, invalid_bar=100)
    else:
        scores = scored(*long(reports_path), turnout_bar=9_990, invalid_bar=20)
    ranking = ranked(units, scores)
    if ranking["refused"].any():
        sys.exit("figures are missing, contradict each other, or are too large for 64-bit quotients")
    columns = ["cluster", "code", "name", "rank", "turnout.outcome", "invalid.outcome"]
    ranking.select(columns).write_csv(output)
    seconds = time.perf_counter() - STARTED
    print(json.dumps({"seconds": seconds, "threads": pl.thread_pool_size(), "rows": ranking.height}), file=sys.stderr)


main()
