"""What goes into a store comes out again; imports are whole, repeatable, and survive being killed."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from huice.corpus import Document, read_documents
from huice.problems import Problems
from huice.store import Store, database, tables

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"
DIGEST = "0" * 64


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return read_documents(DEMO.read_bytes(), DEMO.name)


@pytest.fixture
def store(tmp_path: Path, documents: tuple[Document, ...]) -> Store:
    made = Store(tmp_path)
    made.ingest(documents, DEMO.name, DIGEST)
    return made


def test_what_goes_in_comes_out(store: Store, documents: tuple[Document, ...]) -> None:
    assert store.documents() == documents
    assert Store(store.index.parent).documents() == documents


def test_counts(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    made = Store(tmp_path)
    assert made.ingest(documents[:3], "a.txt", DIGEST).as_json() == {"added": 3, "changed": 0, "unchanged": 0}
    changed = replace(documents[1], title="示例市关于改过的标题的通知")
    assert made.ingest((documents[0], changed, documents[3]), "b.txt", "1" * 64).as_json() == {
        "added": 1,
        "changed": 1,
        "unchanged": 1,
    }
    assert {document.title for document in made.documents()} == {
        documents[0].title,
        changed.title,
        documents[2].title,
        documents[3].title,
    }


def test_the_same_twice_changes_nothing(store: Store, documents: tuple[Document, ...], tmp_path: Path) -> None:
    before, digest = (tmp_path / "huice.db").read_bytes(), store.digest()
    counts = store.ingest(documents, DEMO.name, DIGEST)
    assert counts.unchanged == len(documents)
    assert (counts.added, counts.changed) == (0, 0)
    assert (tmp_path / "huice.db").read_bytes() == before
    assert store.digest() == digest


def test_the_digest_follows_every_change(store: Store, documents: tuple[Document, ...]) -> None:
    before = store.digest()
    clause = replace(documents[0].clauses[0], text="改过的前言。")
    store.ingest([replace(documents[0], clauses=(clause, *documents[0].clauses[1:]))], "c.txt", "2" * 64)
    assert store.digest() != before
    store.ingest([documents[0]], "d.txt", "3" * 64)
    assert store.digest() == before


def test_two_documents_without_number_and_of_one_title_are_both_kept(
    tmp_path: Path, documents: tuple[Document, ...]
) -> None:
    one = replace(documents[9], number="")
    other = replace(one, addressees="各区：")
    made = Store(tmp_path)
    made.ingest((one, other), "a.txt", DIGEST)
    assert made.documents() == (one, other)


def test_an_import_that_fails_leaves_nothing(store: Store, documents: tuple[Document, ...]) -> None:
    def broken() -> object:
        yield replace(documents[0], title="改过")
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError):
        store.ingest(broken(), "x.txt", DIGEST)  # type: ignore[arg-type]
    assert store.documents() == documents


KILLED = """
import sys, time
from dataclasses import replace
from pathlib import Path
from huice.corpus import read_documents
from huice.store import Store

def slow():
    for document in read_documents(Path(sys.argv[1]).read_bytes(), "demo.txt"):
        yield replace(document, title=document.title + "（改）")
    print("halfway", flush=True)
    time.sleep(60)

