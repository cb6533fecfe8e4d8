"""Entry of `balkancluster` and `python -m balkancluster`."""

from balkancluster.cli.main import main

if __name__ == "__main__":
    main()
