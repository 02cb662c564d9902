"""The straight lines drawn on a page of a PDF: those of its tables, for the most part."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

MOST_OBJECTS = 30_000
MOST_RULES = 20_000
"""A page with more than that is a drawing."""

_THIN = 3.0
_DEEPEST = 6
Matrix = tuple[float, float, float, float, float, float]
Stroke = tuple[float, float, float, float]
_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A horizontal or vertical line: its ends, the left or upper one first."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it is horizontal."""
        return self.x1 - self.x0 >= self.y1 - self.y0

    @classmethod
    def between(cls, start: tuple[float, float], end: tuple[float, float]) -> "Rule":
        """The rule between two points, made exactly straight."""
        (x0, y0), (x1, y1) = start, end
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if right - left >= bottom - top:
            top = bottom = (top + bottom) / 2
        else:
            left = right = (left + right) / 2
        return cls(left, top, right, bottom)


def rules_of(page: Any) -> tuple[list[Stroke], bool]:
    """The straight lines of a page in its own coordinates, and whether it has an image of some size."""
    found: list[Stroke] = []
    has_image = False
    for seen, (item, matrix) in enumerate(_objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)):
        if seen > MOST_OBJECTS or len(found) > MOST_RULES:
            return [], has_image
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            has_image = has_image or _is_large(item)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found += _straight(item, _times(_matrix_of(item), matrix))
    return found, has_image


def _objects(
    holder: Any, count: Any, get: Any, matrix: Matrix = _AS_IT_IS, depth: int = 0
) -> Iterator[tuple[Any, Matrix]]:
    """The objects of a page, those in its forms too, each with what places it on the page."""
    for at in range(min(count(holder), MOST_OBJECTS + 1)):
        item = get(holder, at)
        if not item:
            continue
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix_of(item), matrix)
            yield from _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)
        yield item, matrix


def _is_large(item: Any) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return abs(right.value - left.value) > 200 and abs(top.value - bottom.value) > 200


def _matrix_of(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _AS_IT_IS
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def _straight(item: Any, matrix: Matrix) -> Iterator[Stroke]:
    """The straight lines of a path: its strokes, and the rectangles so thin that they are meant as lines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    for points in _subpaths(item, matrix):
        across, down = [x for x, _ in points], [y for _, y in points]
        box = min(across), min(down), max(across), max(down)
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= _THIN:
            if max(wide, high) > max(_THIN, 2 * min(wide, high)):
                level = wide > high
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                yield (box[0], y, box[2], y) if level else (x, box[1], x, box[3])
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) < 0.7 and max(abs(x1 - x0), abs(y1 - y0)) > _THIN:
                    yield x0, y0, x1, y1


def _subpaths(item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; a closed one returns to its first."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(pdfium.FPDFPath_CountSegments(item), MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
