"""The checks that people and CI run, by name: `nox -s tests lint types layers schema docs`."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.sessions = ["tests", "lint", "types", "layers"]


def install(session: nox.Session, extras: str = "dev") -> None:
    """Install figway with the locked versions."""
    session.install("-c", "requirements.lock", "-e", f".[{extras}]")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests."""
    install(session)
    session.run("tests/needs", external=True)
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    install(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types."""
    install(session)
    session.run("mypy")


@nox.session
def layers(session: nox.Session) -> None:
    """Check that data flows one way."""
    install(session)
    session.run("lint-imports")


@nox.session
def score(session: nox.Session) -> None:
    """Score figway on the annotated figures (FIGWAY_SHARED)."""
    install(session)
    session.run("python", "benchmarks/score.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation."""
    install(session, "dev,docs")
    session.run("mkdocs", "build", "--strict")
