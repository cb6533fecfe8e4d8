"""Words are taken back, people are put out, clocks are wrong and rows are broken."""

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.rows import row
from tests.faults.scenarios import changes


@row(21)
@pytest.mark.parametrize("where", ["one", "three"])
async def test_order_sessions_and_limits_hold_though_clocks_are_wrong(
    open_cluster: OpenCluster, where: str
) -> None:
    await changes.clocks_are_wrong(await open_cluster("clock-behind", where))


@row(25)
async def test_who_is_removed_hears_nothing_that_was_said_after_it(cluster: Cluster) -> None:
    await changes.somebody_is_removed(cluster, times=4)


@row(25)
@pytest.mark.slow
async def test_who_is_removed_a_hundred_times_never_hears_anything_after_it(cluster: Cluster) -> None:
    await changes.somebody_is_removed(cluster, times=100)


@row(26)
async def test_what_was_taken_back_while_it_was_edited_is_nowhere(cluster: Cluster) -> None:
    await changes.taken_back_while_edited(cluster, times=8)


@row(32)
async def test_a_broken_row_spoils_only_itself(cluster: Cluster) -> None:
    await changes.rows_are_broken(cluster)
