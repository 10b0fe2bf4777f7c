"""Sign in to correct figures: hashed passwords, sessions, and who is written into each correction."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from figway.errors import InputError, UsageError
from figway.serve.app import create_app
from figway.serve.site import Settings
from figway.serve.users import Sessions, add_user, read_users
from figways import run

ACT = "/figures/egfr_cascade/corrections"
SECRET = "correct horse"


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.txt"
    add_user(path, "Ann Example", SECRET)
    return path


@pytest.fixture
def client(examples: Path, tmp_path: Path, users: Path) -> Iterator[TestClient]:
    library = shutil.copytree(examples, tmp_path / "library")
    with TestClient(create_app(Settings(library, users=users)), follow_redirects=False) as found:
        yield found


def test_passwords_are_hashed_with_their_own_salt(users: Path) -> None:
    add_user(users, "Bob", SECRET)
    text = users.read_text()
    assert SECRET not in text
    known = read_users(users)
    assert known["Ann Example"].key != known["Bob"].key
    assert known["Bob"].fits(SECRET)
    assert not known["Bob"].fits(SECRET + " ")
    assert users.stat().st_mode & 0o077 == 0


def test_a_password_can_be_changed(users: Path) -> None:
    add_user(users, "Ann Example", "another long one")
    assert list(read_users(users)) == ["Ann Example"]
    assert not read_users(users)["Ann Example"].fits(SECRET)


@pytest.mark.parametrize(("name", "password"), [("", SECRET), ("a:b", SECRET), ("Bob\nEve", "short"), ("Bob", "short")])
def test_names_and_passwords_that_cannot_be(users: Path, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        add_user(users, name, password)


def test_a_damaged_file_is_named_by_line(users: Path) -> None:
    users.write_text(users.read_text() + "Eve:plain\n")
    with pytest.raises(InputError, match="line 3"):
        read_users(users)


def test_five_tries_and_sessions_that_end(users: Path) -> None:
    now = [0.0]
    people = Sessions(users, clock=lambda: now[0])
    token = people.sign_in("Ann Example", SECRET, "here")
    assert people.name_of(token) == "Ann Example"
    assert people.name_of(token + "x") == ""
    for _ in range(5):
        assert people.sign_in("Ann Example", "wrong", "there") == ""
    assert people.sign_in("Ann Example", SECRET, "there") == ""
    now[0] += 301
    assert people.sign_in("Ann Example", SECRET, "there")
    people.sign_out(token)
    assert people.name_of(token) == ""
    other = people.sign_in("Ann Example", SECRET, "here")
    now[0] += 13 * 3600
    assert people.name_of(other) == ""


def test_workers_share_sessions_and_wrong_tries(users: Path, tmp_path: Path) -> None:
    one, two = (Sessions(users, tmp_path / "sessions.sqlite") for _ in range(2))
    token = one.sign_in("Ann Example", SECRET, "here")
    assert two.name_of(token) == "Ann Example"
    two.sign_out(token)
    assert one.name_of(token) == ""
    for people in (one, two, one, two, one):
        assert people.sign_in("Ann Example", "wrong", "there") == ""
    assert two.sign_in("Ann Example", SECRET, "there") == ""


def test_only_who_signed_in_corrects_and_the_name_is_kept(client: TestClient, tmp_path: Path) -> None:
    act = {"act": "title", "text": "New"}
    assert client.post(ACT, data=act).status_code == 401
    assert client.get("/curate").headers["location"] == "/sign-in?after=curate"
    assert 'id="curate"' not in client.get("/figures/egfr_cascade.html").text
    wrong = client.post("/sign-in", data={"name": "Ann Example", "password": "wrong one 1"})
    assert wrong.status_code == 403
    done = client.post("/sign-in", data={"name": "Ann Example", "password": SECRET, "after": "curate"})
    assert (done.status_code, done.headers["location"]) == (303, "/curate")
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/curate").status_code == 200
    assert client.post(ACT, data=act).status_code == 303
    (file,) = (tmp_path / "library" / "corrections" / "egfr_cascade").iterdir()
    assert json.loads(file.read_text())["who"] == "Ann Example"
    assert "New" in client.get("/figures/egfr_cascade.html").text
    assert client.post("/sign-out").status_code == 303
    assert client.post(ACT, data=act).status_code == 401


@pytest.mark.parametrize("after", ["//evil.example", "https://evil.example", "/\\evil", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client: TestClient, after: str) -> None:
    done = client.post("/sign-in", data={"name": "Ann Example", "password": SECRET, "after": after})
    assert done.headers["location"] == "/curate"


def test_a_form_of_another_site_does_nothing(client: TestClient) -> None:
    client.post("/sign-in", data={"name": "Ann Example", "password": SECRET})
    done = client.post(ACT, data={"act": "title", "text": "x"}, headers={"Origin": "https://evil.example"})
    assert done.status_code == 403


def test_the_command_adds_people(tmp_path: Path) -> None:
    path = tmp_path / "people"
    done = run("serve", "--users", path, "--add-user", "Ann", input=SECRET + "\n")
    assert done.code == 0, done.err
    assert read_users(path)["Ann"].fits(SECRET)
    assert run("serve", "--add-user", "Ann", input=SECRET + "\n").code == 2
    assert run("serve", tmp_path, "--users", tmp_path / "nobody").code == 2
