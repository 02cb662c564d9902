"""Zip archives: their members, each with its bytes or with why it is not read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from huice.problems import Problems
from huice.readers.limits import MOST_BYTES

MOST_MEMBERS = 2_000
"""How many files of an archive are read."""
MOST_TOTAL = 256 * 1024 * 1024
"""How many bytes the members of an archive may have in all, unpacked."""
MOST_RATIO = 200
"""How many times its packed size a member may have unpacked; no text comes near it."""

_RATIO_FROM = 1024 * 1024
_CHUNK = 64 * 1024
_MOST_DIRECTORY = 4 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_UNICODE_PATH = 0x7075
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_JUNK_FOLDERS = ("__MACOSX",)
_JUNK_FILES = (".ds_store", "thumbs.db", "desktop.ini")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, IndexError)
_AGAIN = "请重新取得这个文件"


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes | Problems]]:
    """The files in a zip archive, in their order: path, and its bytes or the problems for which it is not read.

    Folders and what systems leave behind (`__MACOSX`, `Thumbs.db`) are passed over; an archive in the archive is not
    opened. Raises Problems where the archive as a whole cannot be read.
    """
    archive = opened(data, name)
    found = [(path_of(info), info) for info in archive.infolist() if not info.is_dir()]
    files = [(path, info) for path, info in found if not _is_junk(path)]
    if not files:
        raise Problems.one("压缩包里没有文件", "请检查是否选错了文件", file=name)
    if len(files) > MOST_MEMBERS:
        raise Problems.one(f"压缩包里有 {len(files)} 个文件，超过 {MOST_MEMBERS} 个", "请分成几个压缩包", file=name)
    return _outcomes(archive, files, name)


def opened(data: bytes, name: str, what: str = "压缩文件") -> zipfile.ZipFile:
    """The archive in some bytes; raises Problems where it is damaged or its list of members is too long to read.

    `what` is what the file is called in them.
    """
    at = data.rfind(b"PK\x05\x06")
    if 0 <= at <= len(data) - _END.size and _END.unpack_from(data, at)[5] > _MOST_DIRECTORY:
        raise Problems.one(f"{what}里的文件太多", "请分成几个压缩包", file=name)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_DAMAGED, NotImplementedError):
        raise Problems.one(f"{what}已损坏，打不开", _AGAIN, file=name) from None


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str, most: int, ratio: int | None = None) -> bytes:
    """The bytes of a member, counted as they are unpacked: what its header says of its size is not believed.

    Raises Problems, said of `file`, for more than `most` bytes, for more than `ratio` times the packed size (from one
    megabyte on), and for an encrypted or damaged member.
    """
    if info.flag_bits & _ENCRYPTED:
        raise Problems.one("文件加了密码", "请解密后再导入", file=file)
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > most:
                    raise Problems.one(f"解压后超过 {most // 1024 // 1024} MB", "请检查文件是否正常", file=file)
                if ratio and size > max(_RATIO_FROM, ratio * info.compress_size):
                    raise Problems.one("压缩比异常，可能是压缩炸弹", "请检查文件的来源", file=file)
                parts.append(part)
    except (*_DAMAGED, NotImplementedError, RuntimeError):
        raise Problems.one("文件已损坏，解不开", _AGAIN, file=file) from None
    return b"".join(parts)


def path_of(info: zipfile.ZipInfo) -> str:
    """The path of a member as its maker meant it: names in GBK or UTF-8 are often stored as if they were cp437."""
    stated = _unicode_path(info.extra)
    if stated:
        return stated
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes) -> str:
    """The name in the Info-ZIP field for Unicode paths, if there is one."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5:
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""


def _outcomes(
    archive: zipfile.ZipFile, files: list[tuple[str, zipfile.ZipInfo]], name: str
) -> Iterator[tuple[str, bytes | Problems]]:
    left = MOST_TOTAL
    for path, info in files:
        outcome = _outcome(archive, path, info, left, name)
        left -= len(outcome) if isinstance(outcome, bytes) else 0
        yield path, outcome


def _outcome(archive: zipfile.ZipFile, path: str, info: zipfile.ZipInfo, left: int, name: str) -> bytes | Problems:
    file = f"{name}/{path}"
    if not _stays_inside(path):
        return Problems.one("文件的路径指向压缩包之外", "请检查压缩包的来源", file=file)
    if path.lower().endswith(_NESTED):
        return Problems.one("压缩包里又有压缩包，没有打开", "请先解压再导入", file=file)
    if left <= 0:
        limit = MOST_TOTAL // 1024 // 1024
        return Problems.one(f"压缩包解压后一共超过 {limit} MB，这个文件没有读", "请分成几个压缩包", file=file)
    try:
        return unpacked(archive, info, file, min(left, MOST_BYTES), MOST_RATIO)
    except Problems as problems:
        return problems


def _stays_inside(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return bool(parts[0]) and ":" not in parts[0] and ".." not in parts and "\0" not in path


def _is_junk(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    base = parts[-1]
    return (
        any(part in _JUNK_FOLDERS for part in parts[:-1])
        or base.lower() in _JUNK_FILES
        or base.startswith(("._", "~$"))
    )
