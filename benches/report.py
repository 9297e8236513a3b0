"""The benchmark's measurements as Markdown: medians, ratios, and which targets are met."""

import statistics

NAMES = {"thidua": "thidua", "polars": "polars", "duckdb": "DuckDB", "bare": "bare reading (`csv`)"}
CONTESTS = {
    "stations": "{} polling stations, wide (real figures)",
    "long": "{} long rows (synthetic)",
    "longer": "{} long rows (synthetic)",
}
PEERS = ("polars", "duckdb")


def middle(measurements, what):
    return statistics.median(measurement[what] for measurement in measurements)


def milliseconds(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def megabytes(size):
    return f"{size / 1e6:.0f} MB"


def table(header, lines):
    marks = ["---" if index < 2 else "---:" for index in range(len(header))]
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, marks, *lines])


def title(contest, rows):
    return CONTESTS[contest].format(f"{rows[contest]:,}")


def measurements(run, rows):
    """One line per file and tool."""
    lines = []
    for (contest, tool), found in run.items():
        ours = run.get((contest, "thidua"))
        whole = middle(found, "whole")
        against = f"{whole / middle(ours, 'whole'):.2f}" if ours else "-"
        lines.append(
            [
                title(contest, rows),
                NAMES[tool],
                milliseconds(whole),
                milliseconds(min(measurement["whole"] for measurement in found)),
                milliseconds(middle(found, "inner")) if tool in PEERS else "-",
                milliseconds(middle(found, "processor")),
                megabytes(middle(found, "memory")),
                against,
            ]
        )
    header = ["file", "tool", "whole process", "least", "without start", "processor", "peak memory", "thidua = 1"]
    return table(header, lines)


def targets(run, rows):
    """One line per promise: what is allowed, what was measured, met or not."""
    lines = []

    def promise(contest, text, allowed, show, found, strict=False):
        if found is None:
            verdict, shown = "not measured", "-"
        else:
            verdict = "met" if (found < allowed if strict else found <= allowed) else "**not met**"
            shown = show(found)
        lines.append([title(contest, rows), text, show(allowed), shown, verdict])

    for contest in [contest for contest in ("stations", "long") if contest in rows]:
        ours = run.get((contest, "thidua"))
        whole, memory = (middle(ours, "whole"), middle(ours, "memory")) if ours else (None, None)

        def least(what, contest=contest):
            return min(middle(run[contest, peer], what) for peer in PEERS)

        promise(contest, "at most half of the faster peer's whole process", least("whole") / 2, milliseconds, whole)
        promise(contest, "at most the faster peer's time without its start", least("inner"), milliseconds, whole)
        promise(contest, "below half of the smaller peer's memory", least("memory") / 2, megabytes, memory, True)
    bare = middle(run["long", "bare"], "whole")
    ours = run.get(("long", "thidua"))
    whole = middle(ours, "whole") if ours else None
    promise("long", "at most 3x bare reading", 3 * bare, milliseconds, whole)
    growth = middle(run["longer", "thidua"], "whole") / whole if ours else None
    promise("longer", "twice the rows, at most 2.1x the time", 2.1, "{:.2f}x".format, growth)
    return table(["file", "promise", "allowed", "measured", ""], lines)


def markdown(chosen, rows, agreements, runs, machine, takes_threads, floor):
    """The whole report."""
    command = "benches/run" + "".join(
        f" {option}"
        for option, wanted in (
            ("--quick", chosen.quick),
            (f"--threads {chosen.threads}", chosen.threads),
            (f"--rounds {chosen.rounds}", chosen.rounds != (1 if chosen.quick else 7)),
            ("--without-thidua", chosen.without_thidua),
        )
        if wanted
    )
    parts = [
        f"Measured by `{command}` on {machine}. Medians of {chosen.rounds}, everything interleaved in one run, files in "
        "the page cache. Every tool reads the same units and reports and writes a ranking CSV; thidua also decides who "
        "is recommended. `without start` leaves out the interpreter's start and the imports. Peak memory is "
        f"the system's own count; it can't show less than the {megabytes(floor)} of the process that starts the others."
    ]
    if chosen.quick:
        parts.append("**A quick run: few rows, one round. It shows that all agree; its times mean nothing.**")
    if "stations" not in rows:
        parts.append("**Left out: the polling stations; their file isn't there.**")
    for contest, words in agreements.items():
        parts.append(f"All agree with an exact referee on {title(contest, rows)}: {words}.")
    for threads, run in runs.items():
        parts.append(f"### Threads: {threads}")
        if not takes_threads and not chosen.without_thidua and threads > 1:
            parts.append(f"The peers have {threads} threads here, thidua has one.")
        parts.append(measurements(run, rows))
        if not chosen.quick:
            parts.append(targets(run, rows))
    return "\n\n".join(parts)
