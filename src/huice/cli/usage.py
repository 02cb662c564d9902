"""What is wrong with a command line itself, told like every other problem."""

import re
from difflib import get_close_matches

import typer

from huice.problems import Problem

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What Typer raises for a command line that it can't read; its own name for it is private."""


def told(error: Exception) -> Problem:
    """The error of a command line (a `UsageError`) in Chinese, with the way to the help of the verb."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "huice"
    what, guess = _what(error, sorted(getattr(context.command, "commands", ())) if context else [])
    return Problem("", 0, 0, what, f"{guess}用法见 {path} --help")


def _what(error: Exception, verbs: list[str]) -> tuple[str, str]:
    parameter = getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    name = "/".join(parameter.opts) if parameter else ""
    help_ = getattr(parameter, "help", "")
    said = str(getattr(error, "message", ""))
    word = next(iter(re.findall(r"'(.*?)'", said)), "")
    match type(error).__name__:
        case "MissingParameter":
            return f"缺少 {name}" + (f"（{help_}）" if help_ else ""), ""
        case "BadParameter":
            return f"{name} 的值不对" + (f"（{help_}）" if help_ else ""), _range(said)
        case "NoSuchOption":
            near = getattr(error, "possibilities", None)
            return f"没有选项 {option}", f"是不是 {'、'.join(near)}？" if near else ""
        case "BadOptionUsage":
            return f"选项 {option} 后面少一个值，或多了一个", ""
    if word and verbs:
        near = get_close_matches(word, verbs, 1)
        return f"没有“{word}”这个动词", f"是不是 {near[0]}？" if near else f"有：{'、'.join(verbs)}。"
    if verbs:
        return "缺少动词", f"有：{'、'.join(verbs)}。"
    extra = re.search(r"\(([^()]*)\)\.?$", said)
    return (f"多了“{extra[1]}”", "") if extra else (said, "")


def _range(said: str) -> str:
    """The bounds that a number of the command line was held against, of Typer's English sentence."""
    bounds = re.findall(r"(greater|less) than or equal to (\S+)|range (\S+)<=x<=(\S+?)\.?$", said)
    if not bounds:
        return ""
    side, bound, low, high = bounds[0]
    if low:
        return f"应在 {low} 到 {high} 之间。"
    return f"应{'不小于' if side == 'greater' else '不大于'} {bound}。"
