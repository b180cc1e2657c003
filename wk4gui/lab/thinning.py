"""Long histories in text: some of their steps, so that what is printed stays light."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import distinct


@dataclass(frozen=True)
class Thinning:
    """The steps of a result's histories that are printed.

    Attributes:
        fields: names of the histories.
        steps: the steps that are kept, the first and the last among them.
        n_steps: number of the last step.
    """

    fields: tuple[str, ...]
    steps: tuple[int, ...]
    n_steps: int

    @property
    def sentence(self) -> str:
        """Which steps there are, and where the others are."""
        listed = f"{', '.join(map(str, self.steps[:3]))}, … {self.n_steps}"
        return (
            f"The histories hold {len(self.steps)} of {self.n_steps + 1} steps, those listed in steps: {listed}. "
            "An NPZ file holds all."
        )


def spread_steps(n_steps: int, most: int) -> tuple[int, ...]:
    """At most ``most`` steps from 0 to ``n_steps``, both among them, as evenly as whole numbers can be."""
    return tuple(int(step) for step in distinct(np.round(np.linspace(0, n_steps, max(most, 2)))))
