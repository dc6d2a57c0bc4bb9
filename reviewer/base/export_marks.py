"""By what an export of this program is known again, whoever has saved it since."""

from __future__ import annotations

PROPERTY = "reviewer-export"
"""The name of the property that every workbook of ours has."""
ROW_MARK, ROW_LIST = "行标识", "行清单"
"""The titles of the hidden columns: of every row in its own sheet, of every source in 说明."""
CSV_HEAD = (
    ("来源文件", "序号", "单位", "项目名称"),
    ("来源文件", "部门", "任务名称", "主要内容"),
    ("来源文件", "位置", "字段", "值", "置信度", "原因"),
    ("时间", "校对人", "来源文件", "位置", "字段", "原值"),
    ("来源文件", "SHA-256", "格式", "编码"),
)
"""How the tables that are written as CSV begin."""
