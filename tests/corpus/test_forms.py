"""Forms that documents come in: dates, signatures, data of web pages, lines broken by hand."""

from datetime import date

import pytest

from huice.corpus import read_documents
from huice.corpus.compendium import read_edition
from huice.corpus.metadata import in_force, region
from huice.corpus.model import Clause, Document, walk

TITLE = "示例市商务局关于支持示范店的通知"


def read(*lines: str) -> Document:
    (document,) = read_documents("\n".join(lines).encode(), "sample.txt")
    return document


def clause(document: Document, path: str) -> Clause:
    return next(one for one in walk(document.clauses) if one.path == path)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("本公告自二○二四年十月一日起施行，有效期五年。", date(2024, 10, 1), date(2029, 9, 30)),
        ("本细则由市科技局负责解释，自2024年10月8日起施行，有效期3年。", date(2024, 10, 8), date(2027, 10, 7)),
        ("本办法自2024.1.1起施行，有效期至2026.12.31。", date(2024, 1, 1), date(2026, 12, 31)),
        ("本通告自2024年5月1日零时起施行，至2026年4月30日24时止。", date(2024, 5, 1), date(2026, 4, 30)),
        ("以上措施执行期限为2024年3月1日至2025年2月28日。", date(2024, 3, 1), date(2025, 2, 28)),
        ("本办法自2024年4月起施行，有效期1年。", date(2024, 4, 1), date(2025, 3, 31)),
        ("以上政策自2024年1月1日起施行，有效期2年。", date(2024, 1, 1), date(2025, 12, 31)),
        ("五、自印发之日起施行，有效期至2025年底。", date(2024, 1, 10), date(2025, 12, 31)),
        ("本办法自2024年3月1日起施行，有效期截止2026年2月28日。", date(2024, 3, 1), date(2026, 2, 28)),
        ("本政策由商务局解释，自2024年1月1日起至2025年12月31日止执行。", date(2024, 1, 1), date(2025, 12, 31)),
        ("本市企业吸纳人员，自2024年1月1日起执行新标准。", None, None),
        ("许可证有效期为2024年1月1日至2025年12月31日。", None, None),
    ],
)
def test_sentences_that_put_a_document_in_force(sentence: str, start: date | None, end: date | None) -> None:
    found = in_force([sentence], "", date(2024, 1, 10))
    assert (found.start, found.end) == (start, end)


def test_a_province_that_is_in_no_list_is_a_region() -> None:
    assert region(["示例省人民政府办公厅"], "") == "示例省"
    assert region(["示例省试验市财政局"], "") == "试验市"


def test_a_signature_of_spread_names_with_a_day_in_points() -> None:
    document = read(
        "财政部 生态环境部关于示范项目的通知", "财示〔2024〕1号", "一、给予补助。", "附件：申请表",
        "财　　政　　部", "生 态 环 境 部", "2024.6.5", "（联系人：某甲，联系电话：88886666）", "附件1", "申请表", "名称\t电话",
    )  # fmt: skip
    assert document.issuers == ("财政部", "生态环境部")
    assert document.issued == date(2024, 6, 5)
    assert [one.path for one in document.clauses] == ["一", "附件", "落款", "附件1"]


def test_the_data_of_a_page_below_and_above_a_title() -> None:
    above = read(
        "索 引 号：0001/2024-1", "文    号：示商发〔2024〕7号", "公开日期：2024-11-08", TITLE, "示商发〔2024〕7号", "各区：", "一、给予补助。",
        "示例市商务局", "2024年11月6日",
    )  # fmt: skip
    assert (above.title, above.number, above.issued) == (TITLE, "示商发〔2024〕7号", date(2024, 11, 6))
    below = read(
        "《试验市稳岗政策》问答", "来源：某网　　发布时间：2024-03-11 10:25", "发布机构：试验市人力资源局", "1.问：谁可以申请？", "答：企业。",
        "2.问：补多少？", "答：一千元。",
    )  # fmt: skip
    assert (below.issued, below.region, below.issuers) == (date(2024, 3, 11), "试验市", ("试验市人力资源局",))
    assert [one.path for one in below.clauses] == ["题注", "1", "2"]


def test_a_history_that_opens_with_the_number() -> None:
    document = read(
        "试验县扶持合作社办法", "（试政发（２０２３）１２号，２０２３年１２月２５日试验县人民政府印发）", "第一条 为扶持合作社，制定本办法。",
        "第二条 给予补助。",
    )  # fmt: skip
    assert (document.number, document.issued) == ("试政发〔2023〕12号", date(2023, 12, 25))
    assert document.issuers == ("试验县人民政府",)


BROKEN = (
    TITLE, "第一章 总则",
    "第一条 示范店新建冷库，库容在一百立方米以", "上的，按建设成本的三成给予补助，最高十万元。",
    "第二条 示范店的贷款用于生产和经营的，按照", "同期市场报价利率的一半给予贴息，期限不超过", "十二个月。",
    "第三条 示范店应当把资金单独核算，并且在每", "年的年底以前向所在区的商务部门报告使用的情", "况。", "（一）示范店",
    "是指评定的店。",
)  # fmt: skip


def test_lines_broken_by_hand_are_joined() -> None:
    document = read(*BROKEN)
    assert clause(document, "第一章/第一条").heading == "第一条"
    assert clause(document, "第一章/第二条").text.endswith("期限不超过十二个月。")
    assert clause(document, "第一章/第三条").text.endswith("使用的情况。")
    assert "\n" not in clause(document, "第一章/第三条").text


