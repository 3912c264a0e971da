"""`make run`: an invented school in a local Workspace, from nothing to a day's work."""

from .journey import main

if __name__ == "__main__":
    main()
