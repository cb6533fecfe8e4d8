"""The bus dies, stands still and lies: news comes late at most, and nothing wrong is ever seen."""

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.rows import row
from tests.faults.scenarios import bus, words
from tests.faults.services import Services
from tests.services.proxy import Proxy


@row(5)
async def test_redis_may_be_killed_and_come_back_empty_while_people_talk(three: Cluster) -> None:
    await bus.redis_restarts(three, seconds=1)


@row(6)
async def test_the_last_message_arrives_though_redis_died_before_it(three: Cluster) -> None:
    await bus.redis_dies_at_the_last_message(three)


@row(7)
async def test_sending_is_quick_while_redis_stands_still(three: Cluster) -> None:
    await bus.redis_stands_still(three, seconds=3)


@row(7)
@pytest.mark.slow
async def test_redis_may_stand_still_for_ten_seconds(three: Cluster) -> None:
    await bus.redis_stands_still(three, seconds=10)


@row(7)
async def test_sending_is_quick_while_redis_is_out_of_reach(
    faults_services: Services, open_cluster: OpenCluster
) -> None:
    async with Proxy(faults_services.redis.port) as wire:
        cluster = await open_cluster("", "three", bus_url=wire.url.replace("http", "redis"))
        await bus.redis_is_cut_off(cluster, wire, seconds=4)
        await cluster.leave()


@row(8)
async def test_a_node_that_redis_gave_up_on_finds_what_it_was_not_told(three: Cluster) -> None:
    await bus.redis_cuts_a_slow_subscriber(three)


@row(9)
async def test_requests_that_are_given_up_never_answer_somebody_else(three: Cluster) -> None:
    await bus.senders_hang_up(three, times=100)


@row(9)
@pytest.mark.slow
async def test_a_thousand_requests_that_are_given_up_harm_nobody(three: Cluster) -> None:
    await bus.senders_hang_up(three, times=1_000)


@row(22)
async def test_lost_hints_delay_news_by_three_seconds_at_most(open_cluster: OpenCluster) -> None:
    await words.nothing_is_hinted(await open_cluster("lose-hints"))


@row(22)
async def test_forged_and_repeated_hints_change_nothing_that_anybody_sees(three: Cluster) -> None:
    await bus.hints_are_forged(three)
