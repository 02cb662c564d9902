"""The reader shows what clauses state, and whether the document holds."""

from pathlib import Path
from urllib.parse import quote

import jsonschema
from fastapi.testclient import TestClient

from huice.corpus import read_documents
from huice.exports.documents import schema
from huice.rules.library import Library
from huice.store import Store
from huice.web.app import create_app


def page(client: TestClient, number: str) -> str:
    return client.get("/documents/" + quote(number, safe="")).text


def test_figures_days_and_departments_stand_by_their_clause(client: TestClient) -> None:
    text = page(client, "示政办规〔2024〕3号")
    clause = text.split('id="c-一.（一）"')[1].split("</section>")[0]
    assert "不超过 5%" in clause
    assert "不超过 20 人" in clause
    duties = text.split('id="c-二.（三）"')[1].split("</section>")[0]
    assert "<span>市人力资源社会保障局</span>" in duties


def test_the_margin_tells_the_status_and_the_particulars(client: TestClient) -> None:
    margin = page(client, "示政办规〔2024〕3号").split('class="margin"')[1]
    assert "2026-12-31" in margin
    assert "示政办发〔2019〕27号" in margin
    assert "就业社保" in margin


def test_the_list_tells_status_and_theme(client: TestClient) -> None:
    listed = client.get("/api/documents?as_of=2024-02-29").json()
    by_number = {one["number"]: one for one in listed["documents"]}
    assert listed["as_of"] == "2024-02-29"
    assert by_number["示政办规〔2024〕3号"]["status"]["state"] == "未施行"
    assert by_number["示商〔2024〕31号"]["themes"][0]["name"] == "商贸消费"
    assert "没有写明有效期" in client.get("/documents").text


def test_a_document_as_data_is_valid(client: TestClient) -> None:
    one = client.get("/api/documents/" + quote("示政办规〔2024〕3号", safe="")).json()
    jsonschema.Draft202012Validator(schema()).validate({"documents": [one]})
    assert one["knowledge"]["quantities"]


OLD = """示例市人民政府关于扶持甲业的意见

示政发〔2019〕7号

一、扩大投资。支持企业扩大投资。

二、强化服务。做好宣传解读。

示例市人民政府

2019年3月1日
"""
NEW = """示例市人民政府关于进一步扶持甲业的意见

示政规〔2024〕1号

一、落实政策。继续落实《示例市人民政府关于扶持甲业的意见》（示政发〔2019〕7号）的要求。

二、强化服务。做好宣传解读。

本意见自2024年3月1日起施行。《示例市人民政府关于扶持甲业的意见》（示政发〔2019〕7号）同时废止。

示例市人民政府

2024年1月10日
"""


def test_a_cited_document_that_is_here_is_a_link_and_its_end_is_told(library: Library, tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name, text in (("旧.txt", OLD), ("新.txt", NEW)):
        store.ingest(read_documents(text.encode(), name), name, name)
    client = TestClient(create_app(library, tmp_path))
    new = page(client, "示政规〔2024〕1号")
    link = f'href="/documents/{quote("示政发〔2019〕7号", safe="")}"'
    paper, margin = new.split('class="margin"')
    assert f"{link}>《示例市人民政府关于扶持甲业的意见》（示政发〔2019〕7号）</a>的要求" in paper
    assert "施行中" in margin
    old = page(client, "示政发〔2019〕7号").split('class="margin"')[1]
    assert "已废止" in old
    assert "自 2024-03-01 起被 示政规〔2024〕1号" in old
    states = {
        day: client.get(f"/api/documents?as_of={day}").json()["documents"][0]["status"]["state"]
        for day in ("2024-02-29", "2024-03-01")
    }
    assert states == {"2024-02-29": "施行中", "2024-03-01": "已废止"}
