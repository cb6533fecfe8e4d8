"""docs/house.md shows the house as it stands: every floor, every room, and the stairs between them."""

from tests.services.house import DOCS, PACKAGE, TEMPLATES, read_configuration

PLAN = (DOCS / "house.md").read_text(encoding="utf-8")


def test_the_plan_names_every_part_of_the_package() -> None:
    folders = [f"{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    files = [path.name for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    assert [name for name in (*folders, *files) if f"  {name}" not in PLAN] == []


def test_the_plan_names_every_folder_of_templates() -> None:
    assert [path.name for path in TEMPLATES.iterdir() if path.is_dir() and f"{path.name}/" not in PLAN] == []


def test_the_plan_draws_the_stairs_as_they_are() -> None:
    layers: list[str] = read_configuration()["tool"]["importlinter"]["contracts"][0]["layers"]
    assert " > ".join(layers) in " ".join(PLAN.split())
