"""Readers stall, vanish, sleep and come in crowds: the others notice nothing, and they find everything."""

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.rows import row
from tests.faults.scenarios import readers


@row(16)
async def test_one_who_stops_reading_is_let_go_and_nobody_else_notices(open_cluster: OpenCluster) -> None:
    await readers.one_stops_reading(await open_cluster("impatient"), windows=12)


@row(16)
@pytest.mark.slow
async def test_one_of_fifty_stops_reading_with_the_patience_of_the_product(one: Cluster) -> None:
    await readers.one_stops_reading(one, windows=50)


@row(17)
async def test_a_line_that_died_without_a_word_is_noticed(open_cluster: OpenCluster) -> None:
    await readers.line_is_half_open(await open_cluster("impatient"), seconds=12)


@row(17)
@pytest.mark.slow
async def test_a_line_that_died_without_a_word_is_gone_within_a_minute(one: Cluster) -> None:
    await readers.line_is_half_open(one, seconds=60)


@row(18, 19)
async def test_a_crowd_comes_at_once_and_comes_back_at_once(cluster: Cluster) -> None:
    await readers.everybody_comes_back(cluster, windows=40)


@row(18, 19)
@pytest.mark.slow
async def test_the_largest_crowd_of_five_people_comes_back_at_once(cluster: Cluster) -> None:
    await readers.everybody_comes_back(cluster, windows=200)


@row(23)
async def test_a_frame_that_a_proxy_loses_is_asked_for(open_cluster: OpenCluster) -> None:
    await readers.a_frame_is_dropped(await open_cluster("impatient"))


@row(29)
async def test_who_was_here_through_a_dead_node_is_seen_to_go(open_cluster: OpenCluster) -> None:
    await readers.node_of_somebody_dies(await open_cluster("impatient", "three"), seconds=15)


@row(29)
@pytest.mark.slow
async def test_who_was_here_through_a_dead_node_is_gone_within_a_minute(three: Cluster) -> None:
    await readers.node_of_somebody_dies(three, seconds=60)


@row(32)
async def test_the_heartbeat_keeps_a_line_that_a_proxy_would_cut(open_cluster: OpenCluster) -> None:
    await readers.proxy_cuts_idle_lines(await open_cluster("impatient"), seconds=2.5)


@row(32)
@pytest.mark.slow
async def test_the_heartbeat_keeps_a_line_that_is_cut_after_a_minute(one: Cluster) -> None:
    await readers.proxy_cuts_idle_lines(one, seconds=60)


@row(33)
async def test_a_laptop_that_slept_is_told_of_the_gap_and_its_badge_is_right(cluster: Cluster) -> None:
    await readers.laptop_sleeps(cluster, messages=1_050)
