"""Local standards on the pages: the number counts, and the page says whose it is."""

import pytest
from starlette.testclient import TestClient

from huice.rules.library import load, shipped
from huice.web.app import create_app

MEASURE = "guobanfa-2023-11/graduate-hiring-subsidy"
STANDARD = """
standards:
  - source: 某人社发〔2023〕5号
    issuer: 某市人社局 <b>
    date: 2023-05-01
    region: 昆山市
    link: https://example.org/5
    values: {guobanfa-2023-11/hire_standard: 1800 元/人}
"""
ASKED = {
    "subject_type": "enterprise", "region": "320583", "as_of": "2023-06-30", "hires.0.kind": "graduate_year",
    "hires.0.contract_months": "12", "hires.0.people": "2",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("standards")
    (folder / "mine.yaml").write_text(STANDARD, "utf-8")
    return TestClient(create_app(load(shipped(), folder / "mine.yaml"), folder))


@pytest.mark.parametrize("path", [f"/measures/{MEASURE}", "/assess/result"])
def test_the_page_says_whose_number_it_is(path: str, client: TestClient) -> None:
    page = client.get(path, params=ASKED)
    assert page.status_code == 200
    assert "3,600.00" in page.text
    assert "某市人社局 &lt;b&gt; 某人社发〔2023〕5号（2023-05-01，适用昆山市）" in page.text
    assert 'href="https://example.org/5" rel="noreferrer"' in page.text


def test_the_calculator_asks_for_the_region_and_shows_what_is_set(client: TestClient) -> None:
    page = client.get(f"/measures/{MEASURE}").text
    assert 'name="region"' in page
    assert "不填就用已加入的地方标准" in page
    assert "昆山市 1800 元/人" in page


def test_an_ambiguous_region_is_told(client: TestClient) -> None:
    page = client.get("/assess/result", params={**ASKED, "region": "鼓楼区"})
    assert page.status_code == 422
    assert "南京市鼓楼区、徐州市鼓楼区" in client.get("/assess", params={**ASKED, "region": "鼓楼区"}).text


def test_the_interface_carries_it(client: TestClient) -> None:
    profile = {
        "name": "甲",
        "as_of": "2023-06-30",
        "facts": {
            "主体类型": "企业",
            "所在地区": "昆山",
            "hires": [{"kind": "graduate_year", "contract_months": "12", "people": "2"}],
        },
    }
    said = client.post("/api/assess", json=profile).json()
    finding = next(one for one in said["findings"] if one["measure"] == MEASURE)
    assert finding["amount"]["value"] == "3600.00"
    assert finding["standards"][0]["region"] == "昆山市"
