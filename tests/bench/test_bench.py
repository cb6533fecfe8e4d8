"""Every command of the bench runs and prints its figures; how large they are is not judged here."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import documents
from bench.search import run_search
from bench.tables import TABLES, search_table
from tests.services.house import ROOT
from tests.services.postgresql import find_postgresql

SMALL = ("--posters", "2", "--rounds", "1", "--settle", "0.1")

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bench reads /proc")


def bench(*arguments: str) -> str:
    """Run a command of the bench and return what it prints."""
    command = [sys.executable, "-m", "bench", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def figures(*arguments: str) -> dict[str, Any]:
    """Run a command of the bench and return its figures."""
    found: dict[str, Any] = json.loads(bench(*arguments, "--json"))
    return found


def test_a_room_is_measured_beside_bare_servers() -> None:
    found = figures("fanout", "--members", "2", "--members", "4", "--messages", "4", *SMALL)
    servers = {row["server"] for row in found["medians"]}
    assert {"BalkanCluster", "BalkanCluster, each event apart"} <= servers
    assert len(servers) + len(found["missing"]) == 4
    assert {row["members"] for row in found["rows"]} == {2, 4}
    assert all(row["us_per_delivery"] > 0 for row in found["rows"])


def test_a_hint_is_measured_over_every_bus_alone_and_with_others() -> None:
    found = figures("bus", "--hints", "100", "--rounds", "1")
    measured = {(row["bus"], row["batch"]) for row in found["medians"]}
    assert {("memory", 1), ("memory", 50)} <= measured
    assert len(measured) == 2 * (3 - len(found["missing"]))
    assert all(row["us_cpu"] > 0 for row in found["rows"])


@pytest.mark.skipif(find_postgresql() is None, reason="PostgreSQL is not installed here")
def test_searching_is_measured_on_both_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.search.BUSY", 2)
    monkeypatch.setattr("bench.search.COMMITS", 3)
    found = asyncio.run(run_search(messages=1_000, queries=2, rounds=1, core=0))
    assert {row["database"] for row in found["medians"]} == {"SQLite", "PostgreSQL"}
    assert all(row["p99_ms"] >= row["p50_ms"] > 0 for row in found["medians"])
    assert all(row["us_per_message"] > 0 and row["mib"] > 0 for row in found["sizes"])
    assert search_table(found).startswith("1000 messages.")


def test_the_text_engine_is_measured_and_names_the_words_that_it_loses(tmp_path: Path) -> None:
    dictionary = tmp_path / "words.dic"
    dictionary.write_text("3\nњива/12\nнамештај/3\nЦВ\n", encoding="utf-8")
    found = figures("text", "--rounds", "1", "--dictionary", str(dictionary))
    assert (found["words"], found["wrong"]) == (3, ["ЦВ"])
    assert all(figure > 0 for row in found["medians"] for name, figure in row.items() if name != "work")
    assert all(search["recall"] >= 95 and search["precision"] >= 95 for search in found["searches"])


@pytest.mark.slow
@pytest.mark.parametrize("command", ["posts", "idle", "join"])
def test_other_figures_of_a_room_are_a_table(command: str) -> None:
    messages = ("--messages", "4") if command == "posts" else ()
    lines = bench(command, "--members", "3", *messages, *SMALL).splitlines()
    assert lines[0].startswith("| server")
    assert lines[2].startswith("| BalkanCluster ")


@pytest.mark.slow
def test_answers_and_returns_are_tables() -> None:
    answers = bench("answers", "--posters", "3", "--messages", "20", "--rounds", "1").splitlines()
    assert answers[2].startswith("| BalkanCluster ")
    returned = figures("return", "--missed", "2", "--missed", "120", "--tries", "10", "--rounds", "1")
    assert [row["missed"] for row in returned["medians"]] == [2, 120, 2, 120]
    assert {row["whole"] for row in returned["medians"]} == {100.0}


@pytest.mark.slow
def test_posts_one_after_another_are_timed_beside_the_floor() -> None:
    lines = bench("paced", "--members", "3", "--messages", "5", "--rate", "20", *SMALL).splitlines()
    assert "ms more than bare C" in lines[0]


@pytest.mark.slow
def test_other_servers_do_the_same_work_and_who_is_not_installed_is_named() -> None:
    wanted = (
        "--only",
        "websockets",
        "--only",
        "socket.io",
        "--members",
        "9",
        "--messages",
        "4",
        "--paced",
        "2",
    )
    found = figures("peers", *wanted, *SMALL)
    rows = {row["server"]: row for row in found["medians"]}
    assert {"BalkanCluster", "websockets.broadcast"} <= set(rows)
    assert (rows["BalkanCluster"]["came_back"], rows["websockets.broadcast"]["came_back"]) == (5, 0)
    named = {reason.partition(":")[0] for reason in found["missing"]}
    assert {"socket.io", "socket.io, recovery on"} <= named
    assert set(found["peers"]) == set(rows)


@pytest.mark.slow
def test_frames_of_bare_servers_are_as_long_as_ours() -> None:
    ours, _apart, *bare = figures("posts", "--members", "2", "--messages", "2", *SMALL)["rows"]
    assert all(row["frame_bytes"] == int(ours["frame_bytes"]) for row in bare)


@pytest.mark.slow
def test_one_kind_of_reader_is_measured_beside_four() -> None:
    found = figures("variants", "--members", "8", "--messages", "4", *SMALL)
    assert {row["kinds"]: row["to_one"] > 0 for row in found["medians"]} == {1: True, 4: True}


def test_the_page_of_a_room_is_measured_in_all_locales() -> None:
    found = figures("pages", "--requests", "1", "--rounds", "1")
    assert [row["locale"] for row in found["medians"]] == ["sr-Cyrl", "sr-Latn", "bg", "en"]
    assert all(row["messages"] == 50 for row in found["medians"])


def test_the_start_is_measured() -> None:
    assert figures("start", "--rounds", "1")["medians"][0]["ready_s"] > 0


@pytest.mark.slow
@pytest.mark.skipif(find_postgresql() is None, reason="PostgreSQL is not installed here")
def test_two_nodes_are_measured_beside_one() -> None:
    found = figures("nodes", "--members", "4", "--messages", "4", *SMALL)
    assert {row["server"]: row["to_one"] for row in found["medians"]}.keys() == {
        *("one node", "two nodes"),
        *("one node, each event apart", "two nodes, each event apart"),
    }
    assert all(row["us_per_delivery"] > 0 for row in found["rows"])


@pytest.mark.slow
@pytest.mark.skipif(find_postgresql() is None, reason="PostgreSQL is not installed here")
def test_all_come_back_when_a_node_dies() -> None:
    (row,) = figures("storm", "--members", "30", "--calm", "1", "--rounds", "1")["medians"]
    assert row["members"] == 30
    assert 0 < row["back_p50_s"] <= row["back_p95_s"] <= row["back_last_s"]
    assert row["reads"] < 10


def test_the_page_shows_the_figures_that_were_kept() -> None:
    page = documents.PAGE.read_text(encoding="utf-8")
    assert page.count("<!-- bench: ") == len(TABLES)
    assert page == documents.filled_page()


@pytest.mark.parametrize("name", documents.PICTURES)
def test_the_pictures_are_drawn_from_the_figures_that_were_kept(name: str) -> None:
    assert documents.place_of_picture(name).read_text(encoding="utf-8") == documents.picture(name)
