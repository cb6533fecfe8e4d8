"""Nodes die and come back: what was answered is there, once, in one order, for everybody."""

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.rows import THREE_IN_FULL, row
from tests.faults.scenarios import deploys, nodes


@row(1)
async def test_a_node_that_is_killed_in_a_burst_loses_and_doubles_nothing(cluster: Cluster) -> None:
    await nodes.dies_in_a_burst(cluster)


@row(2)
@pytest.mark.parametrize("trap", ["die-after-commit", "die-after-hint"])
@pytest.mark.parametrize("where", ["one", "three"])
async def test_a_death_between_commit_and_answer_makes_no_second_message(
    open_cluster: OpenCluster, where: str, trap: str
) -> None:
    await nodes.dies_at(await open_cluster(trap, where), trap)


@row(3)
async def test_a_deploy_tells_everybody_when_to_come_back_and_they_do(cluster: Cluster) -> None:
    await deploys.rolls(cluster, windows=20)


@row(3)
@pytest.mark.slow
async def test_two_hundred_windows_come_back_after_a_deploy(cluster: Cluster) -> None:
    await deploys.rolls(cluster, windows=200)


@row(4)
@THREE_IN_FULL
async def test_a_node_stops_in_time_though_somebody_never_reads(cluster: Cluster) -> None:
    await deploys.stops_though_somebody_never_reads(cluster)


@row(20)
async def test_a_message_that_is_sent_three_times_at_once_is_one_message(cluster: Cluster) -> None:
    await nodes.same_send_three_times(cluster)
