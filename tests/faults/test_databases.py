"""The database crashes, is busy, is locked and argues: who is told to come back may, and nothing is lost."""

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.rows import row
from tests.faults.scenarios import databases


@row(10)
async def test_postgresql_may_crash_in_the_middle_of_the_talk(three: Cluster) -> None:
    await databases.postgresql_crashes(three, times=2)


@row(12)
async def test_reading_goes_on_while_another_program_holds_the_file(one: Cluster) -> None:
    await databases.a_writer_holds_the_file(one, seconds=7)


@row(13)
async def test_locks_in_a_circle_double_and_lose_nothing(three: Cluster) -> None:
    await databases.locks_are_taken_in_a_circle(three)


@row(13)
async def test_a_race_for_the_unique_index_makes_one_message(cluster: Cluster) -> None:
    await databases.same_new_message_everywhere(cluster, times=10)


@row(15)
async def test_four_processes_on_one_file_refuse_nobody(open_cluster: OpenCluster) -> None:
    await databases.four_processes_write(await open_cluster("", nodes=4), messages=12)


@row(15)
async def test_a_file_whose_writer_is_killed_is_whole_and_has_what_was_answered(one: Cluster) -> None:
    await databases.is_torn_while_it_writes(one, times=2)


@row(11)
@pytest.mark.parametrize("where", ["one", pytest.param("three", marks=pytest.mark.slow)])
async def test_who_finds_no_connection_is_told_to_come_back_and_sockets_stay(
    open_cluster: OpenCluster, where: str
) -> None:
    await databases.no_connection_is_free(await open_cluster("hold-connections", where))


@row(12)
async def test_a_locked_room_delays_no_other_room(three: Cluster) -> None:
    await databases.a_room_is_locked(three, seconds=4)


@row(12)
@pytest.mark.slow
async def test_a_room_may_be_locked_for_half_a_minute(three: Cluster) -> None:
    await databases.a_room_is_locked(three, seconds=30)
