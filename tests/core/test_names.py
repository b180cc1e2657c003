import pytest

from wk4gui.core.names import a_name, bias_name, gradient_name, target_name, weight_name, z_name

SHEET, ONE_LAYER, DEEP, TWO_OUTPUTS = (2, 3, 1), (2, 1), (2, 3, 3, 1), (2, 3, 2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (weight_name(0, 0, 0, SHEET), "w₁₁"),
        (weight_name(0, 2, 1, SHEET), "w₃₂"),
        (weight_name(1, 0, 2, SHEET), "w₃"),
        (bias_name(0, 1, SHEET), "b₂"),
        (bias_name(1, 0, SHEET), "bₒ"),
        (z_name(0, 0, SHEET), "z₁"),
        (z_name(1, 0, SHEET), "zₒ"),
        (a_name(-1, 1, SHEET), "x₂"),
        (a_name(0, 2, SHEET), "a₃"),
        (a_name(1, 0, SHEET), "ŷ"),
        (target_name(0, SHEET), "y"),
        (weight_name(0, 0, 1, ONE_LAYER), "w₂"),
        (bias_name(0, 0, ONE_LAYER), "b"),
        (z_name(0, 0, ONE_LAYER), "z"),
        (weight_name(1, 0, 0, DEEP), "w⁽²⁾₁₁"),
        (bias_name(2, 0, DEEP), "b⁽³⁾₁"),
        (a_name(1, 2, DEEP), "a⁽²⁾₃"),
        (a_name(2, 0, DEEP), "ŷ"),
        (weight_name(1, 1, 2, TWO_OUTPUTS), "w⁽²⁾₂₃"),
        (a_name(1, 1, TWO_OUTPUTS), "ŷ₂"),
        (target_name(1, TWO_OUTPUTS), "y₂"),
        (weight_name(0, 1, 0, (2, 2)), "w₂₁"),
        (gradient_name("w₁₁"), "∂L/∂w₁₁"),
    ],
)
def test_names(name: str, text: str) -> None:
    assert name == text


@pytest.mark.parametrize("sizes", [SHEET, ONE_LAYER, DEEP, TWO_OUTPUTS, (8,) * 7])
def test_no_two_parts_share_a_name(sizes: tuple[int, ...]) -> None:
    layers = range(len(sizes) - 1)
    names = [weight_name(l, j, k, sizes) for l in layers for j in range(sizes[l + 1]) for k in range(sizes[l])]
    names += [f(l, j, sizes) for f in (bias_name, z_name, a_name) for l in layers for j in range(sizes[l + 1])]
    assert len(set(names)) == len(names)
