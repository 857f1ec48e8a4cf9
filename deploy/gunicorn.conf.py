"""gunicorn: two processes with a few threads each; settings of the site stay in the environment."""

import gc
import os
from typing import Any

bind = os.environ.get("SEEDBED_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SEEDBED_WEB_PROCESSES", "2"))
# Browsers keep idle connections open; a process without threads would wait on them instead of working.
worker_class = "gthread"
threads = int(os.environ.get("SEEDBED_WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 20
keepalive = 5
# Memory that a worker has gathered goes back now and then, not in all workers at once.
max_requests = 2000
max_requests_jitter = 400
# The site is loaded once, and a process that takes the place of another is there at once instead of after some seconds.
preload_app = True
limit_request_line = 4094
limit_request_fields = 60
# Heartbeats in memory: on a slow disk a worker would be taken for dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = "-" if os.environ.get("SEEDBED_ACCESS_LOG") else None
errorlog = "-"
# No second door for commands: systemd or dev.py start, reload and stop it.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Leave what is loaded out of every later look for garbage: its memory stays shared between the processes."""
    gc.collect()
    gc.freeze()
