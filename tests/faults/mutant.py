"""`python -m tests.faults.mutant NAME[,NAME…] serve …`: the real program with a broken promise or a trap.

A name is that of a mutant (tests/faults/mutants) or of a fail point (tests/faults/fail_points.py). They are
put into the classes of the product before it serves; the product itself knows nothing of them.
"""

import sys

from balkancluster.cli.main import main
from tests.faults.fail_points import FAIL_POINTS
from tests.faults.mutants import MUTANTS


def prepare(names: str) -> None:
    """Put every named mutant and fail point in place. Raises KeyError for an unknown name."""
    for name in names.split(","):
        (FAIL_POINTS.get(name) or MUTANTS[name].breaks)()


if __name__ == "__main__":
    prepare(sys.argv.pop(1))
    main()