def test_a_list_of_names_of_one_length_is_not_joined() -> None:
    names = [f"示例市第{n}精密机械制造公司" for n in "一二三四五六七八"]
    document = read(TITLE, "一、下列企业列入名单。", *names)
    assert clause(document, "一").text.count("\n") == 7


def test_fields_of_a_contact_stay_apart() -> None:
    document = read(TITLE, "一、联系方式", "联系电话：0510-12345678、0510-87654321、0510-1", "电子邮箱：a@example.cn")
    assert clause(document, "一").text.endswith("\n电子邮箱：a@example.cn")


def test_a_bracket_behind_a_sentence_makes_it_no_heading() -> None:
    document = read(
        TITLE, "1.给予每店十万元奖励。（责任单位：市商务局）", "2.给予每店五万元补贴。（责任单位：市财政局）",
    )  # fmt: skip
    assert [one.heading for one in document.clauses] == ["1.", "2."]


def test_numbers_go_on_in_a_remark() -> None:
    document = read(TITLE, "一、给予补助。", "填表说明：1.本表一式三份。", "2.金额以万元计。")
    assert [one.path for one in walk(document.clauses)] == ["一", "一/填表说明", "一/填表说明/2"]


def test_a_closing_repeal_stands_by_itself() -> None:
    document = read(
        TITLE, "一、工作目标", "（一）甲。建成示范店。", "二、组织领导", "（二）乙。商务局要及时总结。", "《示例市示范店办法》（示政发〔2012〕3号）同时废止。",
    )  # fmt: skip
    assert document.clauses[-1].path == "末段"
    assert document.repeals == ("《示例市示范店办法》（示政发〔2012〕3号）",)


def test_questions_without_numbers_are_clauses() -> None:
    document = read(
        "关于《试验市降费政策》的解读", "问：谁可以申报？", "答：担保机构。", "问：补多少？", "答：按担保额的0.8%。"
    )
    assert [one.path for one in document.clauses] == ["问1", "问2"]
    assert clause(document, "问2").heading == "问：补多少？"
    assert document.region == "试验市"


def test_a_number_behind_the_title() -> None:
    for printed in (f"{TITLE}（示商发〔2024〕4号）", f"{TITLE}\n（示商发(2024)4号）"):
        document = read(printed, "各区：", "一、给予补助。")
        assert (document.title, document.number) == (TITLE, "示商发〔2024〕4号")


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ("碧水湾高新技术产业开发区管理委员会", "碧水湾高新技术产业开发区"),
        ("沛县优化营商环境工作领导小组办公室", "沛县"),
        ("国家发展和改革委员会", "全国"),
    ],
)
def test_zones_and_counties_of_one_character(organ: str, expected: str) -> None:
    assert region([organ], "") == expected


def test_the_title_of_an_article_in_brackets() -> None:
    document = read(TITLE, "第一条（适用范围）本政策适用于示范店。", "第二条（房租补贴） 给予补贴。")
    assert [one.heading for one in document.clauses] == ["第一条（适用范围）", "第二条（房租补贴）"]


def test_a_list_inside_a_line_is_one_paragraph() -> None:
    document = read(TITLE, "一、申请材料", "(1)营业执照；(2)身份证。", "二、其他", "（1）甲事项；", "（2）乙事项。")
    assert [one.path for one in walk(document.clauses)] == ["一", "二", "二/（1）", "二/（2）"]


def test_organs_above_a_title_that_a_table_of_contents_shortens() -> None:
    text = [
        "目 录", "1. 示例市商务局等3部门关于支持示范店做大做强的通知………1", "2. 示例市商务局关于支持乙的通知………2", "3. 示例市财政局关于支持丙的通知………3",
        "示例市商务局 示例市财政局", "示例市统计局", "关于支持示范店做大做强的通知", "各区：", "一、给予补助。", "示例市商务局", "2024年1月2日",
        "示例市商务局关于支持乙的通知", "各区：", "一、给予补助。", "示例市财政局关于支持丙的通知", "各区：", "一、给予补助。",
    ]  # fmt: skip
    first, *_ = read_documents("\n".join(text).encode(), "sample.txt")
    assert first.title == "示例市商务局 示例市财政局 示例市统计局关于支持示范店做大做强的通知"


def test_numbers_of_pages_belong_to_nothing() -> None:
    edition = read_edition(
        f"{TITLE}\n各区：\n一、给予\n— 2 —\n补贴。\n第3页 共10页\n二、给予补助。".encode(), "sample.txt"
    )
    assert [one.said for one in edition.documents[0].clauses][-1] == "二、\n给予补助。"
    assert all("页" not in one.said and "— 2" not in one.said for one in edition.walk())
    assert {line for line, _, _ in edition.marks} == {4, 6}


def test_copies_and_printing_at_the_end_are_no_clause() -> None:
    document = read(
        "示例市政府办公室关于印发《示例措施》的通知", "各区：", "现印发给你们。", "示例市政府办公室", "2024年7月9日", "示例措施", "一、给予补助。",
        "二、有失信行为的，不得享受本措施。", "本措施自2024年8月10日起施行。", "抄送：市委办公室。", "示例市政府办公室 2024年7月9日印发",
    )  # fmt: skip
    assert [one.path for one in document.clauses][-4:] == ["一", "二", "末段", "版记"]
    assert clause(document, "二").heading == "二、"


def test_the_only_annex_beside_its_list() -> None:
    document = read(
        TITLE,
        "各区：",
        "一、给予补助。",
        "附件：名单",
        "示例市商务局",
        "2024年1月2日",
        "附件",
        "名单",
        "甲\t乙",
        "丙\t丁",
    )
    assert [one.path for one in document.clauses] == ["一", "附件", "落款", "附件1"]
