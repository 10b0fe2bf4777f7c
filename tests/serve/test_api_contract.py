"""Let schemathesis ask the API for whatever its OpenAPI document allows, and for what it does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import stamina
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from figway.enrich import SetsGatherer
from figway.lexicon import Lexicon
from figway.library import Library
from figway.serve.app import create_app
from figway.serve.site import Settings
from figway.store import build_store


def own_server_error(context: Any, response: Any, case: schemathesis.Case) -> None:
    """Let pass what PubMed Central alone is to blame for: here nothing answers in its place."""
    if response.status_code != 502 or b"PubMed Central could not be asked" not in response.content:
        not_a_server_error(context, response, case)


CHECKS = (own_server_error, status_code_conformance, content_type_conformance)
OPERATIONS = (
    "/api/v1/figures",
    "/api/v1/figures/{figid}",
    "/api/v1/suggest",
    "/api/v1/stats",
    "/api/v1/export.{form}",
    "/api/v1/records.ndjson",
    "/api/biothings/figure/{figid}",
    "/api/v1/read",
    "/api/v1/enrich",
)


@pytest.fixture(scope="module")
def api(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """Give the API of the examples, served from a store, with nobody to ask outside of this machine."""
    library = tmp_path_factory.mktemp("contract") / "library"
    shutil.copytree(examples, library)
    build_store(Library(library), sets=SetsGatherer(Lexicon.load()))
    with pytest.MonkeyPatch.context() as patch, stamina.set_testing(True, attempts=1, cap=True):
        patch.setenv("FIGWAY_ENTREZ_URL", "http://127.0.0.1:1/entrez")
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(Settings(library)))


def test_every_operation_is_asked(api: schemathesis.BaseSchema) -> None:
    assert {result.ok().path for result in api.get_all_operations()} == set(OPERATIONS)


@pytest.mark.parametrize("path", OPERATIONS)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_makes_the_server_fail(api: schemathesis.BaseSchema, path: str, mode: str) -> None:
    operation = next(r.ok() for r in api.get_all_operations() if r.ok().path == path)
    if mode == "negative" and not list(operation.iter_parameters()):
        pytest.skip("nothing can be wrong in a request without parameters")

    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        response = case.call_and_validate(checks=CHECKS)
        assert response.status_code != 500  # 502: nobody to ask outside of this machine

    ask()
