"""How gunicorn serves: one process with threads, because the embedded database has one writer.

Every poll and page takes a thread for some milliseconds; the pool of the database has 48 places.
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 1
worker_class = "gthread"
threads = 32
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 2048
accesslog = None
loglevel = "warning"
