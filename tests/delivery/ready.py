"""What a process that is to be killed has ready when it starts: the modules and the library."""

from tests.delivery.runs import library

library()
