"""`python -m bench`: measure the real server on this machine."""

import asyncio
import functools
import json
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

try:
    import uvloop
except ImportError:
    uvloop = None  # type: ignore[assignment]

from bench import machine
from bench.answers import run_answers
from bench.bus import run_bus
from bench.documents import write_documents
from bench.missed import run_returns
from bench.nodes import run_nodes
from bench.peers.folder import install
from bench.peers.measuring import Chosen, run_peers
from bench.results import keep
from bench.room import Load
from bench.rounds import run_pages, run_rooms, run_starts, run_storms, tell
from bench.search import run_search
from bench.storm import Storm
from bench.tables import TABLES, Found
from bench.text import DICTIONARY, run_text
from bench.variants import run_variants

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often to measure, and what to do with the figures."""

    rounds: int
    as_json: bool
    save: bool

    def give(self, name: str, measuring: Coroutine[Any, Any, Found]) -> None:
        """Measure, then print the figures and keep them."""
        # The clients share the core with the server: what they save is the server's.
        run = uvloop.run if uvloop else asyncio.run
        found = run(measuring)
        if self.save:
            tell(f"Kept in {keep(name, found)}.")
        click.echo(json.dumps(found) if self.as_json else TABLES[name](found))


@click.group()
@click.option("--core", default=0, show_default=True, help="The one core for servers and clients.")
def main(core: int) -> None:
    """Measure what the real server needs, beside bare servers, on one core. Linux only."""
    machine.ensure_linux()
    machine.take_one_core(core)


def core_of(context: click.Context) -> int:
    """Return the core that was chosen for servers and clients."""
    core: int = context.find_root().params["core"]
    return core


def measuring(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all that measure, as one argument `wanted`."""

    @click.option("--rounds", default=3, show_default=True, help="How often; the table shows medians.")
    @click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON, not a table.")
    @click.option("--save", is_flag=True, help="Keep the figures in bench/results, for the documents.")
    @functools.wraps(command)
    def run(rounds: int, as_json: bool, save: bool, **options: Any) -> None:
        command(wanted=Wanted(rounds, as_json, save), **options)

    return run


