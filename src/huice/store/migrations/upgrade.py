"""Running the migrations on a connection."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from huice.problems import Problems


def upgrade(connection: Connection) -> None:
    """Bring the tables of a database to the newest migration, in the transaction that is open.

    Raises Problems where a newer version of the program wrote the database.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise Problems.one("数据库由更新版本的惠策写成", "请升级惠策，或换一个目录：--home DIR") from None
