"""Run the command line as `python -m figway`."""

from figway.cli import main

if __name__ == "__main__":
    main()
