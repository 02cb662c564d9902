"""A run made once more from what it stored: are the bytes the same?"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from huice.delivery.execution import Progress, run_again
from huice.delivery.run import FINDINGS, SUMMARY, Run, digests
from huice.problems import Problem, Problems
from huice.rules.library import Library


@dataclass(frozen=True, slots=True)
class Replay:
    """How many files were made again, and which came out otherwise (or were changed since)."""

    files: int
    different: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every byte is the same."""
        return not self.different


def replay(run: Run, library: Library, progress: Progress = lambda *_: None) -> Replay:
    """Make the findings of a run again and compare. Raises Problems where its inputs or the library have changed."""
    changed = run.changed(library)
    if changed:
        raise Problems(
            Problem(str(run.folder), 0, 0, f"不能重算：{name}和批量时不一样了", "找回当时的文件或规则库")
            for name in changed
        )
    beside = Path(tempfile.mkdtemp(prefix=f".{run.folder.resolve().name}.", dir=run.folder.resolve().parent))
    try:
        again = run_again(run, run.overrides(library), beside / "run", progress)
        made = again.manifest["outputs"]
        versions = again.manifest["versions"]
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    kept = digests(run.folder, (FINDINGS, SUMMARY))
    different = [name for name in sorted(made.keys() | kept.keys()) if made.get(name) != kept.get(name)]
    then = run.manifest["versions"]
    other = [f"{name} {then.get(name)} → {now}" for name, now in versions.items() if then.get(name) != now]
    return Replay(len(made), tuple(different), tuple(other))
