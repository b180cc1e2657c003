"""Reasons: where a number comes from, as formulas with the numbers filled in."""

from dataclasses import dataclass

from wk4gui.core.equation import Equation


@dataclass(frozen=True)
class Reason:
    """A number with the steps that lead to it.

    Attributes:
        subject: what the number is, in words, such as "Loss after step 20, α = 0.02".
        steps: equations in the order of computation, ending with the number, and words between them.
        value: the number, from the result.
    """

    subject: str
    steps: tuple[Equation | str, ...]
    value: float

    @property
    def formulas(self) -> tuple[str, ...]:
        """The steps as lines of text."""
        return tuple(map(str, self.steps))

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The steps that are equations."""
        return tuple(step for step in self.steps if isinstance(step, Equation))
