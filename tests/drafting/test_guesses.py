"""What is guessed of a clause: its kind, its title, which clauses below belong to it."""

from pathlib import Path

import pytest

from huice.corpus import read_documents
from huice.drafting import Draft, draft
from tests.test_cli import huice

TITLE = "示例市商务局关于支持示范店的通知"


def drafted(*lines: str) -> Draft:
    (document,) = read_documents("\n".join([TITLE, "示商发〔2024〕1号", "各区：", *lines]).encode(), "sample.txt")
    return draft(document, "sample")


def kinds(*lines: str) -> dict[str, str]:
    return {one.clause: one.guess.kind for one in drafted(*lines).provisions}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("对示范店自用房产，免征房产税。", "benefit"),
        ("由市财政统一投保，示范店免缴保费。", "benefit"),
        ("按实际招用人数定额扣减应纳税额，每人每年6000元，当年扣减不完的不得结转。", "benefit"),
        ("示范店应当留存合同备查，多缴的免征税款予以退还。", "obligation"),
        ("示范店不得收取进场费；违反规定的，责令改正。", "prohibition"),
        ("示范店应当在十日内上传数据。逾期未上传的，取消其示范资格。", "obligation"),
        ("弄虚作假的，追回资金，三年内不得申报。", "sanction"),
        ("企业于2024年7月5日前申报，逾期不予受理。", "deadline"),
        ("逾期不予受理。", "sanction"),
        ("同一事项按照就高不重复原则执行。", "left_out"),
        ("市商务局负责组织实施。", "task"),
        ("为支持示范店，制定本通知。", "left_out"),
        ("本通知自2024年5月1日起施行。《示例市示范店补贴办法》（示商发〔2018〕5号）同时废止，有效期五年。", "left_out"),
        ("鼓励合作社参加展销会，给予适当补贴。", "support"),
        ("示范社：是指经评定的合作社。", "definition"),
        ("自受理之日起5个工作日内办结。", "obligation"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kinds(f"一、{text}", "二、其他事项由市商务局另行通知。")["一"] == kind


def test_conditions_belong_to_what_they_are_conditions_of() -> None:
    found = drafted(
        "一、申请认定示范店应当同时具备下列条件：", "（一）注册资本不低于50万元；", "（二）门店不少于3家，其中：", "1.自有门店比例不低于50%；",
        "（三）不得重复申报。", "二、有下列情形之一的，不予支持：", "（一）开业不足2年的；", "（二）未报告的。",
    )  # fmt: skip
    first, second = found.provisions
    assert (first.guess.kind, first.category) == ("support", "资质")
    assert first.items == ("一/（一）", "一/（二）", "一/（二）/1", "一/（三）")
    assert [(one.written, one.clause) for one in first.numbers] == [
        ("50 万元", "一/（一）"), ("3 家", "一/（二）"), ("50%", "一/（二）/1"),
    ]  # fmt: skip
    assert len({one.key for one in first.numbers}) == 3
    assert (second.guess.kind, second.items) == ("definition", ("二/（一）", "二/（二）"))


def test_items_that_give_something_stand_by_themselves() -> None:
    found = kinds(
        "一、支持标准如下：", "（一）展位费按实际支出的70%给予补助；", "（二）人员费每人补助5000元。", "二、其他。"
    )
    assert (found["一/（一）"], found["一/（二）"]) == ("benefit", "benefit")


def test_chapters_are_no_lists() -> None:
    found = kinds(
        "第一章 认定条件", "第一条 申请企业应当具备下列条件：", "（一）开业2年。", "第二条 企业于每年3月1日前申请。"
    )
    assert "第一章" not in found
    assert found["第一章/第二条"] == "deadline"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("一、申报材料", "1.申请表；", "2.营业执照。"), "materials"),
        (("一、申报材料", "(1)申请表；(2)营业执照。"), "materials"),
        (("一、活动时间", "2024年9月1日至12月31日。"), "window"),
        (("一、联系方式", "市商务局张某，电话88886666。"), "channel"),
        (("一、支持对象", "1.在本市注册的企业；", "2.开业满2年。"), "requires"),
    ],
)
def test_what_belongs_to_other_provisions_says_where(lines: tuple[str, ...], why: str) -> None:
    (one, *_) = drafted(*lines, "二、给予每店补贴5万元。").provisions
    assert (one.clause, why in one.guess.why) == ("一", True)


def test_titles_are_short_phrases() -> None:
    found = drafted(
        "一、对首次升规的工业企业，奖励10万元。", "二、自2024年1月1日起，免征房产税。", "三、给予补贴。", "特此通知。"
    )
    assert [one.title for one in found.provisions] == ["首次升规的工业企业", "免征房产税", "给予补贴"]


def test_who_sets_a_standard_is_read_in_both_orders() -> None:
    found = drafted(
        "一、人员的个人奖励标准由市人社局另行制定。", "二、补贴每人6000元，各市可根据本地实际确定具体补贴标准。", "三、其他。",
    )  # fmt: skip
    assert [one.opened for one in found.provisions[:2]] == [("个人奖励标准", "市人社局"), ("具体补贴标准", "各市")]


def test_a_draft_without_measures_passes_its_test(tmp_path: Path) -> None:
    file = tmp_path / "sample.txt"
    file.write_text(
        f"{TITLE}\n示商发〔2024〕1号\n各区：\n一、推动示范店发展。（市商务局负责）\n二、培育示范店100家。\n", "utf-8"
    )
    assert huice("ingest", str(file), home=tmp_path).returncode == 0
    assert huice("new", "示商发〔2024〕1号", "--out", str(tmp_path / "pack"), home=tmp_path).returncode == 0
    done = huice("test", str(tmp_path / "pack"), home=tmp_path)
    assert (done.returncode, "0 个案例" in done.stdout) == (0, True), done.stderr


def test_the_rows_of_a_table_of_tasks_are_tasks() -> None:
    found = drafted(
        "现将清单印发给你们。", "示例市商务局", "2024年2月28日", "附件", "任务清单", "序号\t任务\t责任单位\t完成时限", "1\t压缩开办时间\t市监局\t2024年6月底前",
        "2\t直达资金\t市财政局、市商务局\t2024年12月底前",
    )  # fmt: skip
    first, second = found.provisions
    assert (first.clause, first.title, first.guess.kind) == ("附件/表1/行1", "压缩开办时间", "task")
    assert (second.departments, str(second.until)) == (("市财政局", "市商务局"), "2024-12-31")


def test_money_set_aside_is_no_amount() -> None:
    found = drafted("一、市财政安排专项资金2亿元，给予贴息支持。", "二、一次性奖励5万元。")
    assert [one.amount for one in found.provisions] == [None, ("value", "p02_amount")]


def test_opening_words_are_read_where_nothing_else_is_said() -> None:
    annex = ("示例市商务局", "2024年2月28日", "附件", "名单", "序号\t名称", "1\t甲公司", "2\t乙公司")
    assert "前言" in kinds("现公布名单，企业应当于每年4月30日前报送信息。", *annex)
    assert "前言" not in kinds("现将有关事项通知如下。", "一、企业应当报送信息。", *annex)
