#!/usr/bin/env python3
"""Makes the input files of the benchmark, the same bytes every time.

Run by `benches/run`, in a process of its own so that the harness stays small. One line per contest made is printed.

* stations: the official results of 96,765 polling stations of a 2020 vote, from ../shared/data. Nobody counted "took
  part" there; the ballots issued stand in for it.
* long, longer: SYNTHETIC, from a fixed seed. Nothing in them is a real place or a real result.
"""

import argparse
import csv
import gzip
import hashlib
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
STATIONS = HERE.parent.parent / "shared" / "data" / "polling_stations_2020.csv.gz"
SEED = 508_2021
CLUSTERS = 60
TYPES = "abc"


def write_stations(folder, every):
    """The real stations, wide: one row per station."""
    with gzip.open(STATIONS, "rt", encoding="utf-8", newline="") as source, open(
        folder / "units.csv", "w", encoding="utf-8", newline=""
    ) as units_file, open(folder / "reports.csv", "w", encoding="utf-8", newline="") as reports_file:
        units = csv.writer(units_file, lineterminator="\n")
        reports = csv.writer(reports_file, lineterminator="\n")
        units.writerow(["code", "name", "level", "cluster"])
        reports.writerow(["code", "voters", "took_part", "collected", "valid", "invalid"])
        written = 0
        for index, row in enumerate(csv.DictReader(source)):
            if index % every:
                continue
            code = row["row"].zfill(6)
            units.writerow([code, row["station"], "station", row["region"]])
            reports.writerow(
                [code, row["registered"], row["issued"], row["collected"], row["valid"], row["invalid"]]
            )
            written += 1
    return written


def ballot_figures(chance, voters, unit):
    """Synthetic figures of one ballot type: most areas at 100 %, few ballots invalid, some exactly at a bar."""
    if unit % 50 == 7:
        voters, absent = 1000, 1  # exactly 99.90 %: met
    elif chance() < 0.72:
        absent = 0
    else:
        absent = int(voters * 0.004 * chance() ** 3) + int(chance() * 2)
    took_part = voters - absent
    collected = took_part - (1 if chance() < 0.03 else 0)
    if unit % 53 == 11:
        collected = 500  # one invalid in 500 is exactly 0.2 %: not met, the bar is strict
        voters = took_part = max(voters, 500)
        invalid = 1
    elif chance() < 0.45:
        invalid = 0
    else:
        invalid = int(collected * 0.0032 * chance() ** 2) + int(chance() * 1.3)
    return {
        "voters": voters,
        "took_part": took_part,
        "collected": collected,
        "valid": collected - invalid,
        "invalid": invalid,
    }


def write_long(folder, units_wanted):
    """Synthetic reports, long: fifteen rows per unit."""
    chance = random.Random(SEED).random
    with open(folder / "units.csv", "w", encoding="utf-8", newline="") as units, open(
        folder / "reports.csv", "w", encoding="utf-8", newline=""
    ) as reports:
        units.write("code,name,level,cluster\n")
        reports.write("unit,metric,value\n")
        for unit in range(units_wanted):
            code = f"{unit + 1:06}"
            cluster = int(chance() * CLUSTERS) + 1
            units.write(f"{code},Đơn vị giả định {unit + 1},area,Cụm giả định {cluster:02}\n")
            voters = 250 + int(chance() ** 2 * 2900)
            for item in TYPES:
                roll = voters - (0 if item == "a" else int(chance() * 12))
                figures = ballot_figures(chance, roll, unit)
                reports.write("".join(f"{code},{name}.{item},{count}\n" for name, count in figures.items()))
    return units_wanted * 15


def make(folder, stamp, write):
    """Writes the files of one contest unless they are there, made by this very script."""
    stamp_file = folder / "stamp"
    if stamp_file.exists() and stamp_file.read_text().startswith(stamp):
        return int(stamp_file.read_text().split()[-1])
    folder.mkdir(parents=True, exist_ok=True)
    stamp_file.unlink(missing_ok=True)
    rows = write(folder)
    stamp_file.write_text(f"{stamp} {rows}")
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--quick", action="store_true")
    options = arguments.parse_args()
    stamp = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:16]
    every, units = (20, 3_000) if options.quick else (1, 66_667)
    if STATIONS.exists():
        rows = make(options.folder / "stations", stamp, lambda folder: write_stations(folder, every))
        print(f"stations {rows}")
    for name, wanted in (("long", units), ("longer", 2 * units)):
        rows = make(options.folder / name, stamp, lambda folder, wanted=wanted: write_long(folder, wanted))
        print(f"{name} {rows}")


if __name__ == "__main__":
    main()
