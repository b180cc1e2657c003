"""The table of what was measured: a row for each budget, with the ratio to its peer in the same run."""

from typing import NamedTuple


class Row(NamedTuple):
    """One measured quantity.

    Attributes:
        what: the quantity, with its unit.
        measured: its value; None if it could not be measured.
        budget: the limit; None without one.
        at_least: whether the limit is the smallest allowed value and not the largest.
        note: why it was not measured, or where the value was found.
    """

    what: str
    measured: float | None
    budget: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the budget is met, in one word."""
        if self.measured is None or self.budget is None:
            return ""
        met = self.measured >= self.budget if self.at_least else self.measured <= self.budget
        return "met" if met else "missed"


HEAD = ("what", "measured", "budget", "")


def table_text(rows: list[Row]) -> str:
    """The rows below one another in columns, notes at the end of a row, and a line that counts the budgets."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    lines = [
        f"{cell[0]:{widths[0]}}  {cell[1]:>{widths[1]}}  {cell[2]:>{widths[2]}}  {cell[3]}".rstrip() for cell in cells
    ]
    verdicts = [row.verdict for row in rows]
    counts = f"{verdicts.count('met')} budgets are met, {verdicts.count('missed')} are missed"
    missing = sum(row.measured is None for row in rows)
    return "\n".join([*lines, "", counts + f", {missing} were not measured" * bool(missing)])


def _cells(row: Row) -> tuple[str, str, str, str]:
    limit = "" if row.budget is None else f"{'≥' if row.at_least else '≤'} {row.budget:.4g}"
    if row.measured is None:
        return row.what, "–", limit, row.note
    note = f"  ({row.note})" if row.note else ""
    return row.what, f"{row.measured:.3g}" if row.measured < 100 else f"{row.measured:.0f}", limit, row.verdict + note
