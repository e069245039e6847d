"""A small web server that tells what it was asked and can be told to misbehave.

``target.py NAME ADDRESS PORT [PEM]``
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import ssl
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

NAME, ADDRESS, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await answer(reader, writer):
            pass
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.split("\r\n")
    method, target, _ = line.split(" ")
    headers = [part.split(": ", 1) for part in rest if part]
    named = {name.lower(): value for name, value in headers}
    body = await reader.readexactly(int(named.get("content-length", "0")))
    url = urlsplit(target)
    wish = {name: values[0] for name, values in parse_qs(url.query).items()}
    if "until" in wish:
        await asyncio.to_thread(Path(wish["until"]).read_bytes)  # A pipe: it is read once somebody writes to it.
    match url.path:
        case "/hang":
            await asyncio.sleep(3600)
        case "/close":
            return False
        case "/malformed":
            writer.write(b"this is not HTTP\r\n\r\n")
            return False
        case "/web-socket":
            key = named["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
            accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
            upgrade = "Upgrade: websocket\r\nConnection: Upgrade"
            writer.write(f"HTTP/1.1 101 Yes\r\n{upgrade}\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
            while data := await reader.read(1000):
                writer.write(NAME.encode() + b":" + data)
            return False
    told = {"name": NAME, "method": method, "target": target, "headers": headers, "body": body.decode("latin-1")}
    content = json.dumps(told).encode()
    cookie = f"Set-Cookie: {wish['cookie']}\r\n" if "cookie" in wish else ""
    status = wish.get("status", "200")
    writer.write(
        f"HTTP/1.1 {status} Said\r\nServer: target\r\nContent-Length: {len(content)}\r\n{cookie}\r\n".encode() + content
    )
    await writer.drain()
    return named.get("connection", "").lower() != "close"


async def main() -> None:
    context = None
    if len(sys.argv) > 4:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[4])
    server = await asyncio.start_server(serve, ADDRESS, PORT, ssl=context, backlog=1024)
    await server.serve_forever()


asyncio.run(main())
