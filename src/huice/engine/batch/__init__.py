"""Batch: the measures of a library compiled once to column expressions, applied to many subjects.

    plan = compile(library, measures=None)              # refuses, by name, what columns cannot express (Problems)
    for part in plan.findings(tables, as_of, engine="polars"):
        part.wide                                       # one row a subject, coded columns
        in_words(part)                                  # one row a subject and measure, in words
        sums(part)                                      # counts, and amounts in fen, by measure and region

**Tables in.** `tables` maps names to native frames of the engine (Polars DataFrame or LazyFrame, DuckDB relation,
Spark DataFrame). `subjects` has one row a subject: `subject` (its id, unique; text where there are child records) and a column a fact key, or a
parameter the texts leave open (`<pack>/<key>`): Boolean; number (Float64, Decimal or integer) in base units (money
in 元, months, ratios as fractions); Date; text, or the key of the option. Null is unknown, and so is a column that
is not there. A Boolean column `<key>!absent` says where there is no such thing. A Float64 stands for the shortest
decimal that reads back as it. NaN, infinities and numbers beyond 10^16 are unknown.

Child records are a table each, named by the fact: `subject` and a column a field, by the same conventions. A table
that is not there is unknown for all. Where it is given, a subject without rows has none, unless the column
`<records>!unknown` of `subjects` is true.

**Findings out.** An iterator of `Findings`, each for a chunk of the subjects in their order. `in_words` gives
`subject, measure, verdict (yes/no/open), window (state), amount, low, high, bound (exact/up_to/range), complies
(yes/no/open), reason (the place of the first failing condition: `subject`, `requires/0`, `complies/0` …),
missing (keys of facts, joined by a space)`. `Findings.wide` keeps the same by measure in columns of codes, which is
what makes it fast.

**Arrays.** Who holds NumPy arrays needs no tables: `plan.arrays(subjects, as_of)` takes a mapping of keys to arrays of
one length and gives `Arrays`, `of(measure, column)` an array each. Unknown is NaN, NaT or masked; an option is its
place among the options of the fact, or its key; a plain value holds for all. Truths come as 1, 0 and -1 for open,
amounts with NaN for none. Child records are not taken: what rests on them is open. It is the fastest way for some tens of
measures; over a whole library tables are, whose truths are bits.

**Exactness.** The engine computes in Float64 with errors bounded when compiling. A number on a decimal grid is
snapped to it before it is compared or rounded; where the bound does not settle a comparison or a rounding, and
where an input lies outside the range the bounds were proven for, the row is worked out by `huice.engine.explain`
instead. So every verdict and every fen is what `explain` says; amounts from
10^13 元 on are the nearest double to it.
"""

from huice.engine.batch.findings import Arrays, Findings
from huice.engine.batch.plan import ENGINES, Plan, compile
from huice.engine.batch.wording import in_words, sums

__all__ = ["ENGINES", "Arrays", "Findings", "Plan", "compile", "in_words", "sums"]
