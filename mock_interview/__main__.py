"""``python -m mock_interview``."""

from mock_interview.cli import main

if __name__ == "__main__":
    main()