Store(Path(sys.argv[2])).ingest(slow(), "killed.txt", "9" * 64)
"""


@pytest.mark.parametrize("filled", [True, False], ids=["over a filled store", "the first import"])
def test_a_killed_import_leaves_what_was(tmp_path: Path, documents: tuple[Document, ...], filled: bool) -> None:
    made = Store(tmp_path)
    if filled:
        made.ingest(documents, DEMO.name, DIGEST)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", KILLED, str(DEMO), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "halfway"
        process.send_signal(signal.SIGKILL)
    if filled:
        assert Store(tmp_path).documents() == documents
    else:
        with pytest.raises(Problems, match="还没有导入文件"):
            Store(tmp_path).documents()
    assert Store(tmp_path).ingest(documents, DEMO.name, DIGEST).added == (0 if filled else len(documents))
    assert Store(tmp_path).documents() == documents


@pytest.mark.parametrize("read", ["documents", "entries", "digest"])
def test_an_empty_home_says_what_to_do_and_stays_empty(tmp_path: Path, read: str) -> None:
    home = tmp_path / "nothing"
    with pytest.raises(Problems) as caught:
        getattr(Store(home), read)()
    assert caught.value.found[0].what == "还没有导入文件"
    assert "huice ingest" in caught.value.found[0].remedy
    assert not home.exists()


@pytest.mark.parametrize(
    "name",
    [
        "示财规〔2024〕5号",
        "示财规(2024)5号",
        "示财规[2024] 5号",
        "示财规20245",
        "示财规 〔２０２４〕 ５ 号",
        "科技创新券",
        "《示例市科技创新券管理办法》",
    ],
)
def test_a_document_by_any_of_its_names(store: Store, name: str) -> None:
    assert store.document(name).number == "示财规〔2024〕5号"


def test_a_number_that_begins_another_is_not_taken_for_it(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    made = Store(tmp_path)
    made.ingest(
        [replace(documents[0], number="示政〔2024〕1号"), replace(documents[1], number="示政〔2024〕18号")], "a", DIGEST
    )
    assert made.document("示政〔2024〕1号").title == documents[0].title
    assert made.document("示政〔2024〕18").title == documents[1].title


def test_a_name_of_several_lists_them(store: Store) -> None:
    with pytest.raises(Problems) as caught:
        store.document("通知")
    assert "可以指" in caught.value.found[0].what
    assert "示工信〔2024〕12号" in caught.value.found[0].remedy


def test_a_name_of_none_says_which_may_be_meant(store: Store) -> None:
    with pytest.raises(Problems) as caught:
        store.document("示例市科技创新劵管理方法")
    assert "科技创新券" in caught.value.found[0].remedy
    with pytest.raises(Problems) as caught:
        store.document("完全无关xyz")
    assert "huice docs" in caught.value.found[0].remedy
    with pytest.raises(Problems):
        store.document("〔〕")


def test_a_clause_by_any_form_of_its_path(store: Store) -> None:
    for path in ("一/（二）", "一(二)", "一（二）"):
        assert store.clause("示政办规〔2024〕3号", path).heading == "(二) 补贴社会保险。"
    with pytest.raises(Problems) as caught:
        store.clause("示政办规〔2024〕3号", "九")
    assert "没有条款" in caught.value.found[0].what
    assert "末段" in caught.value.found[0].remedy


def test_passages_carry_their_own_lines_and_what_stands_above(store: Store) -> None:
    passages = {(passage.number, passage.path): passage for passage in store.passages()}
    parent = passages["国家税务总局示例市税务局公告2024年第2号", "一"]
    child = passages["国家税务总局示例市税务局公告2024年第2号", "一/（一）"]
    assert parent.lines[1] < child.lines[0]
    assert ("示政办规〔2024〕3号", "一") not in passages
    assert passages["示政办规〔2024〕3号", "一/（一）"].above == ("一、减轻用工成本",)


def test_a_damaged_database_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "huice.db").write_bytes(b"this is no database" * 100)
    for use in (lambda: Store(tmp_path).documents(), lambda: Store(tmp_path).ingest((), "a", DIGEST)):
        with pytest.raises(Problems) as caught:
            use()
        assert "huice.db" in caught.value.found[0].file


def test_a_home_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Problems):
        Store(tmp_path / "file").ingest((), "a", DIGEST)


@pytest.mark.parametrize("url", ["nonsense://x", "postgresql+nodriver://u@h/d", "sqlite:///"])
def test_an_address_of_no_database_is_a_problem(url: str) -> None:
    with pytest.raises(Problems):
        Store(url).documents()


def test_a_store_at_a_url(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    made = Store(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    made.ingest(documents, DEMO.name, DIGEST)
    assert made.documents() == documents


def test_a_database_of_a_newer_version_is_left_alone(store: Store, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'huice.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Problems, match="更新版本"):
        Store(tmp_path).ingest((), "a", DIGEST)


def test_the_migrations_make_the_tables_of_the_code(store: Store, tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == database.REVISION
    made = inspect(create_engine(f"sqlite:///{tmp_path / 'huice.db'}"))
    for table in tables.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in made.get_columns(table.name)}
        assert columns == {column.name: bool(column.nullable) for column in table.columns}


def test_the_tables_can_be_made_on_postgresql() -> None:
    for table in tables.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_importing_the_package_loads_no_database_library() -> None:
    code = "import huice.store, huice.search, sys; print('sqlalchemy' in sys.modules, 'tantivy' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == "False False"
