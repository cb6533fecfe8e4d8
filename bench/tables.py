"""The tables of the figures, for the terminal and for docs/performance.md."""

from collections.abc import Callable, Sequence
from typing import Any

Found = dict[str, Any]
"""What one command has measured, as it is kept in bench/results."""

FANOUT = {
    "server": "server",
    "members": "members",
    "us_per_delivery": "µs CPU a delivery",
    "to_floor": "× bare C",
    "us_per_post": "µs CPU a post",
    "frames_per_delivery": "writes a delivery",
    "posts_per_second": "posts/s",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
}
POSTS = {
    "server": "server",
    "us_per_post": "µs CPU a post",
    "posts_per_second": "posts/s",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
}
ANSWERS = {
    "server": "server",
    "posters": "who post",
    "posts_per_second": "answered a second",
    "us_per_post": "µs CPU a post",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
}
PACED = {
    "server": "server",
    "members": "members",
    "p50_ms": "p50 ms",
    "p50_more": "ms more than bare C",
    "p99_ms": "p99 ms",
    "p99_more": "ms more than bare C ",
    "paced_us_per_post": "µs CPU a post",
}
IDLE = {
    "server": "server",
    "members": "sockets",
    "socket_kib": "KiB a socket",
    "base_mib": "MiB without sockets",
    "all_mib": "MiB with them",
    "join_seconds": "s until all were there",
    "idle_percent": "% CPU idle",
}
JOIN = {"server": "server", "members": "members", "join_ms": "ms CPU a join"}
RETURN = {
    "state": "the server",
    "missed": "events missed",
    "ms": "ms CPU a return",
    "whole": "% that got all",
}
PAGES = {
    "locale": "locale",
    "cpu_ms": "ms CPU",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "page_bytes": "bytes of the page as sent",
    "all_bytes": "with its stylesheet",
}

PEERS = {
    "server": "server",
    "stores": "what is said is kept in",
    "us_per_delivery": "µs CPU a delivery",
    "to_floor": "× bare C",
    "us_per_post": "µs CPU a post",
    "rate": "posts/s, paced",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "join_ms": "ms CPU a join",
    "socket_kib": "KiB a socket",
    "frame_bytes": "bytes a frame",
    "came_back": "got when back",
}
BUS = {
    "bus": "bus",
    "batch": "hints together",
    "us_cpu": "µs CPU a hint, told and heard",
    "us": "µs until it is heard",
}
NODES = {
    "server": "server",
    "members": "members",
    "us_per_delivery": "µs CPU a delivery",
    "to_one": "× one node with all of them",
    "to_size": "× one node as large as each",
    "us_per_post": "µs CPU a post",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
}
VARIANTS = {
    "kinds": "kinds of readers",
    "members": "members",
    "us_per_post": "µs CPU a post",
    "to_one": "× one kind",
    "us_per_delivery": "µs CPU a delivery",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
}
STORM = {
    "members": "sockets that come back",
    "back_p50_s": "half back, s",
    "back_p95_s": "95 % back, s",
    "back_last_s": "all back, s",
    "reads": "reads a socket",
    "cpu_ms": "ms CPU a socket",
    "calm_p95_ms": "p95 before, ms",
    "storm_p95_ms": "p95 of who stayed, ms",
    "after_p95_ms": "p95 after, ms",
    "to_after": "× after",
    "node_mib": "MiB of the node",
}
START = {"what": "what", "ready_s": "s until ready", "cpu_s": "s CPU", "mib": "MiB"}

TEXT = {
    "stems_us": "fold and stems, µs",
    "memo_us": "again, µs",
    "to_latin": "to Latin, M/s",
    "to_cyrillic": "to Cyrillic, M/s",
    "to_cyrillic_memo": "again, M/s",
}
SEARCHES = {"set": "queries", "pairs": "forms to find", "recall": "recall, %", "precision": "precision, %"}
SEARCH = {
    "database": "database",
    "what": "asked for",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "p50_cpu_ms": "p50 ms CPU",
    "p99_cpu_ms": "p99 ms CPU",
}
INDEXING = {
    "database": "database",
    "us_per_message": "µs CPU a message",
    "commit_p50_ms": "20 written, p50 ms",
    "commit_p99_ms": "p99 ms",
    "commit_p99_cpu_ms": "p99 ms CPU",
    "mib": "MiB",
}


