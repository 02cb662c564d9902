"""Serving the portal on this machine."""

import socket
from pathlib import Path

import uvicorn

from huice.engine.explain import warm
from huice.problems import Problems
from huice.rules.library import Library
from huice.web.app import create_app

TRIES = 20


def run(library: Library, home: Path, host: str, port: int) -> None:
    """Serve until stopped; says the address. A port that is taken is passed over for the next free one."""
    warm(library)
    listening = _listen(host, port)
    chosen = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    print(f"惠策门户：http://{shown}:{chosen}/ （按 Ctrl-C 停止）", flush=True)
    config = uvicorn.Config(create_app(library, home), log_level="warning", h11_max_incomplete_event_size=64 * 1024)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + TRIES) if port else (0,):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
        except OSError:
            listening.close()
            continue
        return listening
    raise Problems.one(f"{host} 上 {port} 起的 {TRIES} 个端口都不能用", "用 --port 另选一个")
