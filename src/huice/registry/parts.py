"""Parquet files that are whole or not there, with the same bytes for the same rows."""

import os
from pathlib import Path

import polars as pl

from huice.problems import Problems, refusal

_ROW_GROUP = 1 << 26


def keep(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame beside its place, wait until it is on disk, and move it there. Raises Problems."""
    beside = path.with_name(f".{path.name}")
    try:
        frame.write_parquet(beside, compression="zstd", compression_level=1, row_group_size=_ROW_GROUP)
        settle(beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise unwritten(path, refusal(error)) from None
    except pl.exceptions.PolarsError as error:
        beside.unlink(missing_ok=True)
        raise unwritten(path, str(error).splitlines()[0][:120]) from None


def unwritten(path: Path, why: str) -> Problems:
    """The problem of a file that could not be written."""
    return Problems.one(f"写不了文件：{why}", "腾出磁盘空间、检查权限后再运行", file=str(path))


def settle(path: Path) -> None:
    """Wait until what was written to a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
