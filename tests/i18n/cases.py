"""The hand-written examples of the language rules, by kind."""

import json
from pathlib import Path
from typing import Any

import pytest

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))["cases"]


def each(*kinds: str) -> pytest.MarkDecorator:
    """Run a test with `given` and `expected` of every case of these kinds."""
    chosen: list[Any] = [
        pytest.param(case["input"], case["expected"], id=f"{case['kind']}: {case['input']}"[:60])
        for case in CASES
        if case["kind"] in kinds
    ]
    return pytest.mark.parametrize(("given", "expected"), chosen)
