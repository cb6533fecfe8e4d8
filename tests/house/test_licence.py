"""The licence is the whole EUPL 1.2 and is named by its SPDX identifier."""

from tests.services.house import ROOT, read_configuration


def test_the_licence_is_named_as_machines_read_it() -> None:
    assert read_configuration()["project"]["license"] == "EUPL-1.2"


def test_the_licence_is_there_with_all_its_articles() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    lines = text.splitlines()
    assert all(any(line.startswith(f"{number}.") for line in lines) for number in range(1, 16))
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