def in_room(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all that measure a room."""
    posters = click.option("--posters", default=8, show_default=True, help="Who posts at the same time.")
    settle = click.option("--settle", default=2.0, show_default=True, help="Seconds of rest between parts.")
    return posters(settle(measuring(command)))


@main.command("fanout")
@click.option("--members", multiple=True, type=int, default=(250, 500, 1000), show_default=True)
@click.option("--messages", default=200, show_default=True, help="Posts that are measured.")
@in_room
def fanout_command(
    members: Sequence[int], messages: int, posters: int, settle: float, wanted: Wanted
) -> None:
    """Talk in one large room: everything that is posted goes to everybody."""
    loads = [Load(count, messages, posters, settle=settle) for count in members]
    wanted.give("fanout", run_rooms(loads, wanted.rounds))


@main.command("variants")
@click.option("--members", multiple=True, type=int, default=(1000,), show_default=True)
@click.option("--messages", default=200, show_default=True, help="Posts that are measured.")
@in_room
def variants_command(
    members: Sequence[int], messages: int, posters: int, settle: float, wanted: Wanted
) -> None:
    """Talk in one large room that is read in one way, and in four: languages and scripts."""
    loads = [Load(count, messages, posters, settle=settle) for count in members]
    wanted.give("variants", run_variants(loads, wanted.rounds))


@main.command("nodes")
@click.option("--members", multiple=True, type=int, default=(500, 1000), show_default=True)
@click.option("--messages", default=200, show_default=True, help="Posts that are measured.")
@in_room
@click.pass_context
def nodes_command(
    context: click.Context,
    members: Sequence[int],
    messages: int,
    posters: int,
    settle: float,
    wanted: Wanted,
) -> None:
    """Talk in one large room at one node, and at two. Needs PostgreSQL."""
    loads = [Load(count, messages, posters, settle=settle) for count in members]
    wanted.give("nodes", run_nodes(loads, core_of(context), wanted.rounds))


@main.command("storm")
@click.option("--members", default=5000, show_default=True, help="Sockets of the node that dies.")
@click.option("--calm", default=10.0, show_default=True, help="Seconds of talk that are timed before it.")
@measuring
@click.pass_context
def storm_command(context: click.Context, wanted: Wanted, members: int, calm: float) -> None:
    """Kill one of two nodes: all its sockets come to the other, where people talk on. Needs PostgreSQL."""
    wanted.give("storm", run_storms(Storm(members, calm), core_of(context), wanted.rounds))


@main.command("posts")
@click.option("--members", default=8, show_default=True)
@click.option("--messages", default=1000, show_default=True, help="Posts that are measured.")
@in_room
def posts_command(members: int, messages: int, posters: int, settle: float, wanted: Wanted) -> None:
    """Talk in a small room, where taking a post in is nearly all the work."""
    wanted.give("posts", run_rooms([Load(members, messages, posters, settle=settle)], wanted.rounds))


@main.command("idle")
@click.option("--members", default=1000, show_default=True)
@in_room
def idle_command(members: int, posters: int, settle: float, wanted: Wanted) -> None:
    """Hold the sockets of many members of a room while nobody says anything."""
    load = Load(members, posters, posters, settle=settle)
    wanted.give("idle", run_rooms([load], wanted.rounds))


@main.command("join")
@click.option("--members", multiple=True, type=int, default=(100, 1000), show_default=True)
@in_room
def join_command(members: Sequence[int], posters: int, settle: float, wanted: Wanted) -> None:
    """Let many members connect, be recognised, and subscribe to a room."""
    loads = [Load(count, posters, posters, settle=settle) for count in members]
    wanted.give("join", run_rooms(loads, wanted.rounds))


@main.command("paced")
@click.option("--members", default=500, show_default=True)
@click.option("--messages", default=1000, show_default=True, help="Posts that are timed.")
@click.option("--rate", default=10.0, show_default=True, help="How many of them in a second.")
@in_room
def paced_command(
    members: int, messages: int, rate: float, posters: int, settle: float, wanted: Wanted
) -> None:
    """Time posts that come one after another, from sending to each member's receipt."""
    load = Load(members, messages, posters, rate=rate, settle=settle, most_paced=messages)
    wanted.give("paced", run_rooms([load], wanted.rounds))


@main.command("answers")
@click.option("--posters", default=64, show_default=True, help="Who posts at the same time, by HTTP.")
@click.option("--messages", default=10_000, show_default=True, help="Posts that are measured.")
@measuring
def answers_command(posters: int, messages: int, wanted: Wanted) -> None:
    """Post into a room in which nobody listens: how many posts are answered, each after its commit."""
    wanted.give("answers", run_answers(posters, messages, wanted.rounds))


@main.command("return")
@click.option("--missed", multiple=True, type=int, default=(5, 100, 1000), show_default=True)
@click.option("--tries", default=100, show_default=True, help="How many members come back for each.")
@measuring
def return_command(missed: Sequence[int], tries: int, wanted: Wanted) -> None:
    """Bring members up to date who were away, also by a server that was restarted."""
    wanted.give("return", run_returns(missed, tries, wanted.rounds))


@main.command("bus")
@click.option("--hints", default=5000, show_default=True, help="Hints that are measured.")
@measuring
def bus_command(hints: int, wanted: Wanted) -> None:
    """Tell hints from one node to another, over every bus that is installed here."""
    wanted.give("bus", run_bus(hints, wanted.rounds))


@main.command("peers")
@click.option("--peers", "folder", type=FOLDER, help="Folder of the peers that --install has installed.")
@click.option("--install", "new", type=FOLDER, help="Install peers into a folder, measure nothing.")
@click.option("--members", default=500, show_default=True)
@click.option("--messages", default=200, show_default=True, help="Posts that are measured.")
@click.option("--paced", default=150, show_default=True, help="Posts that are timed, ten a second.")
@click.option("--only", multiple=True, help="Part of a peer's name; ours and the floors are always there.")
@click.option("--without", multiple=True, help="Part of the name of a peer to leave out.")
@click.option("--short", is_flag=True, help="One round of 200 members: a look in some five minutes.")
@in_room
def peers_command(
    folder: Path | None,
    new: Path | None,
    members: int,
    messages: int,
    paced: int,
    only: Sequence[str],
    without: Sequence[str],
    short: bool,
    posters: int,
    settle: float,
    wanted: Wanted,
) -> None:
    """Let other servers do the same work: chat servers, libraries, frameworks, whichever are installed."""
    if new:
        install(new)
        return
    load = Load(members, messages, posters, rate=10.0, settle=settle, most_paced=paced)
    if short:
        load, wanted = replace(load, members=200, messages=100, most_paced=30), replace(wanted, rounds=1)
    wanted.give("peers", run_peers(load, wanted.rounds, Chosen(folder, only, without)))


@main.command("pages")
@click.option("--requests", default=60, show_default=True, help="How often each reader loads the page.")
@measuring
def pages_command(requests: int, wanted: Wanted) -> None:
    """Load the page of a room with 50 messages in each of the four locales."""
    wanted.give("pages", run_pages(requests, wanted.rounds))


@main.command("start")
@measuring
def start_command(wanted: Wanted) -> None:
    """Start the server until it is ready for people."""
    wanted.give("start", run_starts(wanted.rounds))


@main.command("search")
@click.option("--messages", default=1_000_000, show_default=True, help="How many are in the index.")
@click.option("--queries", default=300, show_default=True, help="Questions of each kind in a round.")
@measuring
@click.pass_context
def search_command(context: click.Context, wanted: Wanted, messages: int, queries: int) -> None:
    """Search messages in some of the rooms of a large installation. Needs PostgreSQL."""
    wanted.give("search", run_search(messages, queries, wanted.rounds, core_of(context)))


@main.command("text")
@click.option("--dictionary", type=FILE, default=DICTIONARY, show_default=True, help="Serbian words.")
@measuring
def text_command(wanted: Wanted, dictionary: Path) -> None:
    """Fold, stem and convert messages; search for the forms of words; send a dictionary there and back."""
    wanted.give("text", run_text(dictionary, wanted.rounds))


@main.command("documents")
def documents_command() -> None:
    """Make the tables and the picture of docs/performance.md from the figures that were kept."""
    for path in write_documents():
        tell(f"Written: {path}.")


if __name__ == "__main__":
    main()
