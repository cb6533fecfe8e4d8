"""The disk is full, the processor is busy, tables grow, people come and go."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import OpenCluster
from tests.faults.rows import THREE_IN_FULL, row
from tests.faults.scenarios import resources
from tests.faults.services import Services


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB; where nobody may mount one the test is skipped and says so."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small file system (tmpfs) cannot be mounted here: that needs root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@row(14)
async def test_a_full_disk_is_said_reading_works_and_it_heals_by_itself(
    faults_services: Services, open_cluster: OpenCluster, small_disk: Path
) -> None:
    cluster = await open_cluster("", database_url=await faults_services.create_file(small_disk))
    await resources.disk_is_full(cluster, small_disk)


@row(28)
@THREE_IN_FULL
async def test_people_who_come_and_go_leave_nothing_behind(cluster: Cluster) -> None:
    await resources.people_come_and_go(cluster, seconds=5, at_once=5)


@row(28)
@pytest.mark.slow
async def test_memory_does_not_grow_in_twenty_minutes(three: Cluster) -> None:
    held = await resources.people_come_and_go(three, seconds=20 * 60, at_once=10)
    # 20 minutes stand for a day: of what a cache may still take in them a whole day gets 1 % an hour.
    assert resources.slope(held) < 0.05


@row(30)
async def test_nobody_waits_while_passwords_are_checked(one: Cluster) -> None:
    await resources.passwords_are_tried(one, at_once=8, seconds=0.25)


@row(31)
async def test_nodes_go_on_while_the_tables_of_the_next_version_appear(cluster: Cluster) -> None:
    await resources.tables_grow_under_way(cluster)
