"""Loss surfaces over two weights: functions with exact first and second derivatives."""

from collections.abc import Callable
from dataclasses import dataclass

from wk4gui.core.arrays import Array


@dataclass(frozen=True)
class Box:
    """A rectangle of the plane, its edges included."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float

    @property
    def size(self) -> float:
        """The longer side."""
        return max(self.x_high - self.x_low, self.y_high - self.y_low)

    def scaled(self, factor: float) -> "Box":
        """The box about the same centre with sides ``factor`` times as long."""
        x, y = 0.5 * (self.x_low + self.x_high), 0.5 * (self.y_low + self.y_high)
        half_x, half_y = 0.5 * factor * (self.x_high - self.x_low), 0.5 * factor * (self.y_high - self.y_low)
        return Box(x - half_x, x + half_x, y - half_y, y + half_y)

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.x_low, other.x_low),
            max(self.x_high, other.x_high),
            min(self.y_low, other.y_low),
            max(self.y_high, other.y_high),
        )

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point is inside or at most ``margin`` away from it."""
        inside_x = self.x_low - margin <= x <= self.x_high + margin
        return inside_x and self.y_low - margin <= y <= self.y_high + margin


@dataclass(frozen=True)
class Surface:
    """f(x, y) with its gradient and Hessian, elementwise on arrays x and y of one shape.

    Where f has no value or overflows, entries are NaN or infinite.

    Attributes:
        name: as in parameters and on the command line.
        label: as shown in a list.
        formula: f in the grammar of expressions; "" if it cannot be written so.
        box: its default window.
        start: a start of interest inside the box.
        f: (x, y) -> f.
        grad: (x, y) -> ∂f/∂x, ∂f/∂y.
        hessian: (x, y) -> ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y².
        axes: names of x and y.
        has_floor: whether f is bounded below; None where that is unknown.
    """

    name: str
    label: str
    formula: str
    box: Box
    start: tuple[float, float]
    f: Callable[[Array, Array], Array]
    grad: Callable[[Array, Array], tuple[Array, Array]]
    hessian: Callable[[Array, Array], tuple[Array, Array, Array]]
    axes: tuple[str, str] = ("x", "y")
    has_floor: bool | None = True
