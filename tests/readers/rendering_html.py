"""Web pages made of lines, laid out in the ways the sites of governments do."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

LAYOUTS = ("government page", "divs and brs", "gb18030 with real tables")
TITLE = "示例市人民政府关于支持小微企业的意见"

_PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{charset}">
<title>{title}_示例市人民政府</title><meta name="ArticleTitle" content="{title}"><meta name="SiteName" content="示例市人民政府">
<style>.hidden {{ display: none }}</style><script>var words = "脚本。不是正文；";</script></head>
<body><div class="header"><div class="logo"><h1><a href="/">示例市人民政府</a></h1></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/fw">政务服务</a></li></ul></div>
<div class="wrap"><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/zc">政策文件</a></div>
<div class="xxgk"><table class="headInfo"><tr><td>索 引 号</td><td>000014349/2024-00001</td><td>发文机关</td><td>示例市人民政府</td></tr>
<tr><td>发文字号</td><td>{number}</td><td>成文日期</td><td>2024年01月31日</td></tr><tr><td>主题分类</td><td>综合政务</td></tr></table></div>
<div class="main"><div class="article"><h1 class="title">{title}</h1>
<div class="info"><span>发布时间：2024-02-01 10:30</span>&nbsp;<span>来源：市政府办公室</span>&nbsp;<span>浏览次数：<b id="hits">128</b></span>
<span>字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></span></div>
<div class="TRS_Editor">{article}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<p>【打印本页】 【关闭窗口】</p>
<div class="xgwd"><h3>相关解读</h3><ul><li><a href="/1.html">一图读懂支持小微企业的意见</a></li><li><a href="/2.html">专家怎么看</a></li></ul></div>
</div></div><div style="display: none">看不见的话。</div></div>
<div class="footer"><a href="/map">网站地图</a><p>主办：示例市人民政府办公室　承办：示例市大数据中心</p><p>版权所有　示ICP备00000000号　网站标识码0000000000</p></div>
</body></html>"""


def html_of(lines: Sequence[str], layout: str, title: str = TITLE) -> bytes:
    """A web page of some lines below this title; the cells of a row are apart by tabs."""
    if layout == "divs and brs":
        return f"<html><body>{_set(lines, _divs)}</body></html>".encode()
    if layout == "government page":
        return page(_set(lines, _spans), title=title).encode()
    return page(_set(lines, _paragraphs), title=title, charset="gb2312").encode("gb18030")


def page(article: str, *, title: str = TITLE, number: str = "", charset: str = "utf-8") -> str:
    """A page of a government's site, with all that stands around an article there."""
    return _PAGE.format(article=article, title=title, number=number, charset=charset)


def _set(lines: Sequence[str], text: Callable[[Sequence[str]], str]) -> str:
    """Rows as tables, what stands between them as `text` sets it."""
    said = ""
    for cells, group in groupby(lines, lambda line: line.count("\t") + 1):
        if cells == 1:
            said += text(list(group))
        else:
            rows = ("".join(f"<td><p>{escape(part)}</p></td>" for part in line.split("\t")) for line in group)
            said += f"<table border=1><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
    return said


def _divs(lines: Sequence[str]) -> str:
    blocks = (lines[at : at + 7] for at in range(0, len(lines), 7))
    return "".join(f"<div>\n {'<br/>&emsp;'.join(map(escape, block))}</div>" for block in blocks)


def _spans(lines: Sequence[str]) -> str:
    return "\n".join(f"<p>　　<span>{escape(line)}</span>&nbsp;</p>" for line in lines)


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f'<p style="text-indent: 2em">{escape(line)}</p>' for line in lines)
