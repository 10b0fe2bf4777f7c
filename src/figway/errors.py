"""Define every error that figway raises.

FigwayError                     base of all; its message says what was wrong and what to do
├── UsageError                  the call cannot be carried out at all (exit code 2)
│   └── LibraryError            the library folder is missing, locked or cannot be written
├── InputError                  one input is unusable; the run goes on without it
│   ├── ImageError              the picture cannot be decoded, or is too large or too small
│   ├── MetadataError           the metadata beside a picture cannot be understood
│   ├── ArticleError            an article's XML cannot be read, or is none
│   ├── PackageError            a package or PDF of an article cannot be opened, or is not safe to
│   ├── PageError               a page's front matter cannot be understood
│   ├── PathwayError            a pathway file (GPML) is broken, or is none
│   └── RemoteError             a service does not give what was asked for; a later try may help
│       ├── AbsentError         a service says that it has no such thing
│       └── UnreachableError    no connection to a service can be made
└── ResourceError               something that figway ships or was told to use is damaged
    ├── LexiconError            a lexicon is missing, damaged or of another format version
    └── EngineError             an OCR engine or model is missing or failed
"""


class FigwayError(Exception):
    """Base of all errors raised by figway."""


class UsageError(FigwayError):
    """Signal that the call cannot be carried out at all (exit code 2)."""


class LibraryError(UsageError):
    """Signal that a library folder is missing, locked or cannot be written."""


class InputError(FigwayError):
    """Signal that one input is unusable; a run records it as a failure and goes on."""


class ImageError(InputError):
    """Signal that a picture cannot be decoded, or is too large or too small to read."""


class MetadataError(InputError):
    """Signal that the metadata beside a picture cannot be understood."""


class ArticleError(InputError):
    """Signal that an article's XML cannot be read, is none, or is not safe to read."""


class PackageError(InputError):
    """Signal that a package (tar.gz) or PDF of an article cannot be opened, or is not safe to open."""


class PageError(InputError):
    """Signal that a page's front matter cannot be understood."""


class PathwayError(InputError):
    """Signal that a pathway file (GPML) is broken, is none, or is not safe to read."""


class RemoteError(InputError):
    """Signal that a service does not give what was asked for; a later try may help."""


class AbsentError(RemoteError):
    """Signal that a service says that it has no such thing."""


class UnreachableError(RemoteError):
    """Signal that no connection to a service can be made; whatever else it is asked for will fail, too."""


class ResourceError(FigwayError):
    """Signal that something figway ships, or was told to use, is missing or damaged."""


class LexiconError(ResourceError):
    """Signal that a lexicon is missing, damaged or of another format version."""


class EngineError(ResourceError):
    """Signal that an OCR engine or a model is missing or failed."""
