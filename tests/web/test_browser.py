"""The portal in a real Chromium: the main path, without scripts, on paper, and by axe with no rule switched off."""

from importlib.resources import files
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import DATA
from tests.shared_material import REQUIRED

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
REFUND = "/measures/guobanfa-2023-11/unemployment-insurance-refund"
PAGES = {
    "home": "/",
    "measures": "/measures?kind=benefit",
    "measure": "/measures/caishui-2023-17/vat-super-deduction",
    "calculated": f"{REFUND}?subject_type=enterprise&insured_headcount=30&layoffs=-7",
    "track": "/track?kind=target",
    "documents": "/documents",
    "reader": "/documents/示例发〔2024〕9号#c-一",
    "known": "/documents/guobanfa-2023-11",
    "interview": "/assess?subject_type=enterprise&size=small",
    "rows": "/assess?subject_type=enterprise&ask=hires",
    "wrong": "/assess?headcount=-3&as_of=2023-02-30",
    "nothing told": "/assess/result",
    "result": "/assess/sample/chip-packaging-wuxi",
    "contractor": "/assess/sample/road-contractor",
    "advised": "/assess/result?as_of=2023-06-30&subject_type=enterprise&hires=无&headcount=20",
    "search": "/search?q=补贴",
    "compare": "/compare",
    "compared": "/compare?a=示例发〔2024〕9号&b=示政办规〔2024〕3号",
    "missing": "/nope",
}


LOOKS = [(1280, "light"), (390, "dark"), *([(1280, "dark"), (390, "light")] if REQUIRED else [])]
"""Every width with every scheme where nothing may be left out, else each of them once."""


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_overflows(width: int, scheme: str, address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: dict[str, list[str]] = {}
    for name, path in PAGES.items():
        page.goto(address + path)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], elementRef: false})")["violations"]
        said = [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            said.append("wider than the window")
        if said:
            wrong[name] = said
    context.close()
    assert not wrong


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Page:
    """A page with and without scripts allowed; no message of the browser's console may be an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=request.param)
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    return opened


def test_from_the_front_page_through_the_interview_to_a_result(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("main").get_by_role("link", name="政策体检").click()
    for _ in range(6):
        radios = page.locator("fieldset.options input[type=radio]")
        if radios.count():
            radios.first.check()
            page.get_by_role("button", name="回答").click()
        else:
            page.get_by_role("button", name="不清楚，下一个").click()
    expect(page.get_by_role("heading", name="已经回答的")).to_be_visible()
    page.get_by_role("link", name="看结果").first.click()
    expect(page.get_by_role("heading", name="依据的资料")).to_be_visible()
    page.locator("details.row summary").first.click()
    expect(page.locator("details.row .because").first).to_be_visible()


def test_the_calculator_of_a_measure(page: Page, address: str) -> None:
    page.goto(address + REFUND)
    page.get_by_label("主体类型").select_option(label="企业")
    page.get_by_label("参加失业保险", exact=True).select_option(label="是")
    page.get_by_label("上年度参保职工人数（人）").fill("30")
    page.get_by_label("上年度裁员人数（人）").fill("6")
    page.get_by_label("企业规模").select_option(label="小型")
    page.get_by_label("上年度企业及职工实际缴纳失业保险费（元）").fill("2.4万元")
    page.get_by_label("统筹地区上年度失业保险基金滚存结余备付期限（年）").fill("1.5")
    page.get_by_label("按哪一天算").fill("2023-06-30")
    page.get_by_role("button", name="计算").click()
    expect(page.locator(".outcome")).to_contain_text("最高 ¥ 14,400.00")


def test_a_citation_opens_on_its_clause(page: Page, address: str) -> None:
    page.goto(address + "/search?q=" + "示例市")
    page.locator(".hits a").first.click()
    expect(page.locator(".clause:target")).to_be_visible()


def test_hostile_text_does_nothing(page: Page, address: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(address + "/documents/示例发〔2024〕9号")
    assert page.locator("article img, article script, article b b").count() == 0
    page.goto(address + "/assess/result?name=<script>alert(1)</script>")
    expect(page.get_by_role("heading", level=1)).to_have_text("<script>alert(1)</script>")


def test_a_result_prints_its_reasons(address: str, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 1000, "height": 1200}).new_page()
    page.goto(address + "/assess/sample/restaurant-28")
    page.emulate_media(media="print")
    expect(page.locator("details.row .because").first).to_be_visible()
    for part in (".ask", "header.top nav", ".jump"):
        expect(page.locator(part).first).not_to_be_visible()
    assert page.locator(".g-open .rest .row h3").first.is_visible()
    expect(page.locator(".g-no details.row .because").first).not_to_be_visible()
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(sheets) <= 20


def test_a_ledger_prints_whole(address: str, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 1000, "height": 1200}, color_scheme="dark").new_page()
    page.goto(address + "/assess/sample/chip-packaging-wuxi")
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
    first = sheets[0].get_textpage().get_text_bounded()
    assert "340,159.21" in first
    row = next(line for line in first.splitlines() if line.startswith("2023-11"))
    assert row.split()[-1] == "131,659.21"
    assert len(sheets) <= 20


def test_an_edition_is_compared_with_what_is_stored(page: Page, address: str, tmp_path: Path) -> None:
    text = next((DATA / "demo-city").glob("*.txt")).read_text("utf-8")
    newer = tmp_path / "新版.txt"
    newer.write_text(text.replace("少裁员", "不裁员", 1), "utf-8")
    page.goto(address + "/compare")
    page.get_by_label("新的一版").set_input_files(newer)
    page.get_by_role("button", name="比较文件").click()
    expect(page.locator(".changes li")).to_have_count(1)
    expect(page.locator(".changes del")).to_have_text("少")
    expect(page.locator(".changes ins")).to_have_text("不")
