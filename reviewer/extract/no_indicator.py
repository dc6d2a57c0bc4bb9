"""What stands in or below a form's table and is none of its indicators: signatures, opinions, boxes to tick, remarks,
the foot of a web page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.likeness import value_fit
from reviewer.extract.names import is_numbered
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import bare, is_whole_level, levels_named

_SIGNED = pattern(
    r"(?:意见|审核|审批|审定|批示|签批|签字|签名|签章|盖章|公章|印章|负责人|领导|经办人|填[报表]人|填写人|制表人?|复核人|审核人|审批人|联系人|联系方式|电话"
    r"|(?:填[报表]|编制|申报|上报|制表|审核|自评)(?:日期|时间)|^日期|法定代表人|法人代表|^年月日|审核结[论果]|评审结[论果]|审查结[论果]|纪要)$"
)
_ASKED = pattern(
    r"^(?:(?:集体|项目)?决策(?:程序|方式|情况|意见|会议)|.{0,6}会议(?:研究|讨论|审议|纪要|时间|名称|情况)|党[组委].{0,8}(?:研究|审议|会议|意见)|公开(?:情况|方式|时间|渠道)|涉密(?:情况|级别)?|三重一大|是否(?!.*[率度数量]$)|有无(?!.*[率度数量]$)|备注|附注|注\d*$|附件|附表|填[表报写]?说明|编制说明|(?:其[他它])?需要?(?:补充)?说明的?(?:问题|事项|情况)?$|其[他它](?:需要?)?(?:补充)?说明|其[他它]事项|特别说明|情况说明$)"
)
_OF_A_PAGE = pattern(
    r"^(?:主办|承办|协办|版权|网站|备案|技术支持|联系我们|关于我们|友情链接|访问|浏览|点击|阅读|打印|关闭|分享|扫一扫|扫码|扫描二维码|手机(?:扫|看|端|版)|用手机|抄送|主送|上一[篇页条]|下一[篇页条]|返回|责任编辑|编辑|来源|信息来源"
    r"|(?:附件|文件|资料|点击)下载|下载(?:附件|文件|地址|全文)|发布[者人日时机单]|地址|邮编|邮政编码|字号|字体|相关(?:链接|附件|新闻|阅读|文章|信息|推荐|文档)|Copyright|©|政府网站|网站标识码|索引号|您是第|收藏|首页|隐私|法律声明|免责声明|使用帮助|(?:建议|推荐)您?使用|\S?ICP备|\S公网安备)"
)
_CALLED_AT = pattern(r"(?:联系|咨询|监督|举报|服务)?(?:电话|热线)[:：]|传真[:：]|(?:电子)?邮箱[:：]|[\d-]{7,}$")
"""What stands beside who runs a page: 承办单位：… 联系电话：…"""
_BOX = pattern(r"[□☐☑☒■√✓✔]\s*(?:是|否|有|无|属于|不属于|同意|不同意)|(?:是|否|有|无|同意)\s*[□☐☑☒■√✓✔]")
_BUTTON = pattern(r"(?:[\[【](?:下载|打印|关闭|收藏|分享)[^\[\]【】]{0,4}[\]】])+|附件\s*[:：]")
"""What can be pressed at the foot of a web page, and the heading of its list of files."""
_FILE = pattern(r"\S\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)[)）】\]]?$")
"""How the name of a file ends that can be loaded: at the foot of a page, the files of a notice."""
_NUMBERED = pattern(r"^(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]")
_LONGEST_LABEL = 16
_SEALED = pattern(r"[（(](?:签[字名章]|盖?公?章|加?盖章|印章|手签)[^（()）]{0,6}[)）]\s*$")
_COUNTED = pattern(r"[≥≤≧≦＞＜＝=<>]?\s*\d+(?:\.\d+)?(?:[万亿]?[\u4e00-\u9fff]{1,4}|[%％])")
_DATE = pattern(r"\s*(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s*")


def _label(text: str) -> str:
    """What a cell begins with, as a label: up to its colon or bracket, without its number."""
    return re.split(r"[:：]", _NUMBERED.sub("", text.strip()), maxsplit=1)[0].strip()


def is_formal(text: str) -> bool:
    """Whether a cell is the label of something to be signed, ticked or remarked, or of the foot of a web page."""
    label = _label(text)
    if _SEALED.search(label) and len(label) <= 2 * _LONGEST_LABEL:
        return True
    plain = plain_label(label)
    if not plain or len(plain) > _LONGEST_LABEL:
        return False
    return bool(_SIGNED.search(plain) or _ASKED.match(plain) or _OF_A_PAGE.match(plain))


def is_foot(text: str) -> bool:
    """Whether a text belongs to the foot of a web page: 【打印本页】 【关闭窗口】, 上一篇：没有了. Only for what stands last."""
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    words = [word for word in words if not (_BUTTON.fullmatch(word) or _FILE.search(word))]
    of_page = [bool(_OF_A_PAGE.match(_label(word.strip("【】[]")) or "?")) for word in words]
    beside = (sure or _CALLED_AT.match(word) for word, sure in zip(words, of_page, strict=True))
    return bool(text.strip()) and (any(of_page) or not words) and all(beside)


def foot_of_page(lines: Sequence[Flow], start: int) -> int:
    """The line from `start` on from which on there is nothing but the foot of a web page; as many as there are where there is none."""
    end = len(lines)
    while end > start and (not lines[end - 1].text.strip() or is_foot(lines[end - 1].text)):
        end -= 1
    return end


def is_between_indicators(row: Row, following: Sequence[Row]) -> bool:
    """Whether a row that begins like a pair of a form is an indicator: 项目周期 | 1年, with the next level beneath it."""
    if len(row.cells) < 2 or roles_of(row.texts[0]) != {Role.ATTRIBUTE} or value_fit(row.texts[1]) < _LIKE_A_VALUE:
        return False
    return bool(following) and is_whole_level(following[0].texts[0])


_LIKE_A_VALUE = 0.7


def is_beside(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row among indicators is none of them: it begins with a formal label, left of where their names stand."""
    first = row.cells[0]
    if any(names_level(text) for text in row.texts):
        return False
    if not is_formal(first[1].text) and not (len(row.cells) > 1 and _BOX.search(row.texts[1])):
        return False
    if (row.loose or row.ends_early) and len(row.cells) > 1 and _COUNTED.fullmatch(row.texts[-1]):
        return False  # so many of a thing whose name ends like a label: 租用卫星电话 | 18部
    if row.loose or not columns or len(row.cells) == 1:
        return True
    names = min((c.place for c in columns if c.role is Role.LEVEL3), default=columns[0].place)
    if first[0] < names or any(is_formal(text) for text in row.texts[1:]):
        return True
    return first[0] <= columns[0].place and value_fit(row.texts[-1]) < 2.0


