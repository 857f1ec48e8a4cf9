"""The command line: `seedbed COMMAND`, the same commands as Django's with ours among them."""

import os
import sys


def main() -> None:
    """Run one management command; `seedbed help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seedbed.config.settings")
    from django.core.management import execute_from_command_line  # slow import

    execute_from_command_line(["seedbed", *sys.argv[1:]])


if __name__ == "__main__":
    main()
