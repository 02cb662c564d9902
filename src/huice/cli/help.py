"""Help in Chinese: what Typer writes in English around our own words."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

_Verb = TypeVar("_Verb", bound=Callable[..., Any])
_WORDS = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "动词 …"),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "动词："),
    (r"Show this message and exit\.", "显示这段说明"),
    (r"\[required\]", "[必填]"),
    (r"\[default: (.*?)\]", r"[默认 \1]"),
    (r"<list\[str\]>", "<文字>...  "),
    (r"<list\[Path\]>", "<路径>...   "),
    (r"<path>", "<路径>"),
    (r"<str> ", "<文字>"),
    (r"<int range>", "<数>       "),
    (r"<int>", "<数> "),
)


def in_chinese(text: str) -> str:
    """A page of help with Typer's own words translated, each as wide as it was, so that columns stay aligned."""
    for english, chinese in _WORDS:
        text = re.sub(english, chinese, text, flags=re.MULTILINE)
    return text


class Verb(TyperCommand):
    """A verb whose help is all Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The page of help."""
        return in_chinese(super().get_help(ctx))


class Verbs(TyperGroup):
    """A group of verbs whose help is all Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The page of help."""
        return in_chinese(super().get_help(ctx))


class Commands(typer.Typer):
    """A Typer whose verbs speak Chinese unless they say otherwise."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Verbs, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Verb], _Verb]:
        """A verb."""
        return super().command(name, **{"cls": Verb, **settings})
