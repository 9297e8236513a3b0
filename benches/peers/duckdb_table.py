#!/usr/bin/env python3
"""How long DuckDB needs to rank the stations once their figures are in its tables: the query of duckdb_rank.py.

Usage: duckdb_table.py UNITS REPORTS THREADS ROUNDS
The seconds of each round go to standard output as JSON; the first, which warms up, isn't among them.
"""

import json
import sys
import time

import duckdb

from duckdb_rank import FIGURES, csv_file, query


def main():
    units, reports, threads, rounds = sys.argv[1:]
    connection = duckdb.connect(config={"threads": int(threads)})
    columns = {"code": "VARCHAR"} | {figure: "INTEGER" for figure in FIGURES}
    unit_columns = {"code": "VARCHAR", "name": "VARCHAR", "level": "VARCHAR", "cluster": "VARCHAR"}
    connection.execute(f"CREATE TABLE reports AS FROM {csv_file(reports, columns)}")
    connection.execute(f"CREATE TABLE units AS FROM {csv_file(units, unit_columns)}")
    text = query("FROM reports", [""], units, turnout_bar=6_500, invalid_bar=100).replace(csv_file(units, unit_columns) + " AS units", "units")
    seconds = []
    for _ in range(int(rounds) + 1):
        started = time.perf_counter()
        connection.execute(f"CREATE OR REPLACE TEMP TABLE ranking AS {text}")
        seconds.append(time.perf_counter() - started)
    assert connection.execute("SELECT count(*) FROM ranking").fetchone()[0]
    print(json.dumps(seconds[1:]))


if __name__ == "__main__":
    main()
