"""A portal served for real on loopback, and a real Chromium to look at it."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Error, sync_playwright

from huice.corpus import read_documents
from huice.rules.library import Library
from huice.store import Store
from huice.web.app import create_app
from huice.web.server import _listen
from tests.conftest import DATA
from tests.shared_material import missing

HOSTILE = """示例市关于“<script>alert(1)</script>”的通知

示例发〔2024〕9号

各单位：

一、<img src=x onerror=alert(2)>条款。正文里有 <b>标签</b> 和 "引号"。

二、第二条。见附件。

示例市人民政府

2024年1月10日
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the demo city's compendium and a hostile document."""
    folder = tmp_path_factory.mktemp("portal")
    store = Store(folder)
    text = next((DATA / "demo-city").glob("*.txt"))
    store.ingest(read_documents(text.read_bytes(), text.name), text.name, "1")
    store.ingest(read_documents(HOSTILE.encode(), "hostile.txt"), "hostile.txt", "2")
    return folder


@pytest.fixture(scope="session")
def client(library: Library, home: Path) -> TestClient:
    """The portal without a network."""
    return TestClient(create_app(library, home), follow_redirects=True)


@pytest.fixture(scope="session")
def empty_client(library: Library, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The portal before anything was imported."""
    return TestClient(create_app(library, tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="session")
def address(library: Library, home: Path) -> Iterator[str]:
    """The portal on loopback."""
    listening = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(library, home), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium from the system (`CHROMIUM`, else chromium on the path)."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("没有 Chromium：apt-get install chromium fonts-noto-cjk，或用 CHROMIUM 指明")
    switches = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as play:
        try:
            opened = play.chromium.launch(executable_path=found, args=switches)
        except Error as error:
            missing(f"Chromium 打不开：{str(error).splitlines()[0]}")
        yield opened
        opened.close()
