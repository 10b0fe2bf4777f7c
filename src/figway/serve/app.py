"""Put the application together: pages, API, files, and one form for every error."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figway import __version__
from figway.errors import LibraryError, UsageError
from figway.serve.guard import Guard
from figway.serve.render import render
from figway.serve.site import MEGABYTE, Settings, Site

if TYPE_CHECKING:
    from fastapi import FastAPI

API_HELP = """Everything that the pages show, for programs. Lists are paged (`page`, `size`); errors are
[problem+json](https://www.rfc-editor.org/rfc/rfc9457); answers carry an ETag."""


_SETTINGS = "FIGWAY_SERVE"
"""Name of the environment variable in which the workers of a server find their settings."""


def leave_settings(settings: Settings) -> None:
    """Leave settings to the workers that this process starts."""
    os.environ[_SETTINGS] = json.dumps(asdict(settings), default=str)


def worker_app() -> FastAPI:
    """Make the application of one of several workers."""
    said = json.loads(os.environ[_SETTINGS])
    paths = {name: Path(said[name]) for name in ("users", "sessions") if said[name]}
    return create_app(Settings(**{**said, **paths, "hosts": tuple(said["hosts"])}))


def create_app(settings: Settings) -> FastAPI:
    """Make the application that serves a library; raises LibraryError when the folder is none."""
    from fastapi import FastAPI
    from starlette.staticfiles import StaticFiles

    from figway.serve import api, curate, enriching, explore, pages, signing, simulating, things
    from figway.serve.compress import Compress

    site = Site(settings)
    app = FastAPI(
        title="figway", version=__version__, description=API_HELP, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", separate_input_output_schemas=False,
    )  # fmt: skip
    app.state.site = site
    app.include_router(api.router)
    app.include_router(enriching.api)
    app.include_router(enriching.router)
    app.include_router(explore.router)
    app.include_router(curate.router)
    app.include_router(signing.router)
    app.include_router(simulating.router)
    app.include_router(pages.router)
    app.include_router(things.router)
    app.mount("/static", StaticFiles(directory=str(files("figway.serve") / "static")), name="static")
    _errors(app, site)
    uploads = ("/read", "/api/v1/read")
    app.add_middleware(Compress)
    app.add_middleware(
        Guard,
        limit=lambda path: settings.upload_limit + MEGABYTE // 10 if path in uploads else settings.body_limit,
        hosts=settings.hosts,
    )
    return app


def _errors(app: FastAPI, site: Site) -> None:
    """Answer every error in words: as problem+json below /api, as a page elsewhere."""
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import HTMLResponse, JSONResponse, Response
    from starlette.exceptions import HTTPException
    from starlette.requests import Request

    from figway.serve.guard import TooLargeError

    def answer(request: Request, status: int, detail: str, headers: Any = None, **more: Any) -> Response:
        title = HTTPStatus(status).phrase
        if request.url.path.startswith("/api"):
            body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
            return JSONResponse(body, status, headers, media_type="application/problem+json")
        heading = {404: "There is no such page", 400: "That could not be understood"}.get(status, title)
        root = request.scope.get("root_path", "") + "/"
        return HTMLResponse(render("error.html", site.look, root, heading=heading, detail=detail), status, headers)

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, error.status_code, str(error.detail), error.headers)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        problems = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
        said = "; ".join(f"{p['where']}: {p['what']}" for p in problems[:3])
        return answer(request, 422, said, errors=problems[:20])

    async def misunderstood(request: Request, error: Exception) -> Response:
        return answer(request, 400, f"{str(error)[:1].upper()}{str(error)[1:]}.")

    async def unavailable(request: Request, error: Exception) -> Response:
        print(f"figway: {error}", file=sys.stderr)  # what it says of files and servers is not for every visitor
        return answer(request, 503, "The library cannot be read just now; try again soon.", {"Retry-After": "10"})

    async def too_large(request: Request, error: Exception) -> Response:
        return answer(request, 413, "More was sent than is taken here.")

    app.add_exception_handler(HTTPException, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(TooLargeError, too_large)
    app.add_exception_handler(UsageError, misunderstood)
    app.add_exception_handler(LibraryError, unavailable)
