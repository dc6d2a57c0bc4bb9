"""Numbers as spreadsheets show them: what LibreOffice and Excel show for the same value and code."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.sources.number_format import hides, shown

MONEY = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (2035.87, "#,##0.00", "2,035.87"), (70.4, "0.00", "70.40"), (0.95, "0%", "95%"), (0.1255, "0.00%", "12.55%"),
        (300, "General", "300"), (300.0, "General", "300"), (0.1 + 0.2, "General", "0.3"), (1e-5, "General", "0.00001"),
        (13800001111.0, "General", "13800001111"), (2.675, "0.00", "2.68"), (-1234.5, "#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"), (-5.0, "#,##0.00_);(#,##0.00)", "(5.00)"),
        (0, "0.00;-0.00;;@", ""), (5, "0.00;-0.00;;@", "5.00"), (1234.5, MONEY, "1,234.50"), (-5, MONEY, "-5.00"),
        (0, MONEY, "-"), (300, '0"万元"', "300万元"), (1234567, '0\\.0,"万"', "123.5万"), (1234567, "#,##0,", "1,235"),
        (7, "000000", "000007"), (13800001111, "000-0000-0000", "138-0000-1111"), (1234, '"¥"#,##0.00', "¥1,234.00"),
        (1234, "[$¥-804]#,##0.00", "¥1,234.00"), (0.5, ".00", ".50"), (12.5, "# ?/?", "12 1/2"), (-0.004, "# ?/?", "0"),
        (12345, "0.00E+00", "1.23E+04"), (5, '[>=10]"多"0;[<10]"少"0', "少5"), (10203, "[DBNum1]General", "一万〇二百〇三"),
        (45000, "yyyy/m/d", "2023/3/15"), (45000.55, "yyyy-mm-dd hh:mm:ss", "2023-03-15 13:12:00"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"), (45000, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年三月十五日"),
        (45000.25, "h:mm AM/PM", "6:00 AM"), (45000.75, "上午/下午h\"时\"mm\"分\"", "下午6时00分"), (1.5, "[h]:mm", "36:00"),
        (45000, "aaaa", "星期三"), (date(2024, 3, 5), "yyyy/m/d", "2024/3/5"), (date(2024, 3, 5), "General", "2024/3/5"),
        (datetime(2024, 3, 5, 14, 30), "h:mm", "14:30"), (time(3, 4), "h:mm:ss", "3:04:00"),
        (timedelta(hours=30), "[h]:mm:ss", "30:00:00"), (True, "0.00", "TRUE"), ("清淤", "0.00", "清淤"), (5, ";;;", ""),
        (45000, "d/m/bbbb", "15/3/2566"), (45000, "bb-m-d", "66-3-15"), (45000, "[$-107041E]d/m/yyyy", "15/3/2566"),
        (45000, "[$-41E]d/m/yyyy", "15/3/2023"), (45000, "B1d/m/yyyy", "15/3/2023"),
        (-5, "[<0]\"负\"0;0", "负5"), (1.5, '"≤"# ??/??"元"', "≤1 1/2元"), (0.75, '"约"?/?', "约3/4"), (-1.5, '# ?/?"元"', "-1 1/2元"),
        (46387, "[$-804]mmm", "12月"), (46387, "[$-804]mmmm", "十二月"), (46387, "[$-804]dddd", "星期四"), (46387, "[$-zh-CN]ddd", "周四"),
        (46387, "[$-409]mmm\\-yy", "Dec-26"), (46387, "[$-40C]mmm", "Dec"), (46387, "[$-1004]mmmm", "十二月"),
        (46387, "[$-x-sysdate]dddd, mmmm dd, yyyy", "2026年12月31日"), (0.5, "[$-x-systime]h:mm:ss AM/PM", "12:00:00"),
        (datetime.fromisoformat("2026-12-31T00:00:00Z"), "yyyy/m/d", "2026/12/31"),
        (float("nan"), "0", "#NUM!"), (1e300, "0.00", "1E+300"), (-1, "yyyy/m/d", "-1"),
    ],
)  # fmt: skip
def test_shown(value: str | float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_code_longer_than_any_is_none() -> None:
    """One of a million brackets would be looked through a million times."""
    assert hides(";;;".ljust(255))
    assert not hides(";;;".ljust(256))
    assert not hides("[" * 1_000_000)
    assert shown(5, ";;;".ljust(256)) == "5"


@given(st.floats() | st.integers(), st.text(alphabet='0#?.,%;"\\[]_*@EGeneral+-/ymdhs年DBNum1$><= ', max_size=30))
def test_any_code_shows_something(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_is_shown_to_the_cent(amount: object) -> None:
    assert float(shown(float(str(amount)), "#,##0.00").replace(",", "")) == float(str(amount))
