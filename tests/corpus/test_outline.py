"""Which lines open a clause: short documents made for one question each."""

import pytest

from huice.corpus import Clause, Document, read_documents, walk

HEAD = "示例市财政局关于试点工作的通知\n\n示财〔2024〕1号\n\n各区财政局：\n\n"
TAIL = "\n\n示例市财政局\n\n2024年1月2日\n"


def read(body: str) -> Document:
    (document,) = read_documents((HEAD + body + TAIL).encode(), "a.txt")
    return document


def tree(body: str) -> dict[str, Clause]:
    return {clause.path: clause for clause in walk(read(body).clauses)}


def paths(body: str) -> list[str]:
    return [path for path in tree(body) if path != "落款"]


def test_a_paragraph_cut_by_a_page_is_one_again_and_keeps_its_lines() -> None:
    found = tree("一、要求\n\n各区要在年底前完成全部试点项目的验收，并将结果报送市财政局备\n\n案，逾期不予受理。")
    assert found["一"].text == "各区要在年底前完成全部试点项目的验收，并将结果报送市财政局备案，逾期不予受理。"
    assert found["一"].lines == (7, 11)


def test_a_continuation_that_looks_like_a_heading_is_none() -> None:
    body = "一、任务\n\n（一）报送。各区每年汇总拨付情况和项目进度，定期将上\n\n一、年度结余资金情况报市财政局。\n\n二、要求\n\n抓好落实。"
    assert paths(body) == ["一", "一/（一）", "二"]


def test_a_continuation_with_the_next_number_is_none_where_that_number_comes_again() -> None:
    body = "一、任务\n\n各区每年汇总拨付情况和项目进度，按时向市财政局报送，并公布\n\n二、季度的拨付情况。\n\n二、要求\n\n抓好落实。"
    found = tree(body)
    assert list(found) == ["一", "二", "落款"]
    assert found["一"].text.endswith("并公布二、季度的拨付情况。")


def test_a_heading_after_a_line_without_full_stop_is_one() -> None:
    assert paths("一、时间\n\n2024 年 6 月至 12 月\n\n二、要求\n\n抓好落实。") == ["一", "二"]


def test_a_missing_number_does_not_lose_the_rest() -> None:
    assert paths("一、任务\n\n做好。\n\n三、要求\n\n抓好落实。") == ["一", "三"]


def test_the_same_number_twice_keeps_two_paths() -> None:
    assert paths("一、任务\n\n做好。\n\n一、要求\n\n抓好落实。") == ["一", "一·2"]


def test_headings_glued_to_their_text_are_told_apart_where_their_siblings_are() -> None:
    found = tree("一、减轻负担。对小微企业减半收费。\n\n二、加快拨付。收到申请后十日内拨付。")
    assert found["一"].heading == "一、减轻负担。"
    assert found["一"].text == "对小微企业减半收费。"


def test_a_rule_is_not_taken_for_a_heading() -> None:
    found = tree("一、企业应当于月底前申报。逾期不再受理。\n\n二、税务机关应当当日办结。需要核实的除外。")
    assert found["一"].heading == "一、"
    assert found["一"].text == "企业应当于月底前申报。逾期不再受理。"


def test_what_follows_a_list_belongs_to_the_clause_above_it() -> None:
    found = tree("一、下列企业除外：\n\n（一）失信的；\n\n（二）停业的。\n\n名单由各区公布。\n\n二、抓好落实。")
    assert found["一/末段"].text == "名单由各区公布。"
    assert found["一/（二）"].text == "停业的。"


def test_a_table_stands_by_itself_and_what_follows_it_too() -> None:
    found = tree(
        "一、标准\n\n见下表：\n\n档次\t比例\n一档\t8%\n\n档次\t比例\n二档\t6%\n\n只享受一次。\n\n二、要求\n\n抓好落实。"
    )
    assert found["一/表1"].text == "档次\t比例\n一档\t8%\n档次\t比例\n二档\t6%"
    assert found["一/末段"].text == "只享受一次。"


