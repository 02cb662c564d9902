"""Days and months as the Civil Code counts them (art. 200-204)."""

from calendar import monthrange
from datetime import date, timedelta

MAX_SHIFT = 12_000


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is no such day. Raises OverflowError."""
    if abs(months) > MAX_SHIFT:
        raise OverflowError
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """A number of days later. Raises OverflowError."""
    return day + timedelta(days=days)


def months_between(first: date, last: date) -> int:
    """Completed months; negative where `last` lies before `first`."""
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    ends_month = last.day == monthrange(last.year, last.month)[1]
    return months - (last.day < first.day and not ends_month)


def quarter(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3
