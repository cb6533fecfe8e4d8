"""Each promise is broken on purpose: the suite must see it, or it proves nothing of the promise."""

import pytest

from tests.faults.catches import CATCHES, Catch, Scenario
from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.mutants import MUTANTS
from tests.faults.scenarios import words

IMPATIENT_SECONDS = 4.0
"""How long a mutant gets to come to an end that it never reaches."""


@pytest.mark.parametrize(
    "catch",
    [
        pytest.param(catch, id=catch.title, marks=() if catch.is_quick else pytest.mark.slow)
        for catch in CATCHES
    ],
)
async def test_a_broken_promise_is_seen(open_cluster: OpenCluster, catch: Catch) -> None:
    broken = await open_cluster(catch.names, catch.where)
    broken.patience, broken.history.patience = IMPATIENT_SECONDS, 5 * IMPATIENT_SECONDS
    with pytest.raises(AssertionError, match=catch.sentence):
        await catch.scenario(broken)


@pytest.mark.parametrize("scenario", [words.two_rooms_at_once, words.badges_under_way])
async def test_the_product_passes_what_its_mutants_fail(cluster: Cluster, scenario: Scenario) -> None:
    await scenario(cluster)


def test_every_mutant_is_tried() -> None:
    assert {catch.mutant for catch in CATCHES} == set(MUTANTS)