def fanout_table(found: Found) -> str:
    """Return the table of a large room, and what each further member costs."""
    slopes: dict[str, float] = found["slopes"]
    floor = slopes.get("bare C")
    lines = [
        f"Each further member costs {figure(cost)} µs a post in {server}"
        + (f", {figure(cost / floor)} × bare C" if floor else "")
        + (f"; what nobody hears costs {figure(found['fixed'][server])} µs." if "fixed" in found else ".")
        for server, cost in slopes.items()
    ]
    return "\n\n".join([rooms_table(found, FANOUT), *lines])


def paced_table(found: Found) -> str:
    """Return the table of posts that come one after another, beside what bare C takes for them."""
    floor = next((row for row in found["medians"] if row["server"] == "bare C"), None)
    rows = [
        row | {f"{part}_more": row[f"{part}_ms"] - floor[f"{part}_ms"] for part in ("p50", "p99") if floor}
        for row in found["medians"]
    ]
    return rooms_table(found | {"medians": rows}, PACED)


def rooms_table(found: Found, columns: dict[str, str]) -> str:
    """Return the table of all servers, and why others are missing."""
    missing = [f"Missing: {reason}." for reason in found["missing"]]
    return "\n\n".join([medians_table(found, columns), *missing])


def medians_table(found: Found, columns: dict[str, str]) -> str:
    """Return the medians under the names of these columns."""
    rows = [[_cell(row.get(name)) for name in columns] for row in found["medians"]]
    return table(list(columns.values()), rows)


def peers_table(found: Found) -> str:
    """Return the table of everybody who was compared, the cheapest delivery first, with their versions."""
    rows = [
        row
        | found["peers"][row["server"]]
        | {"rate": f"{row['rate']:g}", "came_back": f"{row['came_back']:.0f} of 5"}
        for row in found["medians"]
    ]
    rows.sort(key=lambda row: float(row["us_per_delivery"]))
    compared = rooms_table(found | {"medians": rows}, PEERS)
    used = "; ".join(f"{name} {about['version']}" for name, about in found["peers"].items())
    members = ", ".join(sorted({str(row["members"]) for row in rows}))
    return f"{compared}\n\n{members} members, {found['posters']} post. {used}."


def text_table(found: Found) -> str:
    """Return the costs of the text engine, what searches find, and the words that do not come back."""
    searches = medians_table({"medians": found["searches"]}, SEARCHES)
    wrong = f"Of {found['words']} words {len(found['wrong'])} do not come back: {', '.join(found['wrong'])}."
    return "\n\n".join([medians_table(found, TEXT), searches, wrong])


def search_table(found: Found) -> str:
    """Return what questions take, and what the index costs."""
    index = medians_table({"medians": found["sizes"]}, INDEXING)
    return "\n\n".join([f"{found['messages']} messages.", medians_table(found, SEARCH), index])


TABLES: dict[str, Callable[[Found], str]] = {
    "fanout": fanout_table,
    "posts": lambda found: rooms_table(found, POSTS),
    "idle": lambda found: rooms_table(found, IDLE),
    "join": lambda found: rooms_table(found, JOIN),
    "answers": lambda found: rooms_table(found, ANSWERS),
    "paced": paced_table,
    "return": lambda found: rooms_table(found, RETURN),
    "peers": peers_table,
    "bus": lambda found: rooms_table(found, BUS),
    "pages": lambda found: medians_table(found, PAGES),
    "nodes": lambda found: medians_table(found, NODES),
    "variants": lambda found: medians_table(found, VARIANTS),
    "storm": lambda found: medians_table(found, STORM),
    "text": text_table,
    "search": search_table,
    "start": lambda found: medians_table(found, START),
}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows under their heads, as text that is also Markdown."""
    widths = [max(len(line[column]) for line in (heads, *rows)) for column in range(len(heads))]
    rule = ["-" * width if column == 0 else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join(_line(cells, widths) for cells in (heads, rule, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if column == 0 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def _cell(value: str | float | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else figure(value)


def figure(value: float) -> str:
    """Return a number with the three digits that matter."""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