def is_stray(rows: Sequence[Row], columns: Sequence[Column], width: int, before: int) -> bool:
    """Whether a further table below the indicators is none of their pages: no level, no label of a form stands in it.

    `width` is how many columns it has, `before` how many the table above has.
    """
    texts = [text for row in rows for text in row.texts]
    if not columns or any(names_level(text) for text in texts) or any(roles_of(row.texts[0]) for row in rows):
        return False
    if sum(is_formal(text) for text in texts) * 4 >= len(texts):
        return True
    whole = [row for row in rows if len(row.cells) > 1]
    like = sum(value_fit(row.texts[-1]) >= 1.2 and not _DATE.fullmatch(row.texts[-1]) for row in whole)
    return width != before and like * 2 < len(whole)


def names_level(text: str) -> bool:
    """Whether a cell is the whole printed name of a level: 产出指标, 11-数量指标."""
    return bool(levels_named(text)) and (bare(text).endswith("指标") or text[:1].isdigit())


_WIDE = 3
"""A cell over so many columns stands under none of them."""


def is_about_all(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row beneath the indicators says something of all of them: a label, and a cell over all other columns.

    A numbered heading left of the columns is such a label too, however wide what stands beside it.
    """
    if row.loose or len(row.cells) != 2 or levels_named(row.texts[0]) or len(columns) < _WIDE:
        return False
    start, place = row.cells[0][0], row.cells[1][0]
    if start < columns[0].place and is_numbered(row.texts[0]):
        return True
    return start <= columns[0].place and row.width(place) >= _WIDE
