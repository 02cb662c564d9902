"""A profile as a file that grows answer by answer: an interview stopped at any moment goes on where it was."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from huice.engine.subject import Subject
from huice.problems import Problems, refusal
from huice.registry.profile import Profile, parse_parameter, parse_profile, read_text
from huice.rules.library import Library

UNSURE = "不清楚"


@dataclass(slots=True)
class Answers:
    """The answers of one interview and the file they live in; each answer is on disk before the next question."""

    path: Path
    library: Library
    head: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, library: Library) -> "Answers":
        """Go on with a file, or begin one. Raises Problems where the file is there and wrong."""
        answers = cls(path, library, {"name": path.stem})
        if path.exists():
            written = read_text(path)
            parse_profile(written, str(path), library)
            raw = yaml.load(written, Loader=yaml.BaseLoader)
            nested = next((key for key in ("facts", "要素") if key in raw), None)
            named = {"name", "名称", "as_of", "评估日", "note", "说明", nested}
            answers.head = {key: value for key, value in raw.items() if key in named and key != nested}
            answers.facts = dict(raw[nested]) if nested else {k: v for k, v in raw.items() if k not in named}
        return answers

    def profile(self) -> Profile:
        """What is known so far."""
        if not self.facts:
            return Profile(Subject(str(self.head.get("name", "")), {}))
        return parse_profile(self._text(), str(self.path), self.library)

    def unsure(self) -> set[str]:
        """Facts that were put and not known."""
        names = self.library.names
        return {names[name] for name, said in self.facts.items() if said == UNSURE and name in names}

    def record(self, key: str, text: str) -> str:
        """Keep an answer and write the file. Returns what is wrong with it (empty where nothing is)."""
        fact = self.library.facts.get(key)
        _, wrong = fact.parse(text) if fact else parse_parameter(self.library.parameters[key], text)
        if wrong:
            return wrong
        name = fact.label if fact else key
        for said in [said for said in self.facts if self.library.names.get(said) == key]:
            del self.facts[said]
        self.facts[name] = text
        self._write()
        return ""

    def _text(self) -> str:
        return yaml.safe_dump({**self.head, "facts": self.facts}, allow_unicode=True, sort_keys=False, width=120)

    def _write(self) -> None:
        """The whole file beside the old one, then in its place: never half an answer."""
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            beside.write_text(self._text(), "utf-8")
            beside.replace(self.path)
        except OSError as error:
            raise Problems.one(f"写不了文件：{refusal(error)}", "检查路径和权限", file=str(self.path)) from None
