"""Let people sign in and out: a form, and a cookie that scripts cannot read and other sites cannot send."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from figway.serve.pages import page, root_of, site_of
from figway.serve.site import Site
from figway.serve.users import COOKIE, SESSION_SECONDS, Sessions

router = APIRouter(include_in_schema=False)
_OWN = re.compile(r"[a-z][\w./-]*(\?[\w=&%.+-]*)?")
Text = Annotated[str, Form(max_length=500)]


@router.get("/sign-in")
def form(request: Request) -> Response:
    """Ask for name and password."""
    _people(site_of(request))
    return page(request, "sign_in.html", problem="", after=_inside(request.query_params.get("after", "")))


@router.post("/sign-in")
def sign_in(request: Request, name: Text = "", password: Text = "", after: Text = "") -> Response:
    """Open a session, or say that name and password do not fit."""
    people = _people(site_of(request))
    where = request.client.host if request.client else ""
    token = people.sign_in(" ".join(name.split()), password, where)
    if not token:
        said = "Name and password do not fit. After five tries in five minutes nobody is let in from here for a while."
        answer = page(request, "sign_in.html", problem=said, after=_inside(after))
        answer.status_code = 403
        return answer
    found = RedirectResponse(root_of(request) + (_inside(after) or "curate"), 303)
    found.set_cookie(
        COOKIE, token, max_age=SESSION_SECONDS, path=root_of(request), httponly=True, samesite="lax",
        secure=request.url.scheme == "https" or site_of(request).settings.base_url.startswith("https:"),
    )  # fmt: skip
    return found


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    _people(site_of(request)).sign_out(request.cookies.get(COOKIE, ""))
    found = RedirectResponse(root_of(request), 303)
    found.delete_cookie(COOKIE, path=root_of(request), httponly=True, samesite="lax")
    return found


def _people(site: Site) -> Sessions:
    if site.people is None:
        raise HTTPException(404, "Nobody signs in here; start the server with --users FILE.")
    return site.people


def _inside(address: str) -> str:
    """Give an address within this site, "" for any other: nobody is sent elsewhere after signing in."""
    return address if _OWN.fullmatch(address) else ""
