"""What the pages say, without a browser."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from huice.rules.library import Library, shipped

PAGES = [
    "/",
    "/measures",
    "/measures?kind=benefit&class=减免",
    "/track",
    "/track?kind=target&due=2023&page=9",
    "/documents",
    "/assess",
    "/assess/result",
    "/search?q=补贴",
    "/search",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_and_guarded(page: str, client: TestClient) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.text.rstrip().endswith("</html>")
    assert "script" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in answer.text
    assert not re.findall(r'(?:src|href)="https?://', answer.text)


def test_every_measure_has_a_page_and_a_calculator(client: TestClient, library: Library) -> None:
    for id_, measure in library.measures.items():
        answer = client.get(f"/measures/{id_}")
        assert answer.status_code == 200, id_
        assert measure.title in answer.text
        assert 'name="as_of"' in answer.text


def test_filters_count_what_they_leave(client: TestClient, library: Library) -> None:
    page = client.get("/measures?kind=prohibition").text
    wanted = [measure for measure in library.measures.values() if measure.kind == "prohibition"]
    assert f"共 {len(library.measures):,} 项，筛出 {len(wanted)} 项" in page
    assert all(measure.title in page for measure in wanted)
    assert "没有符合的事项" in client.get("/measures?q=没有这样的事项").text


def test_what_is_tracked_is_filtered_and_cited(client: TestClient, library: Library) -> None:
    kinds = ("target", "task", "requirement")
    every = [item for pack in library.packs.values() for item in pack.tracked if item.kind in kinds]
    targets = [item for item in every if item.kind == "target"]
    assert f"共 {len(every):,} 项；" in client.get("/track").text
    page = client.get("/track?kind=target").text
    assert f"筛出 {len(targets)} 项" in page
    first, *_, last = sorted((item for item in targets if item.until), key=lambda item: str(item.until))
    assert first.title in page
    assert f"至 {first.until}" in page
    assert last.title in page + client.get("/track?kind=target&page=2").text
    assert "/documents/guobanfa-2023-11#" in client.get("/track?document=guobanfa-2023-11").text
    whose = every[-1].responsible[0] if every[-1].responsible else "省财政厅"
    mine = [item for item in every if whose in item.responsible]
    assert f"筛出 {len(mine)} 项" in client.get("/track", params={"responsible": whose}).text
    assert "没有符合的指标任务" in client.get("/track?q=没有这样的任务").text
    said = client.get("/api/track", params={"kind": "target"}).json()["tracked"]
    assert [one["kind"] for one in said] == ["target"] * len(targets)
    assert all(one["clause"] and one["document"] for one in said)


def test_the_calculator_gives_reason_amount_and_clause(client: TestClient) -> None:
    page = client.get(
        "/measures/guobanfa-2023-11/unemployment-insurance-refund?subject_type=enterprise&unemployment_insured=是&insured_headcount=30"
        "&layoffs=6&fund_reserve_years=1.5&unemployment_premiums_paid=24000&size=small&as_of=2023-06-30"
    ).text
    assert "最高 ¥ 14,400.00" in page
    assert "不高于小规模裁员率上限 20%" in page
    assert "/documents/guobanfa-2023-11#" in page


def test_a_wrong_value_is_told_at_its_field(client: TestClient) -> None:
    answer = client.get(
        "/measures/guobanfa-2023-11/unemployment-insurance-refund?insured_headcount=-3&as_of=2023-02-30"
    )
    assert answer.status_code == 422
    assert "负数" in answer.text
    assert "没有“2023-02-30”这一天" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_interview_goes_on_from_its_address(client: TestClient) -> None:
    first = client.get("/assess").text
    assert "单位是" in first or "哪一类主体" in first
    later = client.get("/assess?subject_type=enterprise&size=small&skip=headcount").text
    assert "企业规模" in later
    assert "小型" in later
    wrong = client.get("/assess?headcount=abc")
    assert wrong.status_code == 422
    assert "不是" in wrong.text


@pytest.mark.parametrize("firm", sorted(path.stem for path in (shipped() / "firms").glob("*.yaml")))
def test_a_sample_firm_has_a_result(firm: str, client: TestClient) -> None:
    answer = client.get(f"/assess/sample/{firm}")
    assert answer.status_code == 200
    assert "能享受的" in answer.text
    assert "<h1>" in answer.text


def test_the_plant_shows_its_ledger(client: TestClient) -> None:
    page = client.get("/assess/sample/chip-packaging-wuxi").text
    assert "逐月台账" in page
    assert "340,159.21" in page


def test_a_profile_may_be_pasted_or_uploaded(client: TestClient) -> None:
    text = "name: 甲厂\nas_of: 2023-06-30\nfacts:\n  主体类型: 企业\n  从业人员: 28 人\n"
    assert "甲厂" in client.post("/assess/profile", data={"text": text}).text
    assert "甲厂" in client.post("/assess/profile", files={"file": ("firm.yaml", text.encode())}).text
    wrong = client.post("/assess/profile", data={"text": "facts: {从业人数员: 3}"})
    assert wrong.status_code == 422
    assert "从业人数" in wrong.text


def test_a_document_opens_at_its_clauses(client: TestClient) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert len(listed) >= 10
    for document in listed:
        answer = client.get("/documents/" + quote(document["number"] or document["title"], safe=""))
        assert answer.status_code == 200, document["title"]
        assert 'class="clause"' in answer.text


def test_without_an_imported_text_the_library_speaks(empty_client: TestClient) -> None:
    assert "huice ingest" in empty_client.get("/documents").text
    page = empty_client.get("/documents/caishui-2023-17").text
    assert "huice ingest" in page
    assert "集成电路企业增值税加计抵减" in page
    assert "huice ingest" in empty_client.get("/search?q=补贴").text


def test_what_is_not_there_and_what_is_too_much(client: TestClient) -> None:
    for page in ("/nope", "/measures/a/b", "/documents/没有", "/assess/sample/none", "/assess/sample/..%2f..%2fetc"):
        answer = client.get(page)
        assert answer.status_code == 404
        assert "没有这一页" in answer.text
    assert client.get("/assess?name=" + "a" * 40_000).status_code == 414
    assert client.post("/assess/profile", data={"text": "a" * 3_000_000}).status_code == 413
    assert client.get("/search?q=" + "好" * 3_000).status_code == 200
    assert client.get("/search?q=%EF%BC%9F%EF%BC%81").status_code == 200


def test_foreign_text_is_never_markup(client: TestClient) -> None:
    page = client.get("/documents/" + quote("示例发〔2024〕9号", safe="")).text
    assert "<img" not in page
    assert "&lt;img" in page
    for place in (
        "/search?q=<script>alert(1)</script>",
        "/measures?q=<script>x</script>",
        "/assess/result?name=<img src=x>",
    ):
        assert "<script>" not in client.get(place).text
        assert "<img" not in client.get(place).text


def test_the_json_says_the_same(client: TestClient, library: Library) -> None:
    assert len(client.get("/api/measures").json()["measures"]) == len(library.measures)
    assert client.get("/api/measures/caishui-2023-17/accrual").json()["kind"] == "procedure"
    assert client.get("/api/measures/caishui-2023-17/none").status_code == 404
    assert client.get("/api/documents/none-at-all").status_code == 404
    said = client.post(
        "/api/assess?as_of=2023-06-30", json={"name": "甲", "facts": {"主体类型": "企业", "从业人员": 28}}
    ).json()
    assert said["as_of"] == "2023-06-30"
    assert len(said["findings"]) == len(library.measures)
    assert said["next_questions"]
    wrong = client.post("/api/assess", json={"facts": {"从业人数员": 3}})
    assert wrong.status_code == 422
    assert "从业人数" in wrong.json()["problems"][0]["remedy"]
    assert client.post("/api/assess", content=b"{", headers={"content-type": "application/json"}).status_code == 422
    assert "/api/assess" in client.get("/api/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ("facts: {从业人数员: 3}", 422, "是不是“从业人数”"),
        ("facts: {从业人员: 3 万元}", 422, "单位“万元”不对"),
        ("facts: {申请日期: 2023-02-30}", 422, "没有“2023-02-30”这一天"),
        ("facts: {从业人员: -3}", 422, "是负数"),
        ("facts: {营业收入: 1e308}", 422, "大得不合理"),
        ("facts: {营业收入: 1e9999999}", 422, "不是以“元”为单位的数"),
        ("facts: {所在地区: " + "a" * 1_000_000 + "}", 422, "文字过长"),
        ("facts: {所在地区: " + "a" * 5_000_000 + "}", 413, "不超过 2 MB"),
        ("name: " + "<b>" * 300 + "\nfacts: {从业人员: 3}", 422, "名称过长"),
        ("<script>alert(1)</script>: 3", 422, "没有“&lt;script&gt;"),
        ("a: [1", 422, "不是合法的 YAML"),
        (b"\x00\xff\x00\xfe" * 50, 422, "不是文本文件"),
        (b" \n ", 422, "文件是空的"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_wrong_profile_is_told_on_a_page(data: str | bytes, status: int, said: str, client: TestClient) -> None:
    raw = data.encode() if isinstance(data, str) else data
    answers = [client.post("/assess/profile", files={"file": ("firm.yaml", raw)})]
    if isinstance(data, str) and len(data) < 900_000:
        answers.append(client.post("/assess/profile", data={"text": data}))
    for answer in answers:
        assert answer.status_code == status
        assert said in answer.text
        assert "<script" not in answer.text
        assert "Traceback" not in answer.text


def test_a_profile_in_another_encoding_is_read(client: TestClient) -> None:
    for encoding in ("gbk", "utf-16"):
        raw = "name: 甲厂\nfacts:\n  主体类型: 企业\n".encode(encoding)
        assert "甲厂" in client.post("/assess/profile", files={"file": ("firm.yaml", raw)}).text


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b" ", 422, "文件是空的"),
        (bytes(range(256)) * 400, 422, "另存为纯文本"),
        ("今天天气很好。".encode(), 422, "没有认出政策文件"),
        (b"%PDF-1.7\n" + b"x" * 500, 422, "new.txt"),
        (("一、条款。" * 200).encode()[:-1], 422, "没有下载或复制完整"),
    ],
    ids=["empty", "binary", "no-compendium", "broken-pdf", "truncated"],
)
def test_a_wrong_edition_is_told_on_a_page(data: bytes, status: int, said: str, client: TestClient) -> None:
    answer = client.post("/compare", files={"after": ("new.txt", data)})
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("headcount=1e308", "大得不合理"),
        ("headcount=1e9999999", "不是以“人”为单位的数"),
        ("headcount=" + "9" * 20_000, "太长"),
        ("as_of=2023-02-30", "没有“2023-02-30”这一天"),
        ("size=<img src=x>", "没有“&lt;img src=x&gt;”这个选项"),
        ("revenue=3 人", "单位“人”不对"),
    ],
)
def test_a_wrong_answer_is_told_by_the_interview_and_the_result(query: str, said: str, client: TestClient) -> None:
    for page in ("/assess", "/assess/result"):
        answer = client.get(f"{page}?{query}")
        assert answer.status_code == 422
        assert said in answer.text
        assert "<img" not in answer.text


def test_a_measure_says_how_its_amount_comes_about_and_what_it_rests_on(client: TestClient) -> None:
    page = client.get("/measures/guobanfa-2023-11/unemployment-insurance-refund").text
    assert "最高：上年度企业及职工实际缴纳失业保险费×" in page
    numbers = page[page.index("用到的数字") : page.index("没有核对的")]
    for figure in ("30 人", "20%", "60%", "1 年", "由国务院"):
        assert figure in numbers
    assert "/documents/guobanfa-2023-11#" in numbers


def test_measures_stand_in_groups_with_what_brings_most_first(client: TestClient) -> None:
    page = client.get("/measures").text
    at = [page.index(f'id="k-{kind}"') for kind in ("benefit", "support", "obligation", "procedure")]
    assert at == sorted(at)


def test_a_kind_of_many_measures_is_paged_and_the_overview_leads_to_it(client: TestClient, library: Library) -> None:
    supports = [id_ for id_, measure in library.measures.items() if measure.kind == "support"]
    overview = client.get("/measures").text
    assert f'<a href="/measures?kind=support">看全部 {len(supports)} 项支持</a>' in overview
    assert overview.count('<li><a href="/measures/') < 60
    seen: list[str] = []
    page: str | None = "/measures?kind=support"
    while page:
        text = client.get(page).text
        seen += re.findall(r'<li><a href="/measures/([^"?]+)">', text)
        following = re.search(r'<a rel="next" href="([^"]+)">', text)
        page = following[1].replace("&amp;", "&") if following else None
    assert seen == supports


def test_what_rests_on_a_document_out_of_force_says_so(client: TestClient, library: Library) -> None:
    ended = next(key for key, pack in library.packs.items() if pack.source.in_force_until == date(2025, 12, 31))
    measure = next(iter(library.packs[ended].measures.values()))
    said = "所依据的文件有效期至 2025-12-31，"
    assert said in client.get(f"/measures/{measure.id}?as_of=2026-01-01").text
    assert said not in client.get(f"/measures/{measure.id}?as_of=2025-12-31").text
    firm = {"facts": {"主体类型": "企业"}}
    states = {
        day: {
            one["measure"]: one["in_force"]
            for one in client.post(f"/api/assess?as_of={day}", json=firm).json()["findings"]
        }
        for day in ("2023-01-01", "2025-12-31", "2026-01-01")
    }
    assert [states[day][measure.id]["state"] for day in states] == ["upcoming", "open", "closed"]
    assert states["2026-01-01"][measure.id]["until"] == "2025-12-31"


def test_advice_stands_on_the_result_page(client: TestClient) -> None:
    address = "/assess/result?as_of=2023-06-30&subject_type=enterprise&hires=无&headcount=20"
    page = client.get(address).text
    assert all(f'id="{name}"' in page for name in ("near-miss", "combination", "calendar"))
    assert "招用人员：再增加 1 个" in page
    assert "不能同享（同一辆车）" in page
    calendar = client.get(address.replace("result", "calendar.ics"))
    assert calendar.headers["content-type"].startswith("text/calendar")
    data = client.post(
        "/api/advise?as_of=2023-06-30", json={"facts": {"主体类型": "企业", "招用人员": [], "从业人员": 20}}
    ).json()
    assert calendar.text.count("BEGIN:VEVENT") == len(data["calendar"])
    every = re.search(r'href="([^"]*calendar\.ics[^"]*all=1)"', page)
    assert every
    whole = client.get(every[1].replace("&amp;", "&")).text.count("BEGIN:VEVENT")
    assert whole == len(data["calendar"]) + data["other_days"]
    assert all(miss["title"] in page for miss in data["near_misses"])


def test_what_one_gets_stands_first_among_the_measures_found(client: TestClient, library: Library) -> None:
    page = client.get("/search", params={"q": "招应届毕业生有什么补贴"}).text
    listed = page[page.index("<h2>事项</h2>") : page.index("<h2>条款</h2>")]
    kinds = [library.measures[id_].kind for id_ in re.findall(r'href="/measures/([^"]+)"', listed)]
    assert len(kinds) > 3
    assert kinds == sorted(kinds, key=lambda kind: {"benefit": 0, "support": 1}.get(kind, 2))