def test_rows_that_are_numbered_titles_divide_a_table() -> None:
    found = tree("一、分工\n\n内容\t部门\n第一条：拨付\t\n按季拨付\t财政局\n第二条：检查\t\n按年检查\t审计局")
    assert found["一/表1"].text == "内容\t部门"
    assert found["一/表1/第二条"].heading == "第二条：检查"
    assert found["一/表1/第二条"].text == "按年检查\t审计局"


def test_a_box_stands_beside_the_clause_it_interrupts() -> None:
    body = "一、任务\n\n（一）建设。建设食堂。\n\n专栏1 建设工程\n\n选址：闲置公房。\n\n（二）培训。培训护理员。\n\n二、要求\n\n抓好落实。"
    assert paths(body) == ["一", "一/（一）", "一/专栏1", "一/（二）", "二"]


def test_closing_paragraphs_leave_the_last_clause() -> None:
    found = tree("一、任务。做好工作。\n\n二、要求。抓好落实。\n\n本通知自2024年2月1日起施行。")
    assert found["二"].text == "抓好落实。"
    assert found["末段"].text == "本通知自2024年2月1日起施行。"


def test_a_document_without_clauses_is_one_text() -> None:
    assert list(tree("请按时报送。")) == ["正文", "落款"]


def test_stray_markup_is_gone_and_nothing_else() -> None:
    found = tree("一、**任务**\n\n- （一）做好；\n- （二）登录 <https://example.gov/a> 查询。")
    assert found["一"].heading == "一、任务"
    assert found["一/（二）"].text == "登录 https://example.gov/a 查询。"


def test_angle_brackets_of_a_table_and_tags_are_data() -> None:
    found = tree("一、标准\n\n阈值 <1 的不计，<script>alert(1)</script> 照录。")
    assert "<1 的不计，<script>alert(1)</script> 照录。" in found["一"].text


def test_numbered_notice_with_numbered_annexes_keeps_them_apart() -> None:
    annex = "\n附件1\n\n使用说明\n\n一、写明金额。\n\n二、写明期限。\n\n附件2\n\n统计表\n\n项目\t金额\n"
    text = HEAD + "一、做好工作。\n\n二、抓好落实。" + TAIL + annex
    (document,) = read_documents(text.encode(), "a.txt")
    assert [clause.path for clause in walk(document.clauses)] == [
        "一",
        "二",
        "落款",
        "附件1",
        "附件1/一",
        "附件1/二",
        "附件2",
        "附件2/表1",
    ]


def test_the_plan_a_notice_encloses_keeps_plain_paths() -> None:
    text = (
        HEAD
        + "现将方案印发给你们。"
        + TAIL
        + "\n示例市试点方案\n\n为做好试点，制定本方案。\n\n一、任务\n\n（一）做好。\n"
    )
    (document,) = read_documents(text.encode(), "a.txt")
    assert [clause.path for clause in walk(document.clauses)] == ["前言", "落款", "引言", "一", "一/（一）"]
    assert document.clauses[2].heading == "示例市试点方案"


@pytest.mark.parametrize("above", ["全年申报第", "同一企业当年申报", "各区每年汇总拨付情况和项目进度，定期公布第"])
def test_a_number_in_brackets_that_counts_opens_no_clause(above: str) -> None:
    found = tree(f"一、申报\n\n（一）首次\n\n{above}\n\n（二）次的企业减半。\n\n（二）变更\n\n当月报送。")
    assert list(found) == ["一", "一/（一）", "一/（二）", "落款"]
    assert found["一/（一）"].text == f"{above}（二）次的企业减半。"


@pytest.mark.parametrize("heading", ["次年申报", "批准程序", "届满处理", "次要情形", "轮岗", "要求"])
def test_a_heading_that_begins_like_a_count_is_one(heading: str) -> None:
    assert paths(f"一、申报\n\n（一）首次申报\n\n（二）{heading}\n\n当月报送。") == ["一", "一/（一）", "一/（二）"]
