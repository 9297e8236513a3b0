#!/usr/bin/env python3
"""From CSV files to a ranking CSV with DuckDB: the verdicts and ranks of benches/plans/*.toml.

Verdicts are integer cross multiplications. For the order, two fractions are compared by their 64-bit quotients, which is
exact here: unequal fractions of integers below 2^26 differ by more than one part in 2^52, so that correctly rounded
division gives unequal quotients in the right order, and equal fractions give the same quotient. That the integers are
below 2^26 is checked.

Usage: duckdb_rank.py stations|long UNITS REPORTS OUTPUT THREADS
The time from after the imports to the end goes to standard error as JSON.
"""

import json
import sys
import time

import duckdb

STARTED = time.perf_counter()

FIGURES = ["voters", "took_part", "collected", "valid", "invalid"]
TYPES = ["a", "b", "c"]
LARGEST = 2**26


def csv_file(path, columns):
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{types}}})"


def stations(path):
    """Wide figures: one item, so one suffix, which is empty."""
    return f"FROM {csv_file(path, {'code': 'VARCHAR'} | {figure: 'INTEGER' for figure in FIGURES})}", [""]


def long(path):
    """Long figures: fifteen rows of a unit become one row of fifteen columns."""
    source = csv_file(path, {"unit": "VARCHAR", "metric": "VARCHAR", "value": "INTEGER"})
    slots = ", ".join(
        f"max(value) FILTER (metric = '{figure}.{item}') AS {figure}_{item}" for item in TYPES for figure in FIGURES
    )
    return f"SELECT unit AS code, {slots} FROM {source} GROUP BY unit", [f"_{item}" for item in TYPES]


def across(items, joined_by, template):
    """The template once per item, `{i}` being the item's suffix."""
    return "(" + joined_by.join("(" + template.replace("{i}", item) + ")" for item in items) + ")"


def every(items, template):
    return across(items, " AND ", template)


def extreme(items, function, template):
    return function + across(items, ", ", template) if len(items) > 1 else across(items, "", template)


def query(figures, items, units, turnout_bar, invalid_bar):
    """The whole way in one statement. Bars are in parts per 10,000."""
    unit_columns = {"code": "VARCHAR", "name": "VARCHAR", "level": "VARCHAR", "cluster": "VARCHAR"}
    return f"""
WITH figures AS ({figures}),
judged AS (
    SELECT code,
        {every(items, "voters{i} > 0")} AS on_roll,
        {every(items, "collected{i} > 0")} AS counted,
        {every(items, f"took_part{{i}}::BIGINT * 10000 >= voters{{i}}::BIGINT * {turnout_bar}")} AS turned_out,
        {every(items, f"invalid{{i}}::BIGINT * 10000 < collected{{i}}::BIGINT * {invalid_bar}")} AS few_invalid,
        {extreme(items, "least", "took_part{i}::DOUBLE / voters{i}::DOUBLE")} AS turnout,
        {extreme(items, "greatest", "invalid{i}::DOUBLE / collected{i}::DOUBLE")} AS invalid,
        {every(items, f"valid{{i}} + invalid{{i}} = collected{{i}} AND collected{{i}} <= took_part{{i}}")}
            AND {every(items, f"voters{{i}} < {LARGEST} AND took_part{{i}} < {LARGEST}")} AS sound
    FROM figures
),
scored AS (
    SELECT units.cluster, code, units.name,
        CASE WHEN (on_roll AND NOT turned_out) OR (counted AND NOT few_invalid) THEN 2
            WHEN on_roll AND counted THEN 0 ELSE 1 END AS gates,
        CASE WHEN on_roll THEN turnout END AS turnout,
        CASE WHEN counted THEN invalid END AS invalid,
        CASE WHEN NOT on_roll THEN 'missing' WHEN turned_out THEN 'met' ELSE 'not_met' END AS "turnout.outcome",
        CASE WHEN NOT counted THEN 'missing' WHEN few_invalid THEN 'met' ELSE 'not_met' END AS "invalid.outcome",
        CASE WHEN sound THEN true ELSE error('figures are missing, contradict each other, or are too large') END AS sound
    FROM {csv_file(units, unit_columns)} AS units JOIN judged USING (code)
)
SELECT cluster, code, name,
    rank() OVER (PARTITION BY cluster ORDER BY gates, turnout DESC NULLS LAST, invalid NULLS LAST) AS rank,
    "turnout.outcome", "invalid.outcome"
FROM scored WHERE sound ORDER BY cluster, rank, code
"""


def main():
    kind, units, reports, output, threads = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    connection.execute("SET preserve_insertion_order = false")
    if kind == "stations":
        ranking = query(*stations(reports), units, turnout_bar=6_500, invalid_bar=100)
    else:
        ranking = query(*long(reports), units, turnout_bar=9_990, invalid_bar=20)
    written = connection.execute(f"COPY ({ranking}) TO '{output}' (FORMAT csv, HEADER true)").fetchone()[0]
    seconds = time.perf_counter() - STARTED
    print(json.dumps({"seconds": seconds, "threads": int(threads), "rows": written}), file=sys.stderr)


if __name__ == "__main__":
    main()
