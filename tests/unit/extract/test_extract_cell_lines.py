"""Tables with each cell on a line of its own: there the order of the words leads, for it takes cells whole."""

from __future__ import annotations

import pytest

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings import choice
from reviewer.extract.readings.reading import By
from reviewer.sources.registry import source_from_bytes
from tests.unit.extract.read_texts import read, rows

HEAD = """项目支出绩效目标申报表
（2024年度）
项目名称
枣树沟国省干线养护
主管部门及代码
枣树沟县交通局
实施单位
枣树沟县公路所
资金情况（万元）
资金总额
5945.15
财政拨款
5945.15
年度目标
保障公共交通正常运行。
绩效指标
一级指标
二级指标
三级指标
实施周期指标值
年度指标值
产出指标
"""
ROWS = [
    ("数量指标", "养护干线里程", "140.3公里", "140.3公里"),
    ("数量指标", "补划标线", "≥26460平方米", "≥8820平方米"),
    ("数量指标", "开行公交线路", "32条", "32条"),
    ("数量指标", "更新渡船", "4艘", "4艘"),
    ("数量指标", "增设减速带", "345处", "115处"),
    ("质量指标", "优良路率", "≥90%", "≥90%"),
    ("成本指标", "单车补贴金额", "5.0万元", "5.0万元"),
]


def _text() -> str:
    lines = []
    for n, (level, *cells) in enumerate(ROWS):
        lines += cells if n and ROWS[n - 1][0] == level else [level, *cells]
    return HEAD + "\n".join(lines) + "\n【字号：大 中 小】 【打印】 【关闭】\n"


def test_every_cell_is_taken_whole() -> None:
    assert rows(read(_text()), "level2", "level3", "period_value", "annual_value") == ROWS


def test_the_order_of_words_is_ahead_where_it_takes_every_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "worth", lambda source, one, others: 0.2 if one.by is By.LEARNED else 0.0)
    source = source_from_bytes("t.txt", _text().encode())
    assert choice.leader(source, readings_of(source)).by is By.ORDER
    without_a_value = source_from_bytes("t.txt", _text().replace("115处\n", "").replace("345处\n", "").encode())
    assert choice.leader(without_a_value, readings_of(without_a_value)).by is By.LEARNED
    blanks = source_from_bytes("t.txt", _text().replace("\n", " ").replace(" 数量", "\n数量").encode())
    assert choice.leader(blanks, readings_of(blanks)).by is not By.ORDER
