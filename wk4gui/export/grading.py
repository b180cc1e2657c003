"""Marks of exercises that were handed in as sessions: a row for each, and counts of the mistakes in a class."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wk4gui.documents.exercise_state import marked_state
from wk4gui.documents.file_reading import read_file
from wk4gui.documents.saved_state import decode_state
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.exercise_kind import NoExerciseError

ENDING = ".wk4.json"
_STEM = re.compile(r"sheet-\d{4}-?(?P<name>.*)")
COLUMNS = (
    "file",
    "name",
    "lab",
    "exercise",
    "difficulty",
    "seed",
    "points",
    "of",
    "right",
    "followed",
    "wrong",
    "empty",
    "misconceptions",
    "problem",
)


@dataclass(frozen=True)
class MarksRow:
    """One file.

    Attributes:
        file: its name.
        name: of the student, as far as the file's name says it.
        lab, exercise, difficulty, seed: of the exercise.
        points, of: marks earned, and how many there are.
        right, followed, wrong, empty: values right, right from earlier ones, wrong, and not given or shown.
        misconceptions: names of the mistakes, each once.
        sentences: what each of them says.
        problem: why the file has no marks; "" if it has.
    """

    file: str
    name: str
    lab: str = ""
    exercise: str = ""
    difficulty: str = ""
    seed: int | None = None
    points: int = 0
    of: int = 0
    right: int = 0
    followed: int = 0
    wrong: int = 0
    empty: int = 0
    misconceptions: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    problem: str = ""


def read_marks(paths: Sequence[Path]) -> list[MarksRow]:
    """The marks of all files, and of all sessions in folders; a damaged file is a row that says so.

    Raises:
        ParamError: a file or folder does not exist, or there is nothing to mark.
    """
    files = list(_files(paths))
    if not files:
        raise ParamError(f"there are no exercises ({ENDING}) in {', '.join(map(str, paths))}")
    return [marks_of(file) for file in files]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob(f"*{ENDING}") if file.is_file())
        elif path.exists():
            yield path
        else:
            raise ParamError(f"{path}: there is no such file or folder")


def marks_of(path: Path) -> MarksRow:
    """The marks of one file."""
    name = _student(path)
    try:
        state = decode_state(read_file(path))
        name = name.removesuffix(state.lab).rstrip("-") if name != state.lab else ""
        marked = marked_state(state)
    except (ParamError, NoExerciseError) as error:
        return MarksRow(path.name, name, problem=str(error))
    except OSError as error:
        return MarksRow(path.name, name, problem=f"cannot be read: {error.strerror or error}")
    if marked is None:
        return MarksRow(path.name, name, lab=state.lab, problem="there is no exercise in this session")
    asked = marked.asked
    verdicts = Counter(item.mark.verdict for item in asked if item.mark is not None and not item.revealed)
    mistakes = {each.name: each.sentence for each in marked.misconceptions}
    seed = state.view.get("exercise_seed", 0)
    return MarksRow(
        path.name,
        name,
        state.lab,
        marked.exercise.kind,
        str(state.view.get("difficulty", "")) if state.view.get("exercise") else "",
        seed if isinstance(seed, int) else None,
        marked.earned,
        len(asked),
        verdicts["right"],
        verdicts["follows"],
        verdicts["wrong"] + sum(bool(item.error) for item in asked),
        sum(not item.text or item.revealed for item in asked),
        tuple(mistakes),
        tuple(mistakes.values()),
    )


def _student(path: Path) -> str:
    stem = path.name.removesuffix(ENDING)
    found = _STEM.fullmatch(stem)
    return found["name"] if found else stem


def marks_csv(rows: Sequence[MarksRow]) -> str:
    """The table, a row for each file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        marks = (row.points, row.of, row.right, row.followed, row.wrong, row.empty) if not row.problem else ("",) * 6
        seed = "" if row.seed is None or row.problem else row.seed
        named = "; ".join(row.misconceptions)
        start = (row.file, row.name, row.lab, row.exercise, row.difficulty, seed)
        writer.writerow([_safe(each) for each in (*start, *marks, named, row.problem)])
    return text.getvalue()


def _safe(value: object) -> object:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t") else value


def class_counts(rows: Sequence[MarksRow]) -> list[str]:
    """What the class did: how many files were marked, the points, and the most frequent mistakes."""
    marked = [row for row in rows if not row.problem]
    damaged = len(rows) - len(marked)
    lines = [f"{len(marked)} marked" + (f", {damaged} without marks (see the column problem)" if damaged else "")]
    if marked:
        mean = 100.0 * sum(row.points / max(row.of, 1) for row in marked) / len(marked)
        lines[0] += f"; {mean:.0f} % of the points on average"
    counts = Counter((row.lab, name, what) for row in marked for name, what in _named(row))
    of_lab = Counter(row.lab for row in marked)
    for (lab, name, what), n in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        lines.append(f"{n} of {of_lab[lab]} in {lab}: {name} ({what})")
    return lines


def _named(row: MarksRow) -> Iterator[tuple[str, str]]:
    return zip(row.misconceptions, row.sentences, strict=True)
