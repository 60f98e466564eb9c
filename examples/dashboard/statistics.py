#!/usr/bin/env python3
"""Prints what all nodes do, once a second, over the TCP bridge; only the standard library is needed.

python3 statistics.py 127.0.0.1:7000 [MESSAGES]

SLUICE_AUTHORIZATION is the header Authorization, where the management port wants credentials: "Bearer TOKEN".
"""

import json
import os
import socket
import struct
import sys
import threading


def frame(message):
    body = json.dumps(message).encode()
    return struct.pack(">I", len(body)) + body


def frames(stream):
    """Each frame is its length, 4 bytes with the highest first, and a JSON object."""
    while head := stream.read(4):
        (length,) = struct.unpack(">I", head)
        yield json.loads(stream.read(length))


def ping(connection, ended):
    """Whoever says nothing for half a minute is taken to be gone."""
    while not ended.wait(10):
        connection.sendall(frame({"type": "ping"}))


def main(address, messages):
    host, port = address.rsplit(":", 1)
    authorization = os.environ.get("SLUICE_AUTHORIZATION")
    ended = threading.Event()
    with socket.create_connection((host, int(port))) as connection, connection.makefile("rb") as stream:
        connection.sendall(
            frame(
                {
                    "type": "register",
                    "address": "sluice.dashboard.statistics",
                    "headers": {"authorization": authorization} if authorization else {},
                }
            )
        )
        threading.Thread(target=ping, args=(connection, ended), daemon=True).start()
        for message in frames(stream):
            if message["type"] == "err":
                sys.exit(f"refused: {message['message']}")
            if message["type"] == "message":
                body = message["body"]
                nodes = ", ".join(f"{node['node']} {node['state']}" for node in body["nodes"])
                print(
                    f"accepted {body['counts']['acceptedEvents']} ({body['perSecond']['acceptedEvents']}/s), "
                    f"stored {body['counts']['storedEvents']}, {body['gauges'].get('backlogEvents', 0)} wait; {nodes}",
                    flush=True,
                )
                messages -= 1
                if messages <= 0:
                    ended.set()
                    return


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:7000", int(sys.argv[2]) if len(sys.argv) > 2 else 5)
