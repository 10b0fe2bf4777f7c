"""Hold what a run was asked for, and make the stages that do it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from figway import __version__
from figway.pipeline import Pipeline, Stage, fingerprint


@dataclass(frozen=True, slots=True)
class Options:
    """Hold what a run was asked for."""

    engine: str = "pp-ocrv6"
    lexicon: str = ""
    page_format: str = "2023"
    families: str = "members"
    overlays: bool = True
    link: bool = False
    force: bool = False
    only: str = ""
    relations: bool = True
    classify: bool = True
    min_edge_score: float | None = None
    only_pathways: bool = False

    def outputs(self) -> str:
        """Sign how pages and overlays are written, so that a change rewrites them."""
        return fingerprint("outputs", __version__, self.page_format, self.families, str(self.overlays))


def build_stages(options: Options) -> tuple[Stage, ...]:
    """Make the stages that a run needs; each loads its models when it is first run. Raises ResourceError."""
    from figway.read.stage import Reader
    from figway.recognise.stage import Recogniser

    stages: tuple[Stage, ...] = (Reader(engine=options.engine), Recogniser(lexicon=options.lexicon or None))
    if options.classify:
        from figway.classify.stage import Classifier

        stages = (Classifier(), *stages)
    if not options.relations:
        return stages
    from figway.relate.stage import LEAST_EDGE_SCORE, Relater

    least = LEAST_EDGE_SCORE if options.min_edge_score is None else options.min_edge_score
    return (*stages, Relater(min_edge_score=least))


def pipeline_of(options: Options) -> Pipeline:
    """Give the pipeline for these options; it is made once in a process. Raises ResourceError."""
    return _loaded(
        Options(
            engine=options.engine,
            lexicon=options.lexicon,
            relations=options.relations,
            classify=options.classify,
            min_edge_score=options.min_edge_score,
        )
    )


@lru_cache(maxsize=2)
def _loaded(options: Options) -> Pipeline:
    return Pipeline(build_stages(options))


@lru_cache(maxsize=1)
def classifier() -> Stage:
    """Give the stage that tells pathway figures from others; loaded once in a process. Raises ResourceError."""
    from figway.classify.stage import Classifier

    return Classifier()
