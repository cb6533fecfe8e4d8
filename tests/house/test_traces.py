"""Nothing that is committed tells where it was made or from where its packages came."""

from pathlib import Path

from tests.services.house import ROOT, find_own_files

# In pieces, so that this file does not hold what it looks for.
TRACES = (
    "/wo" + "rk/",
    "/ro" + "ot/",
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.org",
    "deb." + "debian.org",
)


def find_traces(path: Path) -> list[str]:
    content = path.read_bytes()
    return [trace for trace in (*TRACES, str(ROOT)) if trace.encode() in content]


def test_no_file_names_a_folder_of_its_maker_or_a_registry() -> None:
    found = {
        str(path.relative_to(ROOT)): traces for path in find_own_files() if (traces := find_traces(path))
    }
    assert found == {}
