"""Tables for pandas, which is used where it is installed and never needed."""

from collections.abc import Iterable, Sequence
from typing import Any


def data_frame(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> Any:
    """A pandas DataFrame.

    Raises:
        ImportError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise ImportError("a data frame needs pandas, which is not installed here: pip install pandas") from None
    return pandas.DataFrame([list(row) for row in rows], columns=list(columns))
