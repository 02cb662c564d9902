"""工作日 by the Chinese calendar: the State Council's days off and made-up working days, year by year."""

from datetime import date, timedelta

from chinese_calendar import is_workday

from huice.problems import Problems


def working_days_from(day: date, count: int) -> tuple[date, date]:
    """The first and the last of `count` working days after a day, which itself does not count (Civil Code art. 201).

    Raises Problems where the days off of a year are not published.
    """
    first = last = day
    for number in range(max(count, 1)):
        last = _next(last)
        first = last if number == 0 else first
    return first, last


def _next(day: date) -> date:
    while True:
        day += timedelta(days=1)
        try:
            if is_workday(day):
                return day
        except NotImplementedError:
            what = f"{day.year} 年的放假安排还没有收录，工作日算不出来"
            raise Problems.one(what, "升级 chinesecalendar，或直接给日期") from None
