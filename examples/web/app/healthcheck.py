"""The container's own health check, for an image that has no curl: exit 0 when /health answers 200, else 1."""

import os
import socket
import sys

SECONDS = 2


def main() -> int:
    port = int(os.environ.get("PORT", "8080"))
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
            connection.sendall(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n")
            status = connection.makefile("rb").readline().split()
    except OSError as failure:
        print(failure)
        return 1
    print(b" ".join(status).decode(errors="replace"))
    return 0 if status[1:2] == [b"200"] else 1


if __name__ == "__main__":
    sys.exit(main())
